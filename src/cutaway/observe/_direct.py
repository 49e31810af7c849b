"""Direct logit attribution: how much each component writes towards the answer's logit by itself.

The last residual stream is a sum, x = embed + Σ head_out + Σ bias + Σ mlp_out, and a logit is linear in it once the
final norm's scale is held at the value that it has for x (Elhage et al., 2021):

    logit(t) = W_U[t] · (norm_x(x) + b_norm) · s + b_U[t] · s,     norm_x(y) = gain * centre(y) / scale(x)

with s the model's factor on its logits (1 for most). So each term's share is its dot product with one direction, and
the shares sum to the logit. A head's share splits further by the token that it reads from, Σ_k pattern[q, k] · v_k W_O,
and an MLP's by its neurons, Σ_n mlp_post[n] · W_down[n].

What is frozen: the final norm's scale, and the scale of a post-norm after attention or MLP where there is one (Gemma 2
and 3, OLMo 2), since a head's or neuron's part of that norm's output is only defined so. What is left out: everything
that a component does through later components.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import AlignmentError, DataError, NotReadError, SiteUnavailableError
from cutaway.model import LanguageModel, Norm, Prompts, Run, Tokens
from cutaway.observe._attribution import Attribution, By, Part
from cutaway.observe._reads import absolute, as_run, at_position

Column = tuple[Part, Tensor]
"""A part and its value for each prompt."""


def direct_logit_attribution(
    lm: LanguageModel,
    prompts: Prompts | Tokens | Run,
    *,
    answer: int | Sequence[int],
    wrong: int | Sequence[int] | None = None,
    pos: int = -1,
    by: By = "head",
    top: int = 20,
) -> Attribution:
    """Take the logit of `answer` (or its lead over `wrong`) apart into what every component wrote.

    The final norm's scale is frozen, and so is that of a post-norm (the module's docstring has the formula; the
    result's `.frozen` says what was). Where the model caps its logits softly, the parts are those of the logit before
    the cap. A layer that does not give single heads has one part for its attention instead, and a mixture of experts,
    which has no single row of neurons, one part for the layer's MLP.

    Args:
        lm: the model.
        prompts: prompts, or a run that read `embed`, `attn_out`, `mlp_out` and the last `resid_post`; by head and by
            neuron also `head_out`; by neuron also `mlp_post`; by source also `z`, `pattern`, and `v` at all positions.
        answer: token id, or one for each prompt.
        wrong: token id to subtract, or one for each prompt.
        pos: the position whose next-token logit it is, from each prompt's end where negative.
        by: `component`: each layer's attention and MLP. `head`: each head and MLP. `neuron`: each head, the `top`
            neurons, and for every layer the rest of its MLP. `source`: each head's part from every token it reads.
        top: how many neurons get a part of their own, over all layers, the largest in mean size over prompts.

    Returns:
        An `Attribution`, whose parts sum to the logit to the precision of the model's type (`.error`).

    Raises:
        AlignmentError: the numbers of answers and prompts differ.
        DataError: a token outside the vocabulary, an unknown `by`, or `top` below 1.
        SiteUnavailableError: by source in a model that gives no heads.
        NotReadError: the run that was given lacks a site or the position.
    """
    if by not in get_args(By):
        raise DataError(f"by={by!r}; use one of {', '.join(get_args(By))}")
    if top < 1:
        raise DataError(f"top={top} neurons; ask for at least 1")
    heads = {layer for layer in range(lm.n_layers) if by != "component" and lm.has(f"head_out.{layer}")}
    if by == "source" and not heads:
        raise SiteUnavailableError(f"{lm.name} gives no single heads, so nothing can be split by source; use by='head'")
    last = f"resid_post.{lm.n_layers - 1}"
    if not isinstance(prompts, Run):
        prompts = lm.tokenize(prompts)
        absolute(prompts, pos)
    read = ["embed", "attn_out", "mlp_out", last]
    if by == "source":
        read += [f"{kind}.{layer}" for layer in heads for kind in ("z", "pattern")]
    elif by != "component":
        read += [f"head_out.{layer}" for layer in heads]
    if by == "neuron" and "mlp_post" not in lm.refused:
        read.append("mlp_post")
    run = as_run(lm, prompts, read, pos=pos)
    values = run
    if by == "source" and run is prompts and run.positions is not None:
        raise NotReadError("by source the values of all positions are needed; run with positions=None")
    if by == "source" and run is not prompts:
        values = lm.run(run.tokens, read=[f"v.{layer}" for layer in heads], logits=False)
    correct = _per_prompt(answer, run.tokens, lm.d_vocab, "answer")
    against = None if wrong is None else _per_prompt(wrong, run.tokens, lm.d_vocab, "wrong")
    with torch.no_grad():
        return _attribute(lm, run, values, correct, against, pos=pos, by=by, top=top, heads=heads, last=last)


@dataclass(frozen=True)
class _Reading:
    """A run at one position, and what one unit in the last residual stream is worth there."""

    lm: LanguageModel
    run: Run
    values: Run
    """Where `v` was read, at all positions."""
    pos: int
    direction: Float[Tensor, "batch d_model"]

    def at(self, site: str) -> Tensor:
        """[batch ...], fp64."""
        return at_position(self.run, site, self.pos).to(self.direction)

    def worth(self, site: str) -> Tensor:
        """[batch ...], what a site of the stream's size writes."""
        return torch.einsum("b...m,bm->b...", self.at(site), self.direction)

    def through(self, norm: Norm | None, raw: Tensor, multiplier: float) -> Float[Tensor, "batch d_model"]:
        """What one unit is worth before a post-norm whose scale is frozen at `raw`, and before a multiplier."""
        direction = self.direction if norm is None else norm.frozen(raw).transposed(self.direction)
        return direction * multiplier


def _attribute(
    lm: LanguageModel,
    run: Run,
    values: Run,
    correct: tuple[int, ...],
    against: tuple[int, ...] | None,
    *,
    pos: int,
    by: By,
    top: int,
    heads: set[int],
    last: str,
) -> Attribution:
    stream = at_position(run, last, pos).to(lm.device)  # [batch d_model]
    unembed, bias = _reader(lm, correct), _bias(lm, correct)
    if against is not None:
        unembed, bias = unembed - _reader(lm, against), bias - _bias(lm, against)
    reading = _Reading(lm, run, values, pos, lm.final_norm.frozen(stream.double()).transposed(unembed))
    neurons = _chosen_neurons(reading, top) if by == "neuron" else {}
    columns: list[Column] = [(Part(name="embed", kind="embed"), reading.worth("embed"))]
    for layer in range(lm.n_layers):
        columns += _attention(reading, layer, by=by, heads=layer in heads)
        columns += _mlp(reading, layer, neurons)
    norm_bias = lm.final_norm.bias
    if norm_bias is not None:
        columns.append((Part(name="final_norm.bias", kind="final_norm_bias"), unembed @ norm_bias.to(unembed)))
    if lm.b_U is not None:
        columns.append((Part(name="unembed.bias", kind="unembed_bias"), bias))
    normalised = lm.normalised(stream.to(lm.dtype)).double()
    return Attribution(
        parts=tuple(part for part, _ in columns),
        values=torch.stack([value for _, value in columns], dim=-1).cpu(),
        measured=((normalised * unembed).sum(-1) + bias).cpu(),
        answer=correct,
        wrong=against,
        pos=pos,
        tokens=run.tokens,
        by=by,
        frozen=_frozen(lm, by),
        softcap=lm.logit_softcap,
        model=lm.name,
    )


def _attention(reading: _Reading, layer: int, *, by: By, heads: bool) -> Iterator[Column]:
    """One layer's attention: as a whole, or by head (and source) with the biases that belong to no head."""
    whole = reading.worth(f"attn_out.{layer}")
    if not heads:
        yield Part(name=f"attn_out.{layer}", kind="attn", layer=layer), whole
        return
    if by == "source":
        found = _by_source(reading, layer)
        split = [
            (
                Part(name=f"head_out.{layer}.{head} from {key}", kind="source", layer=layer, head=head, source=key),
                found[:, head, key],
            )
            for head in range(found.shape[1])
            for key in range(found.shape[2])
        ]
    else:
        found = reading.worth(f"head_out.{layer}")
        split = [
            (Part(name=f"head_out.{layer}.{head}", kind="head", layer=layer, head=head), value)
            for head, value in enumerate(found.unbind(1))
        ]
    yield from split
    if _has_bias(reading.lm, layer) or reading.run.edits:  # what an edit wrote is no head's either
        rest = whole - found.flatten(1).sum(1)
        yield Part(name=f"attn_bias.{layer}", kind="attn_bias", layer=layer), rest


def _by_source(reading: _Reading, layer: int) -> Float[Tensor, "batch head key"]:
    """pattern[q, k] · v_k W_O · direction, for the keys up to the position that is read."""
    part = reading.lm.parts.layers[layer]
    z = at_position(reading.run, f"z.{layer}", reading.pos)
    raw = part.attention_out(z.flatten(-2).to(part.w_o)).to(reading.direction)
    direction = reading.through(part.attention_post_norm, raw, part.multiplier)
    worth = torch.einsum("hdm,bm->bhd", part.w_o.to(direction), direction)
    v = reading.values[f"v.{layer}"].to(direction)
    v = v.repeat_interleave(worth.shape[1] // v.shape[2], dim=2)
    last = int(absolute(reading.run.tokens, reading.pos).max())
    pattern = reading.at(f"pattern.{layer}")
    return (pattern * torch.einsum("bkhd,bhd->bhk", v, worth))[..., : last + 1]


def _mlp(reading: _Reading, layer: int, chosen: dict[int, dict[int, Tensor]]) -> Iterator[Column]:
    """One layer's MLP: as a whole, or the neurons that were chosen and the rest."""
    whole = reading.worth(f"mlp_out.{layer}")
    if not chosen or layer not in chosen:
        yield Part(name=f"mlp_out.{layer}", kind="mlp", layer=layer), whole
        return
    for neuron, value in chosen[layer].items():
        yield Part(name=f"mlp_post.{layer}.{neuron}", kind="neuron", layer=layer, neuron=neuron), value
        whole = whole - value
    yield Part(name=f"mlp_rest.{layer}", kind="mlp_rest", layer=layer), whole


def _chosen_neurons(reading: _Reading, top: int) -> dict[int, dict[int, Tensor]]:
    """By layer and neuron, the values [batch] of those that write most, in mean size over prompts."""
    lm = reading.lm
    found = {layer: _neurons(reading, layer) for layer in range(lm.n_layers) if lm.has(f"mlp_post.{layer}")}
    sizes = [
        (float(size), layer, int(neuron))
        for layer, values in found.items()
        for size, neuron in zip(*values.abs().mean(0).topk(min(top, values.shape[1])), strict=True)
    ]
    chosen: dict[int, dict[int, Tensor]] = {layer: {} for layer in found}
    for _, layer, neuron in sorted(sizes, key=lambda one: (-one[0], *one[1:]))[:top]:
        chosen[layer][neuron] = found[layer][:, neuron]
    return chosen


def _neurons(reading: _Reading, layer: int) -> Float[Tensor, "batch neuron"]:
    """mlp_post[n] · W_down[n] · direction."""
    part = reading.lm.parts.layers[layer]
    assert part.w_down is not None and part.mlp_down is not None
    post = reading.at(f"mlp_post.{layer}")
    raw = part.mlp_down(post.to(part.w_down)).to(reading.direction)
    direction = reading.through(part.mlp_post_norm, raw, part.multiplier)
    return post * (direction @ part.w_down.to(direction).T)


def _frozen(lm: LanguageModel, by: By) -> tuple[str, ...]:
    """The norms whose scale is held fixed."""
    found = ["final norm"]
    if by != "component" and any(part.attention_post_norm is not None for part in lm.parts.layers):
        found.append("post-norm after attention")
    if by == "neuron" and any(part.mlp_post_norm is not None for part in lm.parts.layers):
        found.append("post-norm after the MLP")
    return tuple(found)


def _has_bias(lm: LanguageModel, layer: int) -> bool:
    part = lm.parts.layers[layer]
    post = part.attention_post_norm
    return part.b_o is not None or (post is not None and post.bias is not None)


def _reader(lm: LanguageModel, ids: tuple[int, ...]) -> Float[Tensor, "batch d_model"]:
    return lm.W_U[torch.tensor(ids, device=lm.W_U.device)].double().to(lm.device) * lm.logit_scale


def _bias(lm: LanguageModel, ids: tuple[int, ...]) -> Float[Tensor, " batch"]:
    if lm.b_U is None:
        return torch.zeros(len(ids), dtype=torch.float64, device=lm.device)
    return lm.b_U[torch.tensor(ids, device=lm.b_U.device)].double().to(lm.device) * lm.logit_scale


def _per_prompt(token: int | Sequence[int], tokens: Tokens, d_vocab: int, what: str) -> tuple[int, ...]:
    ids = (token,) * len(tokens) if isinstance(token, int) else tuple(token)
    if len(ids) != len(tokens):
        raise AlignmentError(f"{len(ids)} tokens were given as {what}= for {len(tokens)} prompts; give one for each")
    outside = [t for t in ids if not 0 <= t < d_vocab]
    if outside:
        raise DataError(f"{what}={outside[0]} is outside the vocabulary of {d_vocab}; use lm.token_id(text)")
    return ids
