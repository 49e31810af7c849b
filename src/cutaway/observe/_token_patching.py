"""Exact patching of each token's embedding, which saliency is compared with.

A token's substitutes are drawn from the model's own prediction at its place, without the token itself, so that what
takes its place is likely there. Noising puts a substitute into the prompt at one position; denoising puts the token
back into a prompt that has substitutes at all positions. The effects are means over substitutes, each an edited run.
"""

from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float, Int
from torch import Tensor

from cutaway.errors import DataError
from cutaway.evidence import spearman
from cutaway.model import LanguageModel, SweepRow, Tokens, replace, sweep
from cutaway.observe._removal import Removal
from cutaway.progress import Progress, silent
from cutaway.shown import Shown


@dataclass(frozen=True, kw_only=True, eq=False)
class TokenPatching(Shown):
    """What each token is worth when it is exchanged for others.

    Effects are of the target, NaN at special tokens, which are never exchanged.
    """

    axes = ("substitute", "pos")

    substitutes: Int[Tensor, "substitute pos"]
    """Token ids that took the tokens' places."""
    noise_by_substitute: Float[Tensor, "substitute pos"]
    """What the target loses when one token is exchanged."""
    denoise_by_substitute: Float[Tensor, "substitute pos"]
    """What the target gains when one token is put back among substitutes."""
    plain: float
    """The target on the prompt."""
    corrupted: float
    """The mean target on the prompts of substitutes only."""

    @property
    def noise(self) -> Float[Tensor, " pos"]:
        """The mean loss over substitutes: how necessary a token is."""
        return self.noise_by_substitute.mean(0)

    @property
    def denoise(self) -> Float[Tensor, " pos"]:
        """The mean gain over substitutes: how far a token suffices."""
        return self.denoise_by_substitute.mean(0)

    @property
    def reliability(self) -> float:
        """The rank correlation of `noise` between two halves of the substitutes: what a method could reach at best is
        not far above it. NaN with a single substitute."""
        if len(self.noise_by_substitute) < 2:
            return float("nan")
        half = len(self.noise_by_substitute) // 2
        return self._rank(self.noise_by_substitute[:half].mean(0), self.noise_by_substitute[half:].mean(0))

    def rank_correlation(self, values: Float[Tensor, " pos"]) -> dict[str, float]:
        """Spearman's correlation of a method's values with `noise` and with `denoise`, over the tokens exchanged."""
        return {"noise": self._rank(values, self.noise), "denoise": self._rank(values, self.denoise)}

    def _rank(self, a: Tensor, b: Tensor) -> float:
        real = ~self.noise.isnan()
        return spearman(a[real].numpy(), b[real].numpy())

    def to_json(self) -> dict[str, Any]:
        """Mean effects a position."""
        return {
            "substitutes": len(self.substitutes),
            "plain": self.plain,
            "corrupted": self.corrupted,
            "noise": self.noise.tolist(),
            "denoise": self.denoise.tolist(),
            "reliability": self.reliability,
        }


def patch_tokens(removal: Removal, *, substitutes: int, seed: int, progress: Progress = silent) -> TokenPatching:
    """Exchange every token for each of its substitutes, and put it back among them, in one sweep.

    Args:
        removal: the prompt and its target; its baseline plays no part here.
        substitutes: how many are drawn for each token.
        seed: draws them.
        progress: told how many runs are done.

    Raises:
        DataError: no substitute was asked for.
    """
    if substitutes < 1:
        raise DataError(f"substitutes={substitutes}; patching needs at least 1")
    lm, tokens, target = removal.lm, removal.tokens, removal.target
    positions = removal.baseline.removable
    drawn = _drawn(lm, tokens, positions, substitutes, seed)
    both = lm.tokenize([tokens.rows[0], *drawn.tolist()])
    embeddings = lm.run(both, read="embed", logits=False)["embed"]
    rows = [
        SweepRow(0, (replace("embed", embeddings[1 + s, pos], pos=pos),))
        for s in range(substitutes)
        for pos in positions
    ]
    rows += [
        SweepRow(1 + s, (replace("embed", embeddings[0, pos], pos=pos),))
        for s in range(substitutes)
        for pos in positions
    ]
    found = sweep(lm, both, rows, target.score, vocab=target.vocab, progress=progress)
    exchanged, restored = found.values.double().unflatten(0, (2, substitutes, len(positions)))
    plain, corrupted = found.plain[0].double(), found.plain[1:, None].double()
    at = list(positions)
    noise = torch.full(drawn.shape, torch.nan, dtype=torch.float64)
    denoise = noise.clone()
    noise[:, at], denoise[:, at] = plain - exchanged, restored - corrupted
    return TokenPatching(
        substitutes=drawn,
        noise_by_substitute=noise,
        denoise_by_substitute=denoise,
        plain=float(plain),
        corrupted=float(corrupted.mean()),
    )


def _drawn(
    lm: LanguageModel, tokens: Tokens, positions: tuple[int, ...], substitutes: int, seed: int
) -> Int[Tensor, "substitute pos"]:
    """Likely tokens at each position other than the one that is there; special tokens stay and are never drawn.

    Nothing predicts the first token: its substitutes are drawn from the mean prediction of the other positions.
    """
    probabilities = lm.run(tokens).logits[0].float().softmax(-1).cpu()  # [pos d_vocab], each for the next position
    before = torch.cat([probabilities.mean(0, keepdim=True), probabilities[:-1]])
    ids = tokens.ids[0].cpu()
    before[torch.arange(len(ids)), ids] = 0
    if lm.tokenizer is not None:
        before[:, [token for token in lm.tokenizer.all_special_ids if token < lm.d_vocab]] = 0
    generator = torch.Generator().manual_seed(seed)
    drawn = ids.repeat(substitutes, 1)
    for pos in positions:
        drawn[:, pos] = torch.multinomial(before[pos], substitutes, replacement=True, generator=generator)
    return drawn
