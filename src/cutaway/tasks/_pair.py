"""A pair: two prompts that differ in one controlled respect, and the tokens that tell them apart."""

import string
from collections.abc import Mapping
from dataclasses import dataclass, field

from cutaway.errors import DataError
from cutaway.shown import Shown

Text = str | tuple[str, ...]
Spans = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Pair(Shown):
    """A clean prompt, its corrupted twin, and what the model should and should not say after the first."""

    clean: str
    """The prompt on which `answer` is right."""
    corrupted: str
    """The same prompt with what decides the answer changed; the same number of tokens."""
    answer: Text
    """The right next token as text, with its leading space (`" Mary"`); several are a set."""
    wrong: Text
    """The token (or set) that the right one is measured against."""
    template: str = ""
    """Which template the prompt was drawn from; no template is in both splits."""
    entities: tuple[str, ...] = ()
    """The words drawn into the template; no entity is in both splits."""
    spans: Spans = field(default_factory=dict, hash=False)
    """Where each named slot stands in `clean`: characters, end exclusive."""

    def __post_init__(self) -> None:
        for name in ("clean", "corrupted"):
            if not getattr(self, name):
                raise DataError(f"a pair's `{name}` is empty; give a prompt of at least one token")
        if self.clean == self.corrupted:
            raise DataError(f"the clean and the corrupted prompt are the same ({self.clean!r}); change one")
        for name in ("answer", "wrong"):
            texts = texts_of(getattr(self, name))
            if not texts or not all(texts):
                raise DataError(
                    f"a pair's `{name}` is {getattr(self, name)!r}; give the text of a token, or several "
                    f"(clean prompt: {self.clean!r})"
                )
        both = set(texts_of(self.answer)) & set(texts_of(self.wrong))
        if both:
            raise DataError(
                f"{sorted(both)} is both answer and wrong for {self.clean!r}; a contrast needs different tokens"
            )
        for name, (start, end) in self.spans.items():
            if not 0 <= start < end <= len(self.clean):
                raise DataError(
                    f"span {name!r} is ({start}, {end}), outside the clean prompt of {len(self.clean)} "
                    "characters; give start < end in characters of `clean`"
                )

    def to_json(self) -> dict:
        """What `cutaway task --json` shows of it."""
        return {
            "clean": self.clean,
            "corrupted": self.corrupted,
            "answer": list(self.answer) if isinstance(self.answer, tuple) else self.answer,
            "wrong": list(self.wrong) if isinstance(self.wrong, tuple) else self.wrong,
            "template": self.template,
            "entities": list(self.entities),
            "spans": {name: list(span) for name, span in self.spans.items()},
        }


def texts_of(text: Text) -> tuple[str, ...]:
    """One text as a set of one."""
    return (text,) if isinstance(text, str) else text


def render(template: str, slots: Mapping[str, str]) -> tuple[str, dict[str, tuple[int, int]]]:
    """Fill `{slot}` fields; gives the text and each slot's character span, and `end`, the last
    character's."""
    text, spans = "", {}
    for literal, slot, _, _ in string.Formatter().parse(template):
        text += literal
        if slot is not None:
            spans[slot] = (len(text), len(text) + len(slots[slot]))
            text += slots[slot]
    spans["end"] = (len(text) - 1, len(text))
    return text, spans
