"""The logit lens for what is only a part of the stream: which tokens a component or a direction promotes and suppresses.

A component's output, and any direction in the residual stream, has logits of its own once the final norm is the linear
map that it is at one input (nostalgebraist, 2020, for streams; Geva et al., 2022, for what an MLP writes):

    logits(y) = W_U · (gain * centre(y) / scale) · s

A component's scale is that of the run's last residual stream, so that the logits of all components and the biases sum
to the model's. A direction comes with no run: its scale is 1. Logits are given less their mean over the vocabulary,
which the softmax does not see. It is what is written directly, not what later components make of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float, Int
from torch import Tensor

from cutaway.errors import DataError, SiteUnavailableError
from cutaway.evidence import Finding
from cutaway.model import FrozenNorm, LanguageModel, Prompts, Run, Site, Tokens
from cutaway.observe._reads import absolute, as_run, at_position
from cutaway.shown import Shown

STREAMS = ("resid_pre", "resid_mid", "resid_post")
COMPONENTS = ("embed", "head_out", "attn_out", "mlp_out", "mlp_post")
_LOGITS_BYTES = 64 << 20
"""Logits are made for so many rows at a time that they stay below this."""


@dataclass(frozen=True, kw_only=True, eq=False)
class DirectionLens(Shown):
    """What components or directions say in the vocabulary: the tokens that each pushes up most, and down most."""

    axes = ("row", "top")

    names: tuple[str, ...]
    """What each row is: a site, or the direction's name."""
    prompts: tuple[int | None, ...]
    """The prompt of each row; None for a direction, which belongs to none."""
    pos: int | None
    """The position that was read, from each prompt's end where negative; None for directions."""
    promoted: Int[Tensor, "row top"]
    """Token ids, the most promoted first."""
    promoted_logits: Float[Tensor, "row top"]
    """Less the mean over the vocabulary; per unit of length where it is a direction's."""
    suppressed: Int[Tensor, "row top"]
    suppressed_logits: Float[Tensor, "row top"]
    tokens: Tokens
    """The prompts; for directions an empty batch that still decodes."""
    model: str

    def __len__(self) -> int:
        return len(self.names)

    def words(self, row: int = 0) -> tuple[list[str], list[str]]:
        """The tokens that a row promotes, and those that it suppresses, as text."""
        text = self.tokens.decode
        return [text(t) for t in self.promoted[row].tolist()], [text(t) for t in self.suppressed[row].tolist()]

    def to_frame(self) -> list[dict[str, Any]]:
        """A row for each name, prompt, side and rank, as data frame libraries take them."""
        return [
            {"name": name, "prompt": prompt, "side": side, "rank": rank, **entry}
            for (name, prompt), row in zip(
                zip(self.names, self.prompts, strict=True), self.to_json()["rows"], strict=True
            )
            for side in ("promoted", "suppressed")
            for rank, entry in enumerate(row[side])
        ]

    def to_json(self) -> dict[str, Any]:
        """Every row with its tokens and their logits."""
        text = self.tokens.decode

        def side(ids: Tensor, logits: Tensor) -> list[dict[str, Any]]:
            return [{"token": text(t), "logit": v} for t, v in zip(ids.tolist(), logits.tolist(), strict=True)]

        return {
            "axes": list(self.axes),
            "pos": self.pos,
            "rows": [
                {
                    "name": name,
                    "prompt": prompt,
                    "promoted": side(self.promoted[row], self.promoted_logits[row]),
                    "suppressed": side(self.suppressed[row], self.suppressed_logits[row]),
                }
                for row, (name, prompt) in enumerate(zip(self.names, self.prompts, strict=True))
            ],
        }

    def findings(self, *, command: str = "") -> list[Finding]:
        """What each row promotes most, as an observation."""
        found = []
        for row, name in enumerate(self.names):
            up, down = self.words(row)
            found.append(
                Finding(
                    claim=f"{name} promotes {', '.join(map(repr, up[:3]))} and suppresses "
                    f"{', '.join(map(repr, down[:3]))} directly",
                    method="logit lens of a part of the stream, final norm's scale frozen",
                    effect=float(self.promoted_logits[row, 0]),
                    n=1,
                    grade="observed",
                    command=command,
                    details={"measure": "logit of the first, less the mean over the vocabulary", "site": name},
                )
            )
        return found


def component_lens(
    lm: LanguageModel,
    prompts: Prompts | Tokens | Run,
    sites: Sequence[str | Site] | str | Site,
    *,
    pos: int = -1,
    top: int = 10,
) -> DirectionLens:
    """Which tokens components promote and suppress at one position of a run.

    Args:
        lm: the model.
        prompts: prompts, or a run that read the sites and (for components) the last `resid_post`.
        sites: components: `embed`, `attn_out.L`, `mlp_out.L`, `head_out.L.H`, `mlp_post.L.N` (what one neuron
            writes); or streams: `resid_pre.L`, `resid_mid.L`, `resid_post.L`, each under its own norm and with the
            biases, which is the logit lens. Without a layer all layers are meant, without a head all heads.
        pos: the position, from each prompt's end where negative.
        top: how many tokens on either side.

    Returns:
        A `DirectionLens` with a row for each site and prompt. Soft caps are left out; a neuron's post-norm is frozen.

    Raises:
        SiteUnavailableError: a site that is neither, that the model lacks, or neurons without a number.
        DataError: `top` is out of range.
        NotReadError: the run that was given lacks a site or the position.
    """
    _check_top(lm, top)
    sites = [sites] if isinstance(sites, str | Site) else sites
    wanted = [concrete for site in sites for concrete in _concrete(lm, Site.parse(site))]
    last = f"resid_post.{lm.n_layers - 1}"
    if not isinstance(prompts, Run):
        prompts = lm.tokenize(prompts)
        absolute(prompts, pos)
    whole = list(dict.fromkeys(str(Site(s.kind, s.layer)) for s in wanted))
    run = as_run(lm, prompts, [*whole, *([] if last in whole else [last])], pos=pos)
    names, owners, vectors, biased = [], [], [], []
    with torch.no_grad():
        frozen = lm.final_norm.frozen(at_position(run, last, pos).to(lm.device).double())
        for site in wanted:
            value = _written(lm, run, site, pos)  # [batch d_model]
            own = site.kind in STREAMS
            norm = lm.final_norm.frozen(value) if own else frozen
            vectors.append(norm(value))
            names += [str(site)] * len(value)
            owners += range(len(value))
            biased += [own] * len(value)
        return _lens(
            lm,
            torch.cat(vectors),
            torch.tensor(biased),
            names=names,
            prompts=owners,
            pos=pos,
            top=top,
            tokens=run.tokens,
        )


def direction_lens(
    lm: LanguageModel, directions: Float[Tensor, "*n d_model"], *, names: Sequence[str] = (), top: int = 10
) -> DirectionLens:
    """Which tokens directions in the last residual stream promote and suppress, per unit of length.

    Args:
        lm: the model.
        directions: [d_model] or [n d_model], of any length: they are made unit vectors.
        names: what to call them; numbered unless given.
        top: how many tokens on either side.

    Raises:
        DataError: a direction that is zero, not finite or not of the stream's size; names that are too few or too
            many; `top` out of range.
    """
    _check_top(lm, top)
    rows = torch.atleast_2d(directions.detach()).to(lm.device).double()
    if rows.dim() != 2 or rows.shape[1] != lm.d_model:
        raise DataError(f"directions of shape {tuple(directions.shape)}; give [n {lm.d_model}], the stream's size")
    lengths = rows.norm(dim=-1, keepdim=True)
    if not bool(torch.isfinite(rows).all()) or bool((lengths == 0).any()):
        raise DataError("a direction is zero or not finite; give non-zero directions")
    if names and len(names) != len(rows):
        raise DataError(f"{len(names)} names for {len(rows)} directions; give one for each")
    one = torch.ones(1, dtype=rows.dtype, device=rows.device)
    linear = FrozenNorm(lm.final_norm.gain.to(rows), one, lm.final_norm.kind == "layer")
    with torch.no_grad():
        return _lens(
            lm,
            linear(rows / lengths),
            torch.zeros(len(rows), dtype=torch.bool),
            names=names or [f"direction {n}" for n in range(len(rows))],
            prompts=[None] * len(rows),
            pos=None,
            top=top,
            tokens=Tokens(torch.zeros(0, 0, dtype=torch.long), torch.zeros(0, dtype=torch.long), lm.tokenizer),
        )


def _lens(
    lm: LanguageModel,
    normalised: Float[Tensor, "row d_model"],
    biased: Tensor,
    *,
    names: Sequence[str],
    prompts: Sequence[int | None],
    pos: int | None,
    top: int,
    tokens: Tokens,
) -> DirectionLens:
    best, worst = [], []
    dtype = torch.promote_types(lm.W_U.dtype, torch.float32)
    step = max(1, _LOGITS_BYTES // (4 * lm.d_vocab))
    for part, own in zip(normalised.split(step), biased.to(normalised.device)[:, None].split(step), strict=True):
        if lm.final_norm.bias is not None:
            part = part + own * lm.final_norm.bias.to(part)
        logits = part.to(lm.W_U.device, dtype) @ lm.W_U.to(dtype).T
        if lm.b_U is not None:
            logits = logits + own.to(logits) * lm.b_U.to(logits)
        logits = logits * lm.logit_scale
        logits = logits - logits.mean(-1, keepdim=True)
        best.append(logits.topk(top))
        worst.append(logits.topk(top, largest=False))
    return DirectionLens(
        names=tuple(names),
        prompts=tuple(prompts),
        pos=pos,
        promoted=torch.cat([one.indices for one in best]).cpu(),
        promoted_logits=torch.cat([one.values for one in best]).cpu(),
        suppressed=torch.cat([one.indices for one in worst]).cpu(),
        suppressed_logits=torch.cat([one.values for one in worst]).cpu(),
        tokens=tokens,
        model=lm.name,
    )


def _concrete(lm: LanguageModel, site: Site) -> list[Site]:
    """Every site that is meant, with its layer, and its head or neuron where it has one."""
    if site.kind not in (*STREAMS, *COMPONENTS):
        raise SiteUnavailableError(
            f"{site} is not of the residual stream; the lens reads {', '.join((*COMPONENTS, *STREAMS))}"
        )
    if site.kind == "mlp_post" and site.unit is None:
        raise SiteUnavailableError(f"{site} means all neurons; name one, as in mlp_post.{site.layer or 0}.7")
    found = lm.resolve(site)
    if site.kind == "head_out" and site.unit is None:
        return [Site(s.kind, s.layer, head) for s in found for head in range(lm.n_heads)]
    return found


def _written(lm: LanguageModel, run: Run, site: Site, pos: int) -> Float[Tensor, "batch d_model"]:
    """What a site holds in the stream's own size."""
    value = at_position(run, str(Site(site.kind, site.layer)), pos).to(lm.device).double()
    if site.kind == "mlp_post":
        return _neuron(lm, value, site)
    return value if site.unit is None else value[:, site.unit]


def _neuron(lm: LanguageModel, post: Float[Tensor, "batch neuron"], site: Site) -> Float[Tensor, "batch d_model"]:
    assert site.layer is not None and site.unit is not None
    part = lm.parts.layers[site.layer]
    assert part.w_down is not None and part.mlp_down is not None
    wrote = post[:, site.unit, None] * part.w_down[site.unit].to(post)
    if part.mlp_post_norm is not None:
        wrote = part.mlp_post_norm.frozen(part.mlp_down(post.to(part.w_down)).to(post))(wrote)
    return wrote * part.multiplier


def _check_top(lm: LanguageModel, top: int) -> None:
    if not 1 <= top <= lm.d_vocab:
        raise DataError(f"top={top} is outside the vocabulary of {lm.d_vocab}")
