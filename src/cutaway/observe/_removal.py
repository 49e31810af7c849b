"""A prompt with some of its tokens taken away: what stands in their place, and what the answer's score becomes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError, PromptError
from cutaway.model import LanguageModel, SweepRow, Tokens, replace, sweep
from cutaway.observe._target import Target
from cutaway.progress import Progress, silent

BaselineKind = Literal["token", "mean"]
_CHUNK = 8192
"""Embeddings are averaged so many vocabulary entries at a time."""


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """What stands in the place of a token that is taken away.

    Attributes:
        kind: `token`: a neutral token; `mean`: the mean embedding of the vocabulary. There is no zero embedding: at
            zero the gradient of a model with RMS norms is infinite.
        token: the neutral token's id; None for the mean.
        embeddings: [pos d_model], at the site `embed`, so with the position's own embedding where the family adds one.
            Tokens that are never taken away keep their own.
        removable: the positions that may be taken away: all but special tokens.
    """

    kind: BaselineKind
    token: int | None
    embeddings: Float[Tensor, "pos d_model"]
    removable: tuple[int, ...]


class Removal:
    """One prompt, what its tokens are replaced by, and the scores of its subsets, each computed once.

    Args:
        lm: the model.
        tokens: one prompt.
        target: what is scored.
        kind, token: as in `Baseline`; a token that is None is chosen by `neutral_token`.
    """

    def __init__(
        self,
        lm: LanguageModel,
        tokens: Tokens,
        target: Target,
        *,
        kind: BaselineKind = "token",
        token: int | None = None,
    ):
        self.lm, self.tokens, self.target = lm, tokens, target
        self.embeddings = _embeddings(lm, tokens)
        self.baseline = _baseline(lm, tokens, self.embeddings, kind, token)
        self._scores: dict[frozenset[int], float] = {}

    @property
    def everything(self) -> frozenset[int]:
        """All positions that may be taken away."""
        return frozenset(self.baseline.removable)

    def score(self, removed: Iterable[int]) -> float:
        """The target without these tokens."""
        return self.scores([removed])[0]

    def scores(self, subsets: Sequence[Iterable[int]], *, progress: Progress = silent) -> list[float]:
        """The target without each of these sets of positions, in one sweep of those that are not known yet."""
        wanted = [frozenset(subset) for subset in subsets]
        new = [subset for subset in dict.fromkeys(wanted) if subset not in self._scores]
        if new:
            rows = []
            for subset in new:
                at = sorted(subset)
                edits = (replace("embed", self.baseline.embeddings[at], pos=at),) if at else ()
                rows.append(SweepRow(0, edits))
            found = sweep(
                self.lm, self.tokens, rows, self.target.score, vocab=self.target.vocab, progress=progress
            ).values
            self._scores.update(zip(new, found.tolist(), strict=True))
        return [self._scores[subset] for subset in wanted]


def removable(lm: LanguageModel, tokens: Tokens) -> tuple[int, ...]:
    """The positions of a prompt that hold no special token.

    Raises:
        PromptError: there is none.
    """
    special = set() if lm.tokenizer is None else set(lm.tokenizer.all_special_ids)
    found = tuple(pos for pos, token in enumerate(tokens.rows[0]) if token not in special)
    if not found:
        raise PromptError("every token of the prompt is a special one, so none can be taken away; give some text")
    return found


def _embeddings(lm: LanguageModel, tokens: Tokens) -> Float[Tensor, "pos d_model"]:
    return lm.run(tokens, read="embed", logits=False)["embed"][0]


def _baseline(
    lm: LanguageModel, tokens: Tokens, own: Float[Tensor, "pos d_model"], kind: BaselineKind, token: int | None
) -> Baseline:
    if token is not None and kind != "token":
        raise DataError(
            f"a neutral token was given for the baseline {kind!r}; leave it out, or use the baseline 'token'"
        )
    positions = removable(lm, tokens)
    if kind == "token":
        token = neutral_token(lm) if token is None else token
        if not 0 <= token < lm.d_vocab:
            raise DataError(f"the neutral token {token} is outside the vocabulary of {lm.d_vocab}")
        other = _embeddings(lm, Tokens(torch.full_like(tokens.ids, token), tokens.lengths, tokens.tokenizer))
    else:
        other = _mean_embeddings(lm, tokens)
    embeddings = own.clone()
    at = list(positions)
    embeddings[at] = other[at]
    return Baseline(kind=kind, token=token, embeddings=embeddings, removable=positions)


def neutral_token(lm: LanguageModel) -> int:
    """A comma, or the tokenizer's unknown, padding or end token where that is not one token; 0 without a tokenizer.

    A comma says little and is common. The end of a text would not do: a model takes it for the end of all before it.
    """
    if lm.tokenizer is None:
        return 0
    comma = lm.tokenizer(",", add_special_tokens=False)["input_ids"]
    names = ("unk_token_id", "pad_token_id", "eos_token_id")
    ids = [*(comma if len(comma) == 1 else []), *(getattr(lm.tokenizer, name, None) for name in names)]
    return next((int(i) for i in ids if isinstance(i, int) and 0 <= i < lm.d_vocab), 0)


def _mean_embeddings(lm: LanguageModel, tokens: Tokens) -> Float[Tensor, "pos d_model"]:
    """The vocabulary's mean embedding at every position, as it enters the first layer."""
    module = lm.hf.get_input_embeddings()
    ids = torch.arange(lm.d_vocab, device=lm.device)
    with torch.no_grad():
        mean = torch.stack([module(part).double().sum(0) for part in ids.split(_CHUNK)]).sum(0) / lm.d_vocab

    def hook(module: torch.nn.Module, args: Any, output: Tensor) -> Tensor:
        return mean.to(output).expand_as(output)

    with lm.exclusive():
        handle = module.register_forward_hook(hook)
        try:
            return _embeddings(lm, tokens)
        finally:
            handle.remove()
