"""A planted model's run with every edge in hand, batched over prompts and choices of edges at once.

`cutaway.circuits` runs any model so; this run is of the one architecture that programs are planted in, so plain that it
can be read off the definition, and differentiable in the weights. It serves where the engine cannot: to train hardened
models, and as a second opinion on which edges are true.
"""

from typing import Any

import torch
from jaxtyping import Float, Int
from torch import Tensor

from cutaway.planted._network import PlantedForCausalLM


def edge_run(
    hf: PlantedForCausalLM,
    ids: Int[Tensor, "batch pos"],
    *,
    keep: Float[Tensor, "batch source destination"] | None = None,
    instead: Float[Tensor, "source batch pos d_model"] | None = None,
) -> tuple[Float[Tensor, "batch d_vocab"], Float[Tensor, "source batch pos d_model"]]:
    """Run prompts of equal length, each with edges of its own.

    Destination v reads Σ_u keep_uv · a_u + (1 − keep_uv) · a'_u, with a the sources of this very run and a' what is given
    instead; what belongs to no source (the bias of the attention's output) reaches everybody.

    Args:
        hf: the model.
        ids: token ids.
        keep: 1 where an edge is left alone; None for all of them.
        instead: the sources of another run, or zeros.

    Returns:
        The logits at the last position, and this run's sources.
    """
    config, model = hf.config, hf.model
    layers: Any = model.layers
    n_heads, size, n_pos = config.num_attention_heads, config.head_dim, ids.shape[1]
    embed = model.embed_tokens(ids) + model.embed_positions.weight[:n_pos]
    sources, bias = [embed], torch.zeros_like(embed[0, 0])
    causal = torch.ones(n_pos, n_pos, dtype=torch.bool).tril()
    column = 0

    def read(width: int) -> Tensor:
        """[batch destination pos d_model], what the next `width` destinations read."""
        nonlocal column
        own = torch.stack(sources)
        if keep is None or instead is None:
            mixed = own.sum(0)[:, None].expand(-1, width, -1, -1)
        else:
            m = keep[:, : len(sources), column : column + width]
            mixed = torch.einsum("bsv,sbpd->bvpd", m, own)
            mixed = mixed + torch.einsum("bsv,sbpd->bvpd", 1 - m, instead[: len(sources)])
        column += width
        return mixed + bias

    for layer in layers:
        attention = layer.self_attn
        normed = layer.input_layernorm(read(3 * n_heads))
        q, k, v = (
            torch.einsum("bhpd,hed->bhpe", part, p.weight.unflatten(0, (n_heads, size)))
            + p.bias.unflatten(0, (n_heads, 1, size))
            for part, p in zip(
                normed.unflatten(1, (3, n_heads)).unbind(1),
                (attention.q_proj, attention.k_proj, attention.v_proj),
                strict=True,
            )
        )
        scores = (q @ k.transpose(-1, -2) * attention.scaling).masked_fill(~causal, -torch.inf)
        z = scores.softmax(-1) @ v
        out = torch.einsum("bhpe,dhe->hbpd", z, attention.o_proj.weight.unflatten(1, (n_heads, size)))
        sources += list(out)
        bias = bias + attention.o_proj.bias
        sources.append(layer.mlp(layer.post_attention_layernorm(read(1)[:, 0])))
    final = model.norm(read(1)[:, 0, -1])
    return hf.lm_head(final), torch.stack(sources)
