"""Prediction trajectories: how a lens's distribution moves towards the model's, layer after layer.

At each position, and for each layer: the divergence from the model's own distribution, the entropy, and the surprisal
of the token that comes next in the prompt (Belrose et al., 2023).
"""

from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float, Int
from torch import Tensor

from cutaway.errors import SiteUnavailableError
from cutaway.model import LanguageModel, Prompts, Run, Site, Tokens
from cutaway.observe._lens import STREAMS, Translator
from cutaway.observe._lens_measures import LOGITS_BYTES, Target, logits_of
from cutaway.observe._reads import as_run
from cutaway.shown import Shown


@dataclass(frozen=True, kw_only=True, eq=False)
class Trajectory(Shown):
    """What a lens says at each layer and position, in figures. Entries at padding are NaN (-1 for depths)."""

    axes = ("layer", "batch", "pos")

    name: str
    """`logit lens` or `tuned lens`."""
    site: str
    layers: tuple[int, ...]
    tokens: Tokens
    kl: Float[Tensor, "layer batch pos"]
    """KL(model ‖ lens) in nats."""
    entropy: Float[Tensor, "layer batch pos"]
    """Of the lens's distribution, in nats."""
    surprisal: Float[Tensor, "layer batch pos"]
    """Of the token that comes next in the prompt, in nats; NaN at the last position."""
    depth: Int[Tensor, "batch pos"]
    """The prediction depth: the first layer from which on the top token is the model's own."""
    model: str

    def to_frame(self) -> list[dict[str, Any]]:
        """A row for each layer, prompt and position."""
        strings = self.tokens.strings
        return [
            {
                "layer": layer,
                "prompt": prompt,
                "pos": pos,
                "token": strings[prompt][pos],
                "kl": float(self.kl[index, prompt, pos]),
                "entropy": float(self.entropy[index, prompt, pos]),
                "surprisal": float(self.surprisal[index, prompt, pos]),
                "depth": int(self.depth[prompt, pos]),
            }
            for index, layer in enumerate(self.layers)
            for prompt, row in enumerate(strings)
            for pos in range(len(row))
        ]

    def to_json(self, *, prompt: int = 0) -> dict[str, Any]:
        """One prompt's trajectory."""
        length = int(self.tokens.lengths[prompt])
        figures = {"kl": self.kl, "entropy": self.entropy, "surprisal": self.surprisal}
        return {
            "lens": self.name,
            "site": self.site,
            "axes": ["layer", "pos"],
            "layers": list(self.layers),
            "tokens": self.tokens.strings[prompt],
            **{name: figure[:, prompt, :length].tolist() for name, figure in figures.items()},
            "depth": self.depth[prompt, :length].tolist(),
        }


def trajectory(
    lm: LanguageModel,
    prompts: Prompts | Tokens | Run,
    *,
    at: str = "resid_post",
    translator: Translator | None = None,
) -> Trajectory:
    """Follow a lens through the layers.

    Args:
        lm: the model.
        prompts: prompts, or a run that read `at` and the last layer's `resid_post` at all positions.
        at: `resid_post`, `resid_pre` or `resid_mid`, at every layer.
        translator: a `TunedLens`, or None for the logit lens.

    Raises:
        SiteUnavailableError: `at` is not a residual stream that the model has.
        DataError: the translator is another model's.
        NotReadError: the run that was given lacks a site.
    """
    if at not in STREAMS:
        raise SiteUnavailableError(f"the lens reads a residual stream, not {at!r}; use one of {', '.join(STREAMS)}")
    if translator is not None:
        translator.check(lm)
    end = f"resid_post.{lm.n_layers - 1}"
    run = as_run(lm, prompts, [at, end])
    tokens = run.tokens
    layers = tuple(range(lm.n_layers))
    real = torch.arange(tokens.ids.shape[1]) < tokens.lengths[:, None]
    kl, entropy, surprisal = (torch.full((len(layers), *real.shape), torch.nan) for _ in range(3))
    agrees = torch.zeros((len(layers), *real.shape), dtype=torch.bool)
    coming = tokens.ids.roll(-1, 1)
    has_next = torch.arange(tokens.ids.shape[1]) < tokens.lengths[:, None] - 1
    for part in real.nonzero().split(max(1, LOGITS_BYTES // (4 * lm.d_vocab))):
        b, p = part.unbind(1)
        target = Target(lm, run[end][b, p])
        for layer in layers:
            stream = run[f"{at}.{layer}"][b, p]
            stream = stream if translator is None else translator(Site(at, layer), stream)
            logits = logits_of(lm, stream)
            log_q = logits.log_softmax(-1)
            kl[layer, b, p] = target.kl(logits).cpu()
            entropy[layer, b, p] = -torch.linalg.vecdot(log_q.exp(), log_q).cpu()
            said = -log_q.gather(1, coming[b, p, None].to(log_q.device))[:, 0].cpu()
            surprisal[layer, b, p] = torch.where(has_next[b, p], said, torch.nan)
            agrees[layer, b, p] = (logits.argmax(-1) == target.top).cpu()
    settled = agrees.flip(0).int().cumprod(0).sum(0)
    depth = torch.where(real, len(layers) - settled, -1)
    return Trajectory(
        name="logit lens" if translator is None else translator.name,
        site=at,
        layers=layers,
        tokens=tokens,
        kl=kl,
        entropy=entropy,
        surprisal=surprisal,
        depth=depth,
        model=lm.name,
    )
