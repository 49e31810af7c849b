"""What a saliency method explains: one number about the token that follows a prompt."""

from dataclasses import dataclass
from typing import Literal

import torch
from jaxtyping import Float, Int
from torch import Tensor

from cutaway.errors import DataError
from cutaway.model import LanguageModel, Tokens

TargetKind = Literal["logit", "logit_difference", "log_probability"]


@dataclass(frozen=True, kw_only=True)
class Target:
    """A number from a prompt's last logits: ℓ(answer), ℓ(answer) − ℓ(wrong), or log p(answer), in nats.

    With several answers it is the mean of their logits, or the logarithm of their probability together.
    """

    kind: TargetKind
    answer: tuple[int, ...]
    wrong: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.answer:
            raise DataError("a target needs an answer token; give at least one")
        if self.kind == "logit_difference" and not self.wrong:
            raise DataError("a logit difference needs a wrong token as well; give wrong=, or choose another target")

    @property
    def vocab(self) -> Int[Tensor, " entry"] | None:
        """The vocabulary entries whose logits are needed; None for all."""
        return None if self.kind == "log_probability" else torch.tensor([*self.answer, *self.wrong])

    def __call__(self, logits: Float[Tensor, "row d_vocab"]) -> Float[Tensor, " row"]:
        """The number for each row of logits, in fp32 at least; differentiable."""
        if self.kind == "log_probability":
            return self._of(logits)
        return self._of(logits[:, [*self.answer, *self.wrong]])

    def score(self, logits: Float[Tensor, "row entry"], prompt: Int[Tensor, " row"]) -> Float[Tensor, " row"]:
        """The same for a sweep, which gives the logits of `vocab` alone."""
        return self._of(logits)

    def _of(self, logits: Tensor) -> Tensor:
        logits = logits.to(torch.promote_types(logits.dtype, torch.float32))
        if self.kind == "log_probability":
            return logits[:, list(self.answer)].logsumexp(-1) - logits.logsumexp(-1)
        split = len(self.answer)
        value = logits[:, :split].mean(-1)
        return value - logits[:, split:].mean(-1) if self.kind == "logit_difference" else value

    def spoken(self, tokens: Tokens) -> str:
        """What it is called in a sentence."""
        answer = " or ".join(repr(tokens.decode(t)) for t in self.answer)
        if self.kind == "logit_difference":
            return f"the logit of {answer} over {' or '.join(repr(tokens.decode(t)) for t in self.wrong)}"
        return f"the {'logit' if self.kind == 'logit' else 'log-probability'} of {answer}"


def choose_target(
    lm: LanguageModel,
    tokens: Tokens,
    *,
    answer: tuple[int, ...] | None,
    wrong: tuple[int, ...] | None,
    kind: TargetKind | None,
) -> Target:
    """The target that was asked for; the answer is the likeliest token, and the kind follows from what is given.

    Raises:
        DataError: a token outside the vocabulary, or one that is both answer and wrong.
    """
    if answer is None:
        answer = (int(lm.run(tokens, logits="last").last_logits[0].argmax()),)
    wrong = wrong or ()
    outside = [token for token in (*answer, *wrong) if not 0 <= token < lm.d_vocab]
    if outside:
        raise DataError(f"token {outside[0]} is outside the vocabulary of {lm.d_vocab}; use lm.token_id(text)")
    if set(answer) & set(wrong):
        raise DataError(f"token {min(set(answer) & set(wrong))} is both answer and wrong; give two that differ")
    if kind is None:
        kind = "logit_difference" if wrong else "log_probability"
    return Target(kind=kind, answer=answer, wrong=wrong if kind == "logit_difference" else ())
