"""Labelled prompts: what a probe is trained and tested on, and which position of a prompt carries which label."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from jaxtyping import Bool, Int

from cutaway.errors import AlignmentError, DataError, PromptError
from cutaway.model import LanguageModel, Tokens

Position = str | int
"""`last`, `all`, `mean`, the name of a span (its last token), or a position from the prompt's start or (negative) end."""

_MOST_CLASSES = 50
Spans = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """Prompts with one label each, or with one label for each of their words.

    Raises:
        DataError: nothing, an empty prompt, one class only, or as many labels as do not fit the words.
    """

    name: str
    prompts: tuple[str | tuple[int, ...], ...]
    """Text, or token ids."""
    labels: tuple[str | tuple[str | None, ...], ...]
    """One a prompt; or a tuple with one for each word (split at white space; for token ids: one for each id), where
    None leaves a word out."""
    groups: tuple[str | tuple[str, ...], ...] = ()
    """What must not be on both sides of a split: one a prompt, or one a word. Empty: prompts of the same text are
    one group."""
    spans: tuple[Spans, ...] = ()
    """Named positions of each prompt: characters, end exclusive. Empty: none."""
    question: str = ""
    """How the model is asked for the label, with `{text}` where the prompt goes; empty where there is no such way."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """The token with which the model would answer each label."""
    description: str = ""

    def __post_init__(self) -> None:
        if not self.prompts:
            raise DataError(f"{self.name!r} has no rows; give labelled prompts")
        if len(self.labels) != len(self.prompts):
            raise DataError(f"{self.name!r}: {len(self.prompts)} prompts and {len(self.labels)} labels; give one each")
        for what, value in (("groups", self.groups), ("spans", self.spans)):
            if value and len(value) != len(self.prompts):
                raise DataError(f"{self.name!r}: {len(self.prompts)} prompts and {len(value)} {what}; give one each")
        for number, (prompt, label) in enumerate(zip(self.prompts, self.labels, strict=True)):
            if not prompt or (isinstance(prompt, str) and not prompt.strip()):
                raise DataError(f"{self.name!r}, row {number}: the prompt is empty; leave the row out")
            if isinstance(label, tuple) != self.per_word:
                raise DataError(f"{self.name!r}, row {number}: some rows have one label and some have one a word")
            if isinstance(label, tuple):
                words = len(prompt.split()) if isinstance(prompt, str) else len(prompt)
                if words != len(label):
                    what = "words" if isinstance(prompt, str) else "tokens"
                    raise DataError(
                        f"{self.name!r}, row {number}: {len(label)} labels for {words} {what} ({_short(prompt)}); "
                        "give one label for each, split at white space"
                    )
        if len(self.classes) < 2:
            raise DataError(
                f"{self.name!r} has one class only ({self.classes[0] if self.classes else 'no label'!r}); a probe "
                "needs rows of at least two"
            )
        if len(self.classes) > _MOST_CLASSES:
            raise DataError(
                f"{self.name!r} has {len(self.classes)} different labels, and a probe takes at most {_MOST_CLASSES} "
                "classes; choose the label's column, or put its values into bins"
            )

    def __len__(self) -> int:
        return len(self.prompts)

    @property
    def per_word(self) -> bool:
        """Whether every word has its own label."""
        return isinstance(self.labels[0], tuple)

    @property
    def classes(self) -> tuple[str, ...]:
        """The labels there are, sorted; of two, the second is the positive one."""
        found: set[str] = set()
        for label in self.labels:
            found |= {one for one in label if one is not None} if isinstance(label, tuple) else {label}
        return tuple(sorted(found))

    def sample(self, n: int, *, seed: int = 0) -> "Labelled":
        """`n` of the prompts at random, in their order; all of them where there are no more."""
        if n >= len(self):
            return self
        if n < 2:
            raise DataError(f"n={n}: a probe needs at least two prompts")
        kept = np.sort(np.random.default_rng(seed).choice(len(self), n, replace=False)).tolist()
        return self.take(kept)

    def take(self, rows: list[int]) -> "Labelled":
        """These prompts."""
        return replace(
            self,
            prompts=tuple(self.prompts[i] for i in rows),
            labels=tuple(self.labels[i] for i in rows),
            groups=tuple(self.groups[i] for i in rows) if self.groups else (),
            spans=tuple(self.spans[i] for i in rows) if self.spans else (),
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Rows:
    """One row for every position that is probed."""

    tokens: Tokens
    classes: tuple[str, ...]
    prompt: Int[np.ndarray, " row"]
    pos: Int[np.ndarray, " row"]
    """The position that is read, from the prompt's first token; the last one of those where a mean is read."""
    first: Int[np.ndarray, " row"]
    """Where what the label is about begins: the word's first token, or the prompt's."""
    mean: bool
    """Whether the mean over `first` to `pos` is read."""
    label: Int[np.ndarray, " row"]
    """Index of the class."""
    group: Int[np.ndarray, " row"]
    group_names: tuple[Hashable, ...]
    """Of each group: the name that was given, or the prompt."""
    type: Int[np.ndarray, " row"]
    """What a control task labels at random: the word, the token, or (one row a prompt) the group."""
    grouped: bool
    """Whether groups were given."""

    def __len__(self) -> int:
        return len(self.pos)

    def take(self, keep: Bool[np.ndarray, " row"]) -> "Rows":
        """The rows where `keep` is true."""
        columns = {name: getattr(self, name)[keep] for name in ("prompt", "pos", "first", "label", "group", "type")}
        return replace(self, **columns)

    def words(self, row: int) -> list[int]:
        """The token ids from `first` to `pos`."""
        return self.tokens.rows[int(self.prompt[row])][int(self.first[row]) : int(self.pos[row]) + 1]


def rows_of(lm: LanguageModel, data: Labelled, pos: Position = "last", *, classes: tuple[str, ...] = ()) -> Rows:
    """The rows that a data set gives with this model's tokenizer.

    Args:
        lm: the model.
        data: the labelled prompts.
        pos: which position of each prompt; not asked where every word has its label (its last token is read).
        classes: the labels' order, where another set fixes it; labels outside it are refused.

    Raises:
        DataError: an unknown position or label.
        AlignmentError: a span or a word that no token covers.
        PromptError: as for `LanguageModel.tokenize`.
    """
    prompts: Any = [prompt if isinstance(prompt, str) else list(prompt) for prompt in data.prompts]
    tokens = lm.tokenize(prompts)
    known = {name: index for index, name in enumerate(classes or data.classes)}
    groups: dict[Any, int] = {}
    types: dict[Any, int] = {}
    table: list[tuple[int, int, int, int, int, int]] = []
    for number, (prompt, label) in enumerate(zip(data.prompts, data.labels, strict=True)):
        ids = tokens.rows[number]
        group = data.groups[number] if data.groups else prompt
        for index, (first, last) in enumerate(_places(lm, data, number, ids, pos)):
            name = label[index] if isinstance(label, tuple) else label
            if name is None:
                continue
            if name not in known:
                raise DataError(f"{data.name!r} has the label {name!r}, but the probe knows {', '.join(known)}")
            own = group[index] if isinstance(group, tuple) and data.groups else group
            if data.per_word:
                kind: Any = prompt.split()[index].lower() if isinstance(prompt, str) else prompt[index]
            else:
                kind = ids[last] if pos == "all" else own
            table.append(
                (
                    number,
                    last,
                    first,
                    known[name],
                    groups.setdefault(own, len(groups)),
                    types.setdefault(kind, len(types)),
                )
            )
    columns = np.asarray(table, dtype=np.int64).reshape(-1, 6).T
    counts = Counter(columns[3].tolist())
    if len(counts) < 2:
        raise DataError(f"{data.name!r}: only one class is left at position {pos!r}; a probe needs two")
    return Rows(
        tokens=tokens,
        classes=tuple(known),
        prompt=columns[0],
        pos=columns[1],
        first=columns[2],
        mean=pos == "mean" and not data.per_word,
        label=columns[3],
        group=columns[4],
        group_names=tuple(groups),
        type=columns[5],
        grouped=bool(data.groups),
    )


def _places(lm: LanguageModel, data: Labelled, number: int, ids: list[int], pos: Position) -> list[tuple[int, int]]:
    """The tokens, both ends included, of each thing that is labelled in one prompt."""
    prompt = data.prompts[number]
    if data.per_word:
        if not isinstance(prompt, str):
            return [(i, i) for i in range(len(ids))]
        words, at = [], 0
        for word in prompt.split():
            at = prompt.index(word, at)
            words.append((at, at + len(word)))
            at += len(word)
        offsets = _offsets(lm, prompt, ids)
        return [_covering(offsets, span, prompt) for span in words]
    if pos == "all":
        return [(i, i) for i in range(len(ids))]
    if pos in ("last", "mean"):
        return [(0, len(ids) - 1)]
    if isinstance(pos, int) or pos.lstrip("-").isdigit():
        at = int(pos) + (len(ids) if int(pos) < 0 else 0)
        if not 0 <= at < len(ids):
            raise DataError(f"position {pos} is not in prompt {number} of {data.name!r}, which has {len(ids)} tokens")
        return [(0, at)]
    spans = data.spans[number] if data.spans else {}
    if pos not in spans or not isinstance(prompt, str):
        named = f"; its named positions are {', '.join(spans)}" if spans else ""
        raise DataError(
            f"no position {pos!r} in prompt {number} of {data.name!r}; use last, all, mean or a number{named}"
        )
    return [(0, _covering(_offsets(lm, prompt, ids), spans[pos], prompt)[1])]


def _offsets(lm: LanguageModel, text: str, ids: list[int]) -> list[tuple[int, int]]:
    """The characters of each token of the prompt as the model gets it, special tokens (which cover none) included."""
    if lm.tokenizer is None:
        raise PromptError("this model has no tokenizer; give token ids instead of text")
    try:
        found = lm.tokenizer(text, return_offsets_mapping=True)
    except NotImplementedError:
        raise AlignmentError(
            f"the tokenizer of {lm.name} does not tell which characters a token covers; load the fast tokenizer, or "
            "probe the last token"
        ) from None
    pairs: Any = found["offset_mapping"]
    assert len(pairs) == len(ids)
    return [(int(start), int(end)) for start, end in pairs]


def _covering(offsets: list[tuple[int, int]], span: tuple[int, int], text: str) -> tuple[int, int]:
    hit = [i for i, (start, end) in enumerate(offsets) if start < span[1] and end > span[0]]
    if not hit:
        raise AlignmentError(f"no token covers characters {span[0]} to {span[1]} of {_short(text)}")
    return hit[0], hit[-1]


def _short(prompt: str | tuple[int, ...]) -> str:
    text = repr(prompt)
    return text if len(text) <= 60 else text[:57] + "..."
