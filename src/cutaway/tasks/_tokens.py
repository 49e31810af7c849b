"""What tasks ask of a tokenizer: is this one token here, do these align, which tokens cover these characters.

Every question is asked in context (the prompt with and without its continuation), since the same word is
another token, or several, on its own than after a prompt.
"""

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from cutaway.errors import AlignmentError, PromptError
from cutaway.tasks._pair import Spans


@runtime_checkable
class HasTokenizer(Protocol):
    """All that drawing prompts needs of a `LanguageModel`."""

    @property
    def tokenizer(self) -> Any: ...


@runtime_checkable
class Runs(HasTokenizer, Protocol):
    """What scoring needs besides: a `LanguageModel`, or whatever tokenizes and runs prompts as it does."""

    def tokenize(self, prompts: Any) -> Any: ...

    def run(self, prompts: Any, *, logits: Any) -> Any: ...


def encode(lm: HasTokenizer, texts: Sequence[str]) -> list[list[int]]:
    """Each text's tokens, without special tokens."""
    if lm.tokenizer is None:
        raise PromptError("a task is text, and this model has no tokenizer; load one with it")
    if not texts:
        return []
    return [list(ids) for ids in lm.tokenizer(list(texts), add_special_tokens=False)["input_ids"]]


def continuations(lm: HasTokenizer, prompt: str, texts: Sequence[str]) -> list[int | None]:
    """For each text the one token that it adds after `prompt`; None where it adds several, or is unknown.

    Also None where the text would change the prompt's own tokens: the model never sees that token there.
    """
    base, *longer = encode(lm, [prompt, *(prompt + text for text in texts)])
    return [ids[-1] if ids[:-1] == base and not has_unknown(lm, ids[-1:]) else None for ids in longer]


def has_unknown(lm: HasTokenizer, ids: Sequence[int]) -> bool:
    """Whether the tokenizer lost part of the text."""
    unknown = getattr(lm.tokenizer, "unk_token_id", None)
    return unknown is not None and unknown in ids


def offsets(lm: HasTokenizer, text: str) -> list[tuple[int, int]]:
    """The characters that each token covers, without special tokens."""
    try:
        found = lm.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
        return [(int(start), int(end)) for start, end in found]
    except NotImplementedError:  # tokenizers written in Python know no offsets: measure growing prefixes
        (ids,) = encode(lm, [text])
        prefixes = [lm.tokenizer.decode(ids[: i + 1], clean_up_tokenization_spaces=False) for i in range(len(ids))]
        if not prefixes or prefixes[-1] != text:
            raise AlignmentError(
                f"cannot tell which characters each token of {text!r} covers: its tokenizer gives no "
                "offsets, and decoding does not give the text back; use the fast tokenizer"
            ) from None
        ends = [len(prefix) for prefix in prefixes]
        return list(zip([0, *ends[:-1]], ends, strict=True))


def covering(tokens: Sequence[tuple[int, int]], spans: Spans) -> dict[str, tuple[int, int]]:
    """Token spans (end exclusive) from character spans: every token that shares a character with the span."""
    found = {}
    for name, (start, end) in spans.items():
        hit = [i for i, (a, b) in enumerate(tokens) if a < end and b > start]
        if not hit:
            raise AlignmentError(f"no token covers span {name!r} (characters {start} to {end})")
        found[name] = (hit[0], hit[-1] + 1)
    return found
