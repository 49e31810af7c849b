"""The other prompt of a contrast: given or found, with the answer and its rival."""

from collections.abc import Sequence
from dataclasses import dataclass

from jaxtyping import Float
from torch import Tensor

from cutaway.errors import AlignmentError, PromptError
from cutaway.explanation._choices import Choice, choose_answer, choose_rival
from cutaway.explanation._corruption import find_corruption, others_like
from cutaway.explanation._text import text_of
from cutaway.model import LanguageModel, Prompts, Tokens
from cutaway.progress import Progress, silent


@dataclass(frozen=True, kw_only=True)
class Counterpart:
    """A corrupted prompt, what is answered and what it is measured against, each with how it was settled on."""

    ids: Sequence[int]
    """The corrupted prompt's tokens, as many as the prompt has."""
    text: str
    how: str
    others: Sequence[Sequence[int]]
    """Further corrupted prompts, which differ at the same position."""
    answer: Choice
    rival: Choice


def find_counterpart(
    lm: LanguageModel,
    tokens: Tokens,
    logits: Float[Tensor, "pos d_vocab"] | None = None,
    *,
    corrupted: Prompts | None = None,
    answer: str | int | None = None,
    wrong: str | int | None = None,
    progress: Progress = silent,
) -> Counterpart:
    """Settle what a prompt is compared with, as `explain` does.

    Args:
        lm: the model.
        tokens: the one prompt.
        logits: the model's on it; None: it is run.
        corrupted: a prompt of the same number of tokens with another answer; None: found by exchanging one token.
        answer: the token to explain, as text or id; None: the model's likeliest.
        wrong: the token that it is compared with; None: what the corrupted prompt is answered with.
        progress: told how many exchanges were run.

    Raises:
        PromptError: a corrupted prompt that is the same, several, or none that could be found.
        AlignmentError: it has another number of tokens, or an answer is not one token.
    """
    given = None if corrupted is None else _aligned(lm, tokens, corrupted)
    logits = lm.run(tokens).logits[0] if logits is None else logits
    answered = choose_answer(lm, logits[-1], answer)
    if given is None:
        found = find_corruption(lm, tokens, answered.token, logits, progress=progress)
        given, how, others = found.ids, found.how, found.others
    else:
        how = "given"
        others = others_like(lm, tokens, given, answered.token, logits, progress=progress)
    rivalled = choose_rival(lm, logits[-1], lm.run(given, logits="last").last_logits[0], answered.token, wrong)
    text = corrupted if isinstance(corrupted, str) else text_of(lm, given)
    return Counterpart(ids=given, text=text, how=how, others=others, answer=answered, rival=rivalled)


def one_prompt(lm: LanguageModel, prompt: Prompts, what: str) -> Tokens:
    """The tokens of one prompt that says something.

    Raises:
        PromptError: it is empty, or several.
    """
    if isinstance(prompt, str) and not prompt.strip():
        raise PromptError(f"the {what} {prompt!r} is empty; a model needs some text to answer")
    tokens = lm.tokenize(prompt)
    if len(tokens) != 1:
        raise PromptError(f"{len(tokens)} were given as {what}, but one is explained at a time; call once for each")
    return tokens


def _aligned(lm: LanguageModel, tokens: Tokens, corrupted: Prompts) -> list[int]:
    other = one_prompt(lm, corrupted, "corrupted prompt")
    ours, theirs = tokens.rows[0], other.rows[0]
    if len(ours) != len(theirs):
        raise AlignmentError(
            f"the corrupted prompt has {len(theirs)} tokens {other.strings[0]}, but the prompt has {len(ours)} "
            f"{tokens.strings[0]}; word it to the same number, or leave it out to have one found"
        )
    if ours == theirs:
        raise PromptError("the corrupted prompt is the prompt itself; change what decides the answer, or leave it out")
    return theirs
