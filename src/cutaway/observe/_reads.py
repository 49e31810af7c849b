"""What an observation starts from: prompts that it runs itself, or a run that somebody has made already."""

from collections.abc import Sequence

import torch
from jaxtyping import Float, Int
from torch import Tensor

from cutaway.errors import NotReadError
from cutaway.model import LanguageModel, Prompts, Run, Site, Tokens


def as_run(lm: LanguageModel, prompts: Prompts | Tokens | Run, read: Sequence[str], *, pos: int | None = None) -> Run:
    """The run itself if one was given, else a new one that reads these sites (at one position, if given)."""
    if isinstance(prompts, Run):
        return prompts
    return lm.run(prompts, read=read, positions=pos, logits=False)


def absolute(tokens: Tokens, pos: int) -> Int[Tensor, " batch"]:
    """`pos` in each prompt, from its own end where negative.

    Raises:
        NotReadError: some prompt has no such position.
    """
    lengths = tokens.lengths
    found = torch.full_like(lengths, pos) if pos >= 0 else lengths + pos
    outside = ((found < 0) | (found >= lengths)).nonzero().flatten().tolist()
    if outside:
        raise NotReadError(
            f"position {pos} is not in prompt {outside[0]}, which has {int(lengths[outside[0]])} tokens; "
            "choose one that every prompt has"
        )
    return found


def at_position(run: Run, site: str, pos: int) -> Float[Tensor, "batch *rest"]:
    """One layer's activation at one position of each prompt, whichever positions the run kept.

    Of scores and patterns it is the query at that position: [batch head key].
    """
    wanted = absolute(run.tokens, pos)
    value = run[site]
    if Site.parse(site).kind in ("scores", "pattern"):
        value = value.movedim(-2, 1)
    if run.positions is not None:
        match = run.positions.cpu() == wanted[:, None]
        if not bool(match.any(1).all()):
            raise NotReadError(
                f"this run did not keep position {pos} of every prompt at {site}; run with positions=None or {pos}"
            )
        wanted = match.int().argmax(1)
    rows = torch.arange(value.shape[0], device=value.device)
    return value[rows, wanted.to(value.device)]
