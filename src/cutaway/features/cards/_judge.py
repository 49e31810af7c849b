"""Labels judged by another model: does it know, from the label alone, where the unit is active?

Detection: the judge sees a text and the label, and says whether the label applies; half of the texts are examples of the
unit, half are examples of others. Fuzzing: the judge sees a text with some tokens marked, and says whether the marks fit
the label; half of the time the unit's active tokens are marked, half of the time others, as many. After Paulo et al.
(2024). Both are measured with the label of another unit as well, since a judge that says yes to everything, or that
guesses from the text, scores without knowing the unit. Texts that a label was written from do not count.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable
from urllib.parse import urlsplit

import numpy as np

from cutaway.errors import DataError, PromptError
from cutaway.evidence import Finding, Interval
from cutaway.features.cards._card import Card, CardExample
from cutaway.model import LanguageModel
from cutaway.shown import Shown

_ACTIVE = 0.5
_BATCH = 8


@runtime_checkable
class Judge(Protocol):
    """A model that reads labels."""

    name: str

    def write(self, prompt: str) -> str:
        """The answer to a question, in a few words."""
        ...

    def agree(self, prompts: Sequence[str]) -> list[float]:
        """For each question how likely its answer is yes, from 0 to 1."""
        ...


class ModelJudge:
    """Any local model: it writes greedily, and its yes is the probability of "yes" beside that of "no".

    Args:
        lm: the model.

    Raises:
        PromptError: it has no tokenizer, or no token for yes and no.
    """

    def __init__(self, lm: LanguageModel):
        if lm.tokenizer is None:
            raise PromptError(f"{lm.name} has no tokenizer, so it cannot judge a label")
        self.lm, self.name = lm, lm.name
        self._sides = [_ids(lm, words) for words in (("Yes", " Yes", "yes", " yes"), ("No", " No", "no", " no"))]

    def write(self, prompt: str) -> str:
        """The first line of a greedy answer."""
        written = self.lm.generate([self._put(prompt)], max_new_tokens=24)
        return (written.new_text[0].strip().splitlines() or [""])[0].strip()

    def agree(self, prompts: Sequence[str]) -> list[float]:
        """P(yes) / (P(yes) + P(no)) at the first token of the answer."""
        found: list[float] = []
        for first in range(0, len(prompts), _BATCH):
            run = self.lm.run([self._put(p) for p in prompts[first : first + _BATCH]], logits="last")
            p = run.last_logits.float().softmax(-1)
            yes, no = (p[:, side].sum(-1) for side in self._sides)
            found += (yes / (yes + no).clamp(min=1e-30)).tolist()
        return found

    def _put(self, prompt: str) -> Any:
        if getattr(self.lm.tokenizer, "chat_template", None):
            return [{"role": "user", "content": prompt}]
        return f"{prompt}\nAnswer:"


class HttpJudge:
    """A model behind an address that speaks the OpenAI chat format, which the user gives.

    Args:
        url: up to and including the version, as in `http://127.0.0.1:8000/v1`.
        model: what the server calls it.
        key: sent as a bearer token; None for none.
        timeout: seconds for an answer.

    Raises:
        DataError: the address is not http or https.
    """

    def __init__(self, url: str, model: str, *, key: str | None = None, timeout: float = 60.0):
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
            raise DataError(f"the judge's address {url!r} is not http or https; write it as http://127.0.0.1:8000/v1")
        self.url, self.name, self._key, self._timeout = url.rstrip("/"), model, key, timeout

    def write(self, prompt: str) -> str:
        """The first line of its answer."""
        return (self._ask(prompt, 40).strip().splitlines() or [""])[0].strip()

    def agree(self, prompts: Sequence[str]) -> list[float]:
        """1 for an answer that begins with yes, 0 for no, 0.5 for anything else."""
        found = []
        for prompt in prompts:
            answer = self._ask(prompt, 4).strip().lower().lstrip("*\"'")
            found.append(1.0 if answer.startswith("yes") else 0.0 if answer.startswith("no") else 0.5)
        return found

    def _ask(self, prompt: str, most: int) -> str:
        body = {
            "model": self.name,
            "messages": [{"role": "user", "content": prompt}],
            "max_tokens": most,
            "temperature": 0,
        }
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self._key}"} if self._key else {})
        request = urllib.request.Request(
            f"{self.url}/chat/completions", data=json.dumps(body).encode(), headers=headers, method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:
                return str(json.loads(answer.read())["choices"][0]["message"]["content"] or "")
        except (urllib.error.URLError, OSError) as error:
            raise DataError(
                f"the judge at {self.url} did not answer ({error}); check the address, and that it runs"
            ) from None
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise DataError(
                f"the judge at {self.url} answered in another format ({type(error).__name__}: {error}); "
                "it must speak the OpenAI chat format"
            ) from None


@dataclass(frozen=True, kw_only=True)
class JudgeScore:
    """How well a judge tells right from wrong texts by a label."""

    auroc: float
    """How likely a right text gets a clearer yes than a wrong one; ties count half."""
    interval: tuple[float, float]
    """A 95% bootstrap interval of it, over texts."""
    accuracy: float
    """The share told right, of right and of wrong texts, averaged; 0.5 is chance."""
    n: int
    """Texts, half of them right."""


@dataclass(frozen=True, kw_only=True, eq=False)
class JudgedLabel(Shown):
    """A label, and how well a judge predicts the unit from it; beside the same with another unit's label."""

    unit: int
    name: str
    label: str
    written_by: str
    """The judge, or what else made the label."""
    judge: str
    detection: JudgeScore
    fuzzing: JudgeScore
    control_label: str
    control_detection: JudgeScore
    control_fuzzing: JudgeScore
    model: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        scores = ("detection", "fuzzing", "control_detection", "control_fuzzing")
        own = {key: value for key, value in vars(self).items() if key not in scores}
        plain = {key: vars(getattr(self, key)) | {"interval": list(getattr(self, key).interval)} for key in scores}
        return own | plain | {"method": f"judge {self.judge}", "score": self.detection.auroc}

    def findings(self, *, command: str = "") -> list[Finding]:
        """Whether the judge predicts the unit from its label, and not from another's."""
        own, other = self.detection, self.control_detection
        return [
            Finding(
                claim=f"from the label “{self.label}” {self.judge} tells texts on which {self.name} is active with an "
                f"AUROC of {own.auroc:.2f} (with another unit's label: {other.auroc:.2f})",
                method="detection by a judge, on texts that the label was not written from",
                effect=own.auroc,
                interval=own.interval,
                control=other.auroc,
                n=own.n,
                grade="verified" if own.interval[0] > max(0.5, other.interval[1]) else "observed",
                command=command,
                details={"fuzzing": self.fuzzing.auroc, "fuzzing with another label": self.control_fuzzing.auroc},
            )
        ]


def judged_label(
    card: Card,
    others: Sequence[CardExample],
    judge: Judge,
    *,
    label: str | None = None,
    control_label: str,
    n: int = 10,
    seed: int = 0,
) -> JudgedLabel:
    """Let a judge write a label, unless one is given, and measure how well it predicts the unit from it.

    Args:
        card: the unit's card; every other example is shown to whoever writes the label, the rest are judged.
        others: examples of other units.
        judge: the judge.
        label: a label that exists already.
        control_label: another unit's label.
        n: right texts at the most; as many wrong ones are judged.
        seed: draws the texts and marks.

    Raises:
        DataError: too few examples, or a judge that does not answer.
    """
    rng = np.random.default_rng(seed)
    shown, kept = card.examples[::2], list(card.examples[1::2])
    own_rows = {example.row for example in card.examples}
    strange = [example for example in others if example.row not in own_rows]
    if len(kept) < 2 or len(strange) < 2:
        raise DataError(
            f"{card.name} has {len(card.examples)} examples, and there are {len(strange)} of others; a label needs 4 and 2"
        )
    written = judge.write(_question(shown)) or "nothing in common" if label is None else label
    right = [kept[k] for k in rng.permutation(len(kept))[:n]]
    wrong = [strange[k] for k in rng.permutation(len(strange))[: len(right)]]
    threshold = [_ACTIVE * max(example.values) for example in right]
    marked = [
        _marked(example, [value >= least for value in example.values])
        for example, least in zip(right, threshold, strict=True)
    ]
    mismarked = [
        _marked(example, _elsewhere(example, least, rng)) for example, least in zip(right, threshold, strict=True)
    ]
    truth = np.array([True] * len(right) + [False] * len(wrong))

    def score(words: str, ask: str, texts: Sequence[str], truth: np.ndarray) -> JudgeScore:
        return _score(np.array(judge.agree([ask.format(label=words, text=text) for text in texts])), truth, seed)

    plain = [*map(_plain, right), *map(_plain, wrong)]
    fuzzed = [*marked, *mismarked]
    halves = np.array([True] * len(marked) + [False] * len(mismarked))
    return JudgedLabel(
        unit=card.unit,
        name=card.name,
        label=written,
        written_by=judge.name if label is None else "given",
        judge=judge.name,
        detection=score(written, _DETECT, plain, truth),
        fuzzing=score(written, _FUZZ, fuzzed, halves),
        control_label=control_label,
        control_detection=score(control_label, _DETECT, plain, truth),
        control_fuzzing=score(control_label, _FUZZ, fuzzed, halves),
        model=card.model,
    )


_DETECT = "Description: {label}\nText: {text}\nDoes the description apply to a part of this text? Answer Yes or No."
_FUZZ = (
    "Description: {label}\nText, with some parts marked by << and >>: {text}\n"
    "Are the marked parts what the description says? Answer Yes or No."
)


def _question(examples: Sequence[CardExample]) -> str:
    lines = [
        f"{number}. {_marked(example, [value >= _ACTIVE * max(example.values) for value in example.values])}"
        for number, example in enumerate(examples, 1)
    ]
    return (
        "In these texts some parts are marked by << and >>. Say in at most eight words what the marked parts have in "
        "common, and nothing else.\n" + "\n".join(lines)
    )


def _plain(example: CardExample) -> str:
    return " ".join("".join(example.tokens).split())


def _marked(example: CardExample, marks: Sequence[bool]) -> str:
    """The text with << and >> around each run of marked tokens."""
    parts, inside = [], False
    for token, mark in zip(example.tokens, marks, strict=True):
        if mark != inside:
            parts.append("<<" if mark else ">>")
        parts.append(token)
        inside = mark
    return " ".join("".join([*parts, ">>" if inside else ""]).split())


def _elsewhere(example: CardExample, threshold: float, rng: np.random.Generator) -> list[bool]:
    """As many marks as there are active tokens, on others."""
    silent = [place for place, value in enumerate(example.values) if value < threshold]
    count = min(len(silent), len(example.values) - len(silent))
    chosen = {silent[k] for k in rng.permutation(len(silent))[:count]}
    return [place in chosen for place in range(len(example.values))]


def _score(yes: np.ndarray, truth: np.ndarray, seed: int, *, n_resamples: int = 1000) -> JudgeScore:
    right, wrong = yes[truth], yes[~truth]

    def auroc(a: np.ndarray, b: np.ndarray) -> float:
        return float(((a[:, None] > b).mean() + (a[:, None] >= b).mean()) / 2)

    rng = np.random.default_rng(seed)
    drawn = [auroc(rng.choice(right, len(right)), rng.choice(wrong, len(wrong))) for _ in range(n_resamples)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return JudgeScore(
        auroc=auroc(right, wrong),
        interval=Interval(float(low), float(high)),
        accuracy=float(((right > 0.5).mean() + (wrong <= 0.5).mean()) / 2),
        n=len(yes),
    )


def _ids(lm: LanguageModel, words: Sequence[str]) -> list[int]:
    found = []
    for word in words:
        ids = lm.tokenizer(word, add_special_tokens=False)["input_ids"]
        if len(ids) == 1 and str(lm.tokenizer.decode(ids)) == word:
            found.append(int(ids[0]))
    if not found:
        raise PromptError(
            f"{words[0]!r} is no token of {lm.name}, so that it cannot answer yes or no; use another judge"
        )
    return list(dict.fromkeys(found))
