"""Labels without another model: the token rule that best separates a unit's active tokens from the others.

A rule names what the active token is (some tokens, or a kind of token), what it follows, or both. It is chosen by F1 on
every other example of the card, and scored on those in between, among as many examples of other units, on which the unit
is taken to be silent.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cutaway.evidence import Finding
from cutaway.features.cards._card import Card, CardExample
from cutaway.features.cards._store import Cards
from cutaway.progress import Progress, silent
from cutaway.shown import Shown

_ACTIVE = 0.5
"""A token is active from this share of the unit's peak on, the median over its strongest examples."""
_LISTED = 6
"""Tokens that a rule names at the most."""
_ENDINGS = ("ing", "ed", "ly", "tion", "s", "er", "est", "able", "ment", "ness")

KINDS_OF_TOKEN: dict[str, Callable[[str], bool]] = {
    "numbers": lambda text: text.strip().isdigit(),
    "capitalised words": lambda text: text.strip()[:1].isupper() and text.strip()[1:].islower(),
    "words in capitals": lambda text: len(text.strip()) > 1 and text.strip().isupper(),
    "line breaks": lambda text: bool(text) and not text.strip() and "\n" in text,
    "spaces": lambda text: bool(text) and not text.strip() and "\n" not in text,
    "punctuation": lambda text: bool(text.strip()) and not any(c.isalnum() or c.isspace() for c in text.strip()),
    "opening brackets": lambda text: text.strip()[-1:] in ("(", "[", "{"),
    "quotation marks": lambda text: bool(text.strip()) and set(text.strip()) <= set("\"'`“”‘’"),
    "pieces inside words": lambda text: text[:1].isalpha() and text.islower(),
    "words that end in -*": lambda text: False,
}
"""Kinds of token that a rule may name; the last one stands for one kind for each ending."""
for _ending in _ENDINGS:
    KINDS_OF_TOKEN[f"words that end in -{_ending}"] = lambda text, ending=_ending: (
        text.strip().isalpha() and len(text.strip()) > len(ending) + 1 and text.endswith(ending)
    )
del KINDS_OF_TOKEN["words that end in -*"]


@dataclass(frozen=True)
class TokenRule:
    """What an active token is, and what stands before it."""

    tokens: tuple[str, ...] = ()
    """Its text, stripped and in lower case, is one of these; none: any."""
    kind: str = ""
    """Its kind, of `KINDS_OF_TOKEN`; empty: any."""
    after: tuple[str, ...] = ()
    """The token before it is one of these; none: any."""

    def __str__(self) -> str:
        what = ", ".join(map(_quoted, self.tokens)) or self.kind or "what"
        if not self.after:
            return what if self.tokens or self.kind else "anything"
        return f"{what} {'' if self.tokens or self.kind else 'stands '}after {', '.join(map(_quoted, self.after))}"

    def fits(self, tokens: Sequence[str]) -> list[bool]:
        """Which tokens of a text it names; the first one has nothing before it."""
        plain = [_plain(token) for token in tokens]
        kind = KINDS_OF_TOKEN[self.kind] if self.kind else None
        return [
            (not self.tokens or plain[i] in self.tokens)
            and (kind is None or kind(tokens[i]))
            and (not self.after or (i > 0 and plain[i - 1] in self.after))
            for i in range(len(tokens))
        ]


@dataclass(frozen=True, kw_only=True, eq=False)
class UnitLabel(Shown):
    """A label of one unit, and how well it predicts where the unit is active."""

    unit: int
    name: str
    label: str
    rule: TokenRule
    score: float
    """F1 over the tokens of examples that the label was not made from."""
    precision: float
    recall: float
    control: float
    """The F1 of other units' labels on the same examples, on average."""
    n: int
    """Active tokens in those examples."""
    model: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "unit": self.unit,
            "name": self.name,
            "label": self.label,
            "rule": vars(self.rule) | {"tokens": list(self.rule.tokens), "after": list(self.rule.after)},
            "method": "token rule",
            "score": self.score,
            "precision": self.precision,
            "recall": self.recall,
            "control": self.control,
            "n": self.n,
        }

    def findings(self, *, command: str = "") -> list[Finding]:
        """How well the label predicts the unit on examples that it was not made from."""
        better = self.n >= 5 and self.score > 2 * self.control and self.score >= 0.5
        return [
            Finding(
                claim=f"{self.name} is active on {self.label} (F1 {self.score:.2f} on other examples)",
                method="token rule, scored on examples that it was not made from",
                effect=self.score,
                control=self.control,
                n=max(1, self.n),
                grade="verified" if better else "observed",
                command=command,
                details={"control": "the labels of other units on the same examples"},
            )
        ]


def label_card(card: Card, others: Sequence[CardExample], *, controls: Sequence[TokenRule] = ()) -> UnitLabel:
    """Label a unit by the token rule that fits its card.

    Args:
        card: the unit's card.
        others: examples of other units.
        controls: rules of other units, for comparison.
    """
    made, kept = card.examples[::2], card.examples[1::2]
    strange = [example for example in others if example.row not in {own.row for own in card.examples}]
    half = len(strange) // 2
    strongest = [example.value for example in card.group(0)] or [card.peak]
    threshold = _ACTIVE * float(np.median(strongest))
    seen = _Tokens.of(made, strange[:half], threshold)
    unseen = _Tokens.of(kept or made, strange[half:], threshold)
    rule = max(
        _candidates(made, threshold), key=lambda one: (round(seen.f1(one)[0], 3), -_length(one)), default=TokenRule()
    )
    score, precision, recall = unseen.f1(rule)
    beside = [unseen.f1(control)[0] for control in controls if control != rule]
    return UnitLabel(
        unit=card.unit,
        name=card.name,
        label="nothing: it was never active" if card.dead else str(rule),
        rule=rule,
        score=score,
        precision=precision,
        recall=recall,
        control=float(np.mean(beside)) if beside else 0.0,
        n=unseen.active,
        model=card.model,
    )


def label_cards(
    cards: Cards, units: Sequence[int] | None = None, *, seed: int = 0, progress: Progress = silent
) -> list[UnitLabel]:
    """Label units by token rules, and keep the labels beside the cards.

    Args:
        cards: the cards.
        units: which; None for all.
        seed: draws the examples of other units that each label is scored among.
        progress: told how many are labelled.

    Raises:
        DataError: no such unit.
        FileError: the labels cannot be written.
    """
    chosen = list(range(len(cards))) if units is None else list(units)
    strange = other_examples(cards, seed=seed)
    found: list[UnitLabel] = []
    for number, unit in enumerate(chosen):
        controls = [label.rule for label in found[-8:]]
        found.append(label_card(cards.card(unit), strange, controls=controls))
        progress("labels", number + 1, len(chosen))
    cards.write_labels([label.to_json() for label in found])
    return found


def other_examples(cards: Cards, *, n: int = 60, seed: int = 0) -> list[CardExample]:
    """Examples from every quantile of units drawn at random."""
    rng = np.random.default_rng(seed)
    found: list[CardExample] = []
    for unit in rng.permutation(len(cards)):
        sampled = [example for example in cards.card(int(unit)).examples if example.group > 0]
        found += [sampled[int(k)] for k in rng.permutation(len(sampled))[:2]]
        if len(found) >= n:
            break
    return found


class _Tokens:
    """Tokens of examples, each active or not."""

    def __init__(self, texts: list[Sequence[str]], active: list[list[bool]]):
        self.texts, self._truth = texts, [flag for row in active for flag in row]
        self.active = sum(self._truth)

    @classmethod
    def of(cls, own: Sequence[CardExample], others: Sequence[CardExample], threshold: float) -> "_Tokens":
        texts: list[Sequence[str]] = [example.tokens for example in (*own, *others)]
        active = [[value >= threshold for value in example.values] for example in own]
        return cls(texts, active + [[False] * len(example.tokens) for example in others])

    def f1(self, rule: TokenRule) -> tuple[float, float, float]:
        """F1, precision and recall of a rule."""
        named = [flag for tokens in self.texts for flag in rule.fits(tokens)]
        hits = sum(says and does for says, does in zip(named, self._truth, strict=True))
        says = sum(named)
        return 2 * hits / max(1, says + self.active), hits / max(1, says), hits / max(1, self.active)


def _candidates(examples: Sequence[CardExample], threshold: float) -> list[TokenRule]:
    """Rules that the active tokens of some examples suggest."""
    own, before, raw = Counter(), Counter(), []
    pairs: Counter[tuple[str, str]] = Counter()
    for example in examples:
        for place, (token, value) in enumerate(zip(example.tokens, example.values, strict=True)):
            if value >= threshold > 0:
                own[_plain(token)] += 1
                raw.append(token)
                if place:
                    left = _plain(example.tokens[place - 1])
                    before[left] += 1
                    pairs[left, _plain(token)] += 1
    if not raw:
        return []
    ranked = [word for word, _ in own.most_common(_LISTED)]
    lefts = [word for word, _ in before.most_common(_LISTED)]
    lists = [tuple(ranked[:n]) for n in range(1, len(ranked) + 1)]
    kinds = [name for name, is_kind in KINDS_OF_TOKEN.items() if sum(map(is_kind, raw)) >= 0.5 * len(raw)]
    afters = [tuple(lefts[:n]) for n in (1, 2, 3, 6) if n <= max(1, len(lefts))] if lefts else []
    rules = [TokenRule(tokens=words) for words in lists]
    rules += [TokenRule(kind=kind) for kind in kinds]
    rules += [TokenRule(after=words) for words in afters]
    rules += [TokenRule(kind=kind, after=words) for kind in kinds for words in afters[:2]]
    rules += [TokenRule(tokens=(right,), after=(left,)) for (left, right), _ in pairs.most_common(3)]
    return list(dict.fromkeys(rules))


def _length(rule: TokenRule) -> int:
    return len(rule.tokens) + len(rule.after) + (2 if rule.kind else 0)


def _plain(text: str) -> str:
    return text.strip().lower() or text


def _quoted(text: str) -> str:
    return "“" + text.replace("\n", "⏎").replace("\t", "⇥").replace(" ", "␣") + "”"
