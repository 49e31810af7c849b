"""What a head mixes when its query (or its key) loses what one source says: the softmax recomputed, not linearised.

The attention module of a layer is called again, once for each source, with the projection of the query (or key) that
reads the stream without that source's difference; everything behind it is the model's own code. The change of z times
the gradient at z is then the edge's score: linear in the values and in all that follows, exact in the softmax.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from typing import Any

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from cutaway.circuits._copies import copied
from cutaway.circuits._gradients import Differentiator, Seen
from cutaway.circuits._pass import replaced
from cutaway.model import HeadProjection, LanguageModel, LayerProjections

_TOKENS = 4096
"""Tokens that are run at once, about."""


class _StopError(Exception):
    """The values are mixed; never leaves this module."""


def into_queries_and_keys(
    by: Differentiator,
    seen: Seen,
    change: Float[Tensor, "source row pos d_model"],
    gradients: Sequence[Sequence[Tensor]],
    spans: Int[Tensor, "row pos"],
    n_spans: int,
) -> Iterator[tuple[slice, Float[Tensor, "run row source destination"]]]:
    """Scores of the edges into queries and keys, layer by layer.

    A query counts at the span where it reads, a key at the span where it stands, whoever looks at it. In a key the spans'
    effects do not add up to that of all, since the softmax is recomputed for each.

    Args:
        by: the model.
        seen: its clean run.
        change: what each source loses where its edge is ablated.
        gradients: of each of several runs the gradient at every layer's z, [row pos n_heads*d_value].
        spans: the span that each token belongs to; all 0 where none are told apart.
        n_spans: how many there are.

    Yields:
        Which destinations (of each head one span after another), and the scores of the sources that come before them.
    """
    lm = by.lm
    own = torch.nn.functional.one_hot(spans, n_spans).to(change)  # [row pos span]
    for layer in by.layers:
        start = layer.layer * (lm.n_heads + 2 * lm.n_kv_heads + 1)
        g = torch.stack([run[layer.layer] for run in gradients])
        g = g.reshape(len(gradients), *change.shape[1:3], lm.n_heads, -1)
        lost = change[: 1 + layer.layer * (lm.n_heads + 1)]
        moved = _moved(by, layer, seen, lost, "q")
        yield _columns(torch.einsum("urphd,grphd,rps->gruhs", moved, g, own), start, lm.n_heads, n_spans)
        found = []
        for here in own.unbind(-1):
            lost_here = lost * here[..., None]
            if not lost_here.any():  # of prompts that differ late, most spans
                found.append(g.new_zeros(len(g), lost.shape[1], len(lost), lm.n_heads))
                continue
            moved = _moved(by, layer, seen, lost_here, "k")
            found.append(torch.einsum("urphd,grphd->gruh", moved, g))
        yield _columns(torch.stack(found, -1), start + lm.n_heads, lm.n_kv_heads, n_spans)


def _columns(effect: Float[Tensor, "run row source head span"], start: int, heads: int, n: int) -> tuple[slice, Tensor]:
    """Which destinations these are, and the effects in their order."""
    effect = effect.unflatten(3, (heads, -1)).sum(4)  # a key is every head's of its group
    return slice(start * n, (start + heads) * n), effect.flatten(3)


def _moved(
    by: Differentiator, layer: LayerProjections, seen: Seen, change: Tensor, letter: str
) -> Float[Tensor, "source row pos head d_value"]:
    """z of the clean run less z where one source's difference is missing from the query or key."""
    part = by.lm.parts.layers[layer.layer]
    stream = seen.streams[layer.layer]
    projection: HeadProjection = getattr(layer, letter)
    norm = part.attention_norm
    clean = stream if norm is None else norm(stream)
    whole = seen.z[layer.layer].reshape(*stream.shape[:2], part.n_heads, -1)
    found = []
    for lost in change.split(max(1, _TOKENS // stream[..., 0].numel())):
        less = stream - lost
        read = less if norm is None else norm(less)
        z = _mixed(by.lm, part, projection, clean, read.flatten(0, 1), seen.calls[layer.layer])
        found.append(whole - z.reshape(len(less), *whole.shape))
    return torch.cat(found)


def _mixed(
    lm: LanguageModel,
    part: Any,
    projection: HeadProjection,
    clean: Tensor,
    read: Tensor,
    call: tuple[tuple[Any, ...], dict[str, Any]],
) -> Tensor:
    times = len(read) // len(clean)
    args, kwargs = copied(*call, rows=len(clean), heads=part.n_heads, times=times)
    kept: list[Tensor] = []

    def take(module: nn.Module, given: tuple[Tensor, ...]) -> None:
        kept.append(given[0])
        raise _StopError

    original, columns = projection.module.forward, projection.columns.flatten()

    def forward(given: Tensor) -> Tensor:
        out = original(given).clone()
        out[..., columns] = original(read.reshape(given.shape))[..., columns]
        return out

    with lm.exclusive(), ExitStack() as stack:
        stack.enter_context(replaced(projection.module, forward))
        stack.callback(part.attention_out.register_forward_pre_hook(take).remove)
        with suppress(_StopError):
            part.attention(clean.repeat(times, 1, 1), *args, **kwargs)
    return kept[0]
