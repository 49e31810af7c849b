"""Which answer is explained and against which rival, when nobody says."""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import AlignmentError, PromptError
from cutaway.model import LanguageModel


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A token that was settled on, and the reason in words."""

    token: int
    how: str


def choose_answer(lm: LanguageModel, last_logits: Float[Tensor, " d_vocab"], given: str | int | None) -> Choice:
    """The given answer, or the model's likeliest next token."""
    if given is not None:
        return _given(lm, last_logits, given, "answer")
    return Choice(token=int(last_logits.argmax()), how="the model's likeliest next token")


def choose_rival(
    lm: LanguageModel,
    last_logits: Float[Tensor, " d_vocab"],
    corrupted_logits: Float[Tensor, " d_vocab"],
    answer: int,
    given: str | int | None,
) -> Choice:
    """The given rival; else what the corrupted prompt is answered with; else the next best after the answer."""
    if given is not None:
        choice = _given(lm, last_logits, given, "wrong answer")
        if choice.token == answer:
            raise PromptError(f"{given!r} is both the answer and the wrong answer; name another wrong answer")
        return choice
    top = int(corrupted_logits.argmax())
    if top != answer:
        return Choice(token=top, how="the likeliest next token of the corrupted prompt")
    rest = last_logits.clone()
    rest[answer] = -torch.inf
    return Choice(
        token=int(rest.argmax()),
        how="the likeliest next token after the answer, since the corrupted prompt has the same answer",
    )


def _given(lm: LanguageModel, last_logits: Tensor, given: str | int, what: str) -> Choice:
    """A token named by the caller; of a word with and without a space before it, the one the model finds likelier."""
    if isinstance(given, int):
        if not 0 <= given < lm.d_vocab:
            raise AlignmentError(f"the {what} {given} is outside the vocabulary of {lm.d_vocab}")
        return Choice(token=given, how="given")
    if lm.tokenizer is None:
        raise PromptError(f"the {what} {given!r} is text, but this model has no tokenizer; give a token id")
    if given[:1].isspace() or not given:
        return Choice(token=lm.token_id(given), how="given")
    found = {}
    for text in (given, f" {given}"):
        try:
            found[text] = lm.token_id(text)
        except AlignmentError:
            continue
    if not found:
        return Choice(token=lm.token_id(given), how="given")
    text = max(found, key=lambda one: float(last_logits[found[one]]))
    spaced = f"given as {given!r}; read as {text!r}, which is likelier here" if text != given else "given"
    return Choice(token=found[text], how=spaced)
