"""A second way to run a circuit: plain loops over a dictionary of what every component says, for two families."""

import torch
from torch import Tensor
from torch.nn import functional

from cutaway.circuits import Graph

Said = dict[str, Tensor]


def run(
    hf, graph: Graph, ids: Tensor, weight: dict[str, float], ablated: Said | None, added: Said | None = None
) -> tuple[Tensor, Said]:
    """Logits at the last position and what every component said. `weight` holds each edge's, by its text.

    `ablated` is what an ablated edge carries; None for the plain run, in which no edge is ablated. `added` goes to what
    a source says, or to what a destination reads.
    """
    model = _GPT2(hf) if hf.config.model_type == "gpt2" else _Llama(hf)
    added = added or {}
    said: Said = {"embed": model.embed(ids) + added.get("embed", 0)}

    def read(destination: str) -> Tensor:
        total = model.constant(destination) + added.get(destination, 0)
        for source in graph.sources:
            column = graph.destination_index[destination]
            if not graph.valid[graph.source_index[source], column]:
                continue
            if ablated is None:
                total = total + said[source]
            else:
                m = weight[f"{source}->{destination}"]
                total = total + m * said[source] + (1 - m) * ablated[source]
        return total

    for layer in range(model.n_layers):
        for head in range(model.n_heads):
            shared = head // graph.group
            name = f"head_out.{layer}.{head}"
            reads = read(f"q.{layer}.{head}"), read(f"k.{layer}.{shared}"), read(f"v.{layer}.{shared}")
            said[name] = model.head(layer, head, *reads) + added.get(name, 0)
        name = f"mlp_out.{layer}"
        said[name] = model.mlp(layer, read(f"mlp_in.{layer}")) + added.get(name, 0)
    return model.unembed(read("logits")[-1]), said


def attend(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    scores = q @ k.T / q.shape[-1] ** 0.5
    scores = scores.masked_fill(torch.ones_like(scores).triu(1).bool(), float("-inf"))
    return scores.softmax(-1) @ v


class _GPT2:
    def __init__(self, hf):
        self.m, self.hf = hf.transformer, hf
        self.n_layers, self.n_heads = hf.config.n_layer, hf.config.n_head
        self.d = hf.config.n_embd // self.n_heads

    def embed(self, ids: Tensor) -> Tensor:
        return self.m.wte.weight[ids] + self.m.wpe.weight[: len(ids)]

    def constant(self, destination: str) -> Tensor:
        kind, *rest = destination.split(".")
        layers = self.n_layers if kind == "logits" else int(rest[0]) + (kind == "mlp_in")
        return sum((self.m.h[i].attn.c_proj.bias for i in range(layers)), torch.zeros(self.hf.config.n_embd))

    def head(self, layer: int, head: int, *inputs: Tensor) -> Tensor:
        block = self.m.h[layer]
        width, found = self.hf.config.n_embd, []
        for number, x in enumerate(inputs):
            x = functional.layer_norm(x, (width,), block.ln_1.weight, block.ln_1.bias, block.ln_1.eps)
            columns = slice(number * width + head * self.d, number * width + (head + 1) * self.d)
            found.append(x @ block.attn.c_attn.weight[:, columns] + block.attn.c_attn.bias[columns])
        return attend(*found) @ block.attn.c_proj.weight[head * self.d : (head + 1) * self.d]

    def mlp(self, layer: int, x: Tensor) -> Tensor:
        block = self.m.h[layer]
        x = functional.layer_norm(x, (x.shape[-1],), block.ln_2.weight, block.ln_2.bias, block.ln_2.eps)
        x = functional.gelu(x @ block.mlp.c_fc.weight + block.mlp.c_fc.bias, approximate="tanh")
        return x @ block.mlp.c_proj.weight + block.mlp.c_proj.bias

    def unembed(self, x: Tensor) -> Tensor:
        norm = self.m.ln_f
        return functional.layer_norm(x, (len(x),), norm.weight, norm.bias, norm.eps) @ self.hf.lm_head.weight.T


class _Llama:
    def __init__(self, hf):
        self.m, self.hf = hf.model, hf
        self.n_layers, self.n_heads = hf.config.num_hidden_layers, hf.config.num_attention_heads
        self.group, self.d = self.n_heads // hf.config.num_key_value_heads, hf.config.head_dim

    def embed(self, ids: Tensor) -> Tensor:
        return self.m.embed_tokens.weight[ids]

    def constant(self, destination: str) -> Tensor:
        return torch.zeros(self.hf.config.hidden_size)

    def norm(self, module, x: Tensor) -> Tensor:
        return module.weight * x / (x.pow(2).mean(-1, keepdim=True) + module.variance_epsilon).sqrt()

    def rotated(self, x: Tensor) -> Tensor:
        half = self.d // 2
        theta = self.hf.config.rope_parameters["rope_theta"]
        angle = torch.arange(len(x))[:, None] * theta ** (-torch.arange(half) / half)
        a, b = x[:, :half], x[:, half:]
        return torch.cat([a * angle.cos() - b * angle.sin(), b * angle.cos() + a * angle.sin()], -1)

    def head(self, layer: int, head: int, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        block, shared, d = self.m.layers[layer], head // self.group, self.d
        q, k, v = (self.norm(block.input_layernorm, x) for x in (q, k, v))
        q = q @ block.self_attn.q_proj.weight[head * d : (head + 1) * d].T
        k = k @ block.self_attn.k_proj.weight[shared * d : (shared + 1) * d].T
        v = v @ block.self_attn.v_proj.weight[shared * d : (shared + 1) * d].T
        return (
            attend(self.rotated(q), self.rotated(k), v) @ block.self_attn.o_proj.weight[:, head * d : (head + 1) * d].T
        )

    def mlp(self, layer: int, x: Tensor) -> Tensor:
        block = self.m.layers[layer]
        x = self.norm(block.post_attention_layernorm, x)
        up = functional.silu(x @ block.mlp.gate_proj.weight.T) * (x @ block.mlp.up_proj.weight.T)
        return up @ block.mlp.down_proj.weight.T

    def unembed(self, x: Tensor) -> Tensor:
        return self.norm(self.m.norm, x) @ self.hf.lm_head.weight.T
