"""From a program to a transformer: every variable gets its own directions in the residual stream.

A categorical variable has one direction a value, a numerical one a single direction (Lindner et al. 2023,
https://arxiv.org/abs/2301.05062, from whose description this is written). What is made elementwise is made by an MLP,
what is selected and averaged by a head, in the first layer in which all inputs are there. Deviations from the paper:
attention is causal; the start token is what a head looks at where nothing is selected; several MLPs never share a layer
(one MLP holds all tables of its layer), several heads do.

The transformer has one edge for each wire of the program and no other: whatever else is in the stream, a component's
weights do not see it.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, sqrt
from typing import Any, NamedTuple

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from torch import Tensor, nn
from transformers import PreTrainedTokenizerFast

from cutaway.errors import DataError
from cutaway.planted._language import (
    Aggregate,
    Elementwise,
    Given,
    Linear,
    Program,
    Selector,
    Value,
    Variable,
    Width,
    text_of,
)
from cutaway.planted._network import PlantedConfig, PlantedForCausalLM

SHARPNESS = 24.0
"""How far a selected position's score stands above the others': e^-24 of attention goes astray, and e^-12 of it to the
start token, whose score lies half-way."""
GAIN = 8.0
"""The logit of the answer; all others are 0."""


class Wire(NamedTuple):
    """What one component reads from another.

    Attributes:
        source, destination: the edge, in the names of `cutaway.circuits`.
        variable: the program's variable that goes over it; `"start"` for where the start token is, which is the
            same in all prompts.
    """

    source: str
    destination: str
    variable: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Compiled:
    """A transformer that computes a program, and what is read from what in it."""

    hf: PlantedForCausalLM
    tokenizer: PreTrainedTokenizerFast
    wires: tuple[Wire, ...]
    places: dict[str, str]
    """Which component makes each variable."""
    directions: dict[str, tuple[int, ...]]
    """Where each variable lies in the residual stream."""


class _Layout:
    """Where everything is: components of variables, and directions in the stream."""

    def __init__(self, program: Program, n_heads: int | None):
        self.stage: dict[int, int] = {}
        heads: dict[int, int] = {}
        self.component: dict[int, str] = {}
        for variable in program.variables:
            ready = max((self.stage[id(each)] for each in variable.inputs), default=0)
            if isinstance(variable, Given):
                self.stage[id(variable)], self.component[id(variable)] = 0, "embed"
                continue
            attends = isinstance(variable, Aggregate | Width)
            stage = ready + 1 if (ready % 2 == 0) == attends else ready + 2
            layer = (stage - 1) // 2
            self.stage[id(variable)] = stage
            if attends:
                self.component[id(variable)] = f"head_out.{layer}.{heads.get(layer, 0)}"
                heads[layer] = heads.get(layer, 0) + 1
            else:
                self.component[id(variable)] = f"mlp_out.{layer}"
        self.n_layers = max(1, ceil(max(self.stage.values()) / 2))
        self.n_heads = max(2, *heads.values()) if heads else 2
        if n_heads is not None:
            if n_heads < self.n_heads:
                raise DataError(f"{program.name} needs {self.n_heads} heads a layer, not {n_heads}; give more")
            self.n_heads = n_heads
        self.start = 0
        self.dims: dict[int, dict[Value, int]] = {}
        taken = 1
        for variable in program.variables:
            keys = (0,) if variable.numerical else variable.values
            self.dims[id(variable)] = {key: taken + i for i, key in enumerate(keys)}
            taken += len(keys)
        self.d_model = taken

    def dim(self, variable: Variable, value: Value = 0) -> int:
        return self.dims[id(variable)][value]

    def of(self, variable: Variable) -> str:
        return self.component[id(variable)]


def compile_network(program: Program, *, n_heads: int | None = None) -> Compiled:
    """Build the transformer of a program.

    Args:
        program: what to compute.
        n_heads: heads a layer, those that nothing is planted in included; as many as are needed, and at least 2, by
            default.

    Raises:
        DataError: a numerical output, too few heads, or a name that is there twice.
    """
    if program.output.numerical:
        raise DataError(
            f"{program.name} answers with a number; make it categorical with apply(), so that it has tokens"
        )
    layout = _Layout(program, n_heads)
    widths = [2]
    for variable in program.variables:
        if isinstance(variable, Aggregate | Width):
            out = 1 if isinstance(variable, Width) else len(layout.dims[id(variable)])
            widths.append(max(len(variable.selector.keys.values) + 1, out))
    config = PlantedConfig(
        vocab_size=len(program.vocabulary),
        hidden_size=layout.d_model,
        intermediate_size=1,
        num_hidden_layers=layout.n_layers,
        num_attention_heads=layout.n_heads,
        head_dim=max(widths) + 2,
        max_position_embeddings=program.length + 1,
    )
    neurons = [_Neurons(layout.d_model) for _ in range(layout.n_layers)]
    for variable in program.variables:
        if isinstance(variable, Elementwise | Linear):
            _write_table(neurons[int(layout.of(variable).split(".")[1])], layout, variable)
    config.intermediate_size = max(1, *(len(each.bias) for each in neurons))
    with torch.random.fork_rng():
        hf = PlantedForCausalLM(config).eval().requires_grad_(False)
    for parameter in hf.parameters():
        parameter.zero_()
    _write_embedding(hf, layout, program)
    _write_idle_heads(hf, layout, program)
    wires: list[Wire] = []
    for variable in program.variables:
        if isinstance(variable, Aggregate | Width):
            wires += _write_head(hf, layout, variable)
        elif isinstance(variable, Elementwise | Linear):
            layer = int(layout.of(variable).split(".")[1])
            wires += [Wire(layout.of(each), f"mlp_in.{layer}", each.name) for each in variable.inputs]
    for layer, each in enumerate(neurons):
        each.write(hf.model.layers[layer].mlp)  # type: ignore[arg-type]
    for value in program.output.values:
        row = program.vocabulary.index(text_of(value))
        hf.lm_head.weight[row, layout.dim(program.output, value)] = GAIN
    wires.append(Wire(layout.of(program.output), "logits", program.output.name))
    return Compiled(
        hf=hf,
        tokenizer=tokenizer_of(program),
        wires=tuple(dict.fromkeys(wires)),
        places={variable.name: layout.of(variable) for variable in program.variables},
        directions={v.name: tuple(layout.dims[id(v)].values()) for v in program.variables},
    )


def tokenizer_of(program: Program) -> PreTrainedTokenizerFast:
    """One token a word, and the start token in front."""
    vocabulary = {word: index for index, word in enumerate(program.vocabulary)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()  # type: ignore[assignment]
    tokenizer.post_processor = processors.TemplateProcessing(  # type: ignore[assignment]
        single="<bos> $A", special_tokens=[("<bos>", 0)]
    )
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<bos>", unk_token="<unk>")


def _write_embedding(hf: PlantedForCausalLM, layout: _Layout, program: Program) -> None:
    words, places = hf.model.embed_tokens.weight, hf.model.embed_positions.weight
    words[0, layout.start] = 1
    for variable in program.variables:
        if isinstance(variable, Given) and variable.name == "tokens":
            for symbol in variable.values:
                words[program.vocabulary.index(symbol), layout.dim(variable, symbol)] = 1
        elif isinstance(variable, Given):
            for index in variable.values:
                places[index, layout.dim(variable, index)] = 1


def _write_idle_heads(hf: PlantedForCausalLM, layout: _Layout, program: Program) -> None:
    """Heads that nothing is planted in attend at random, and say nothing: their output projection is zero.

    The last two directions of every head are nobody's: the query is 1 in the first of them and the key in the second, so
    that they add nothing to a score, yet no head's query, key or value is zero for tokens that it does not know.
    """
    busy = {layout.of(variable) for variable in program.variables}
    generator = torch.Generator().manual_seed(0)
    size = hf.config.head_dim
    for layer in range(layout.n_layers):
        attention: Any = hf.model.layers[layer].self_attn
        for head in range(layout.n_heads):
            for projection in (attention.q_proj, attention.k_proj, attention.v_proj):
                weight = 0.3 * torch.randn(size, layout.d_model, generator=generator)
                if f"head_out.{layer}.{head}" not in busy:
                    projection.weight[head * size : (head + 1) * size] = weight
            first, second = head * size + size - 2, head * size + size - 1
            attention.q_proj.bias[first] = attention.k_proj.bias[second] = attention.v_proj.bias[first] = 1


def _write_head(hf: PlantedForCausalLM, layout: _Layout, variable: Aggregate | Width) -> list[Wire]:
    """Keys are told apart by one direction a value, and the start token by one more, which queries seek in any case."""
    layer, head = map(int, layout.of(variable).split(".")[1:])
    attention = hf.model.layers[layer].self_attn
    size = hf.config.head_dim
    rows = slice(head * size, (head + 1) * size)
    q, k, v = (p.weight[rows] for p in (attention.q_proj, attention.k_proj, attention.v_proj))  # type: ignore[union-attr]
    bias, o = attention.q_proj.bias[rows], attention.o_proj.weight[:, rows]  # type: ignore[union-attr,index]
    selector: Selector = variable.selector
    unit = SHARPNESS * sqrt(size)
    for index, key in enumerate(selector.keys.values):
        k[index, layout.dim(selector.keys, key)] = 1
        if selector.queries is None:
            bias[index] = unit * selector.holds(key, None)
            continue
        for query in selector.queries.values:
            q[index, layout.dim(selector.queries, query)] = unit * selector.holds(key, query)
    last = len(selector.keys.values)
    k[last, layout.start] = 1
    counted = isinstance(variable, Width)
    bias[last] = unit if counted else unit / 2
    name, wires = layout.of(variable).removeprefix("head_out."), []
    wires.append(Wire("embed", f"k.{name}", "start"))
    wires.append(Wire(layout.of(selector.keys), f"k.{name}", selector.keys.name))
    if selector.queries is not None:
        wires.append(Wire(layout.of(selector.queries), f"q.{name}", selector.queries.name))
    if isinstance(variable, Width):
        v[0, layout.start] = 1
        o[layout.dim(variable), 0] = 1
        wires.append(Wire("embed", f"v.{name}", "start"))
    else:
        for index, (key, dim) in enumerate(layout.dims[id(variable.of)].items()):
            v[index, dim] = 1
            o[layout.dims[id(variable)][key], index] = 1
        wires.append(Wire(layout.of(variable.of), f"v.{name}", variable.of.name))
    return wires


class _Neurons:
    """The hidden layer of one MLP, neuron by neuron."""

    def __init__(self, d_model: int):
        self.d_model = d_model
        self.reads: list[dict[int, float]] = []
        self.bias: list[float] = []
        self.writes: list[dict[int, float]] = []
        self.constant: dict[int, float] = {}

    def add(self, reads: dict[int, float], bias: float, writes: dict[int, float]) -> None:
        """One neuron: relu(reads · x + bias), times what it writes."""
        self.reads.append(reads)
        self.bias.append(bias)
        self.writes.append(writes)

    def write(self, mlp: nn.Module) -> None:
        """Put them into an MLP."""
        up: Tensor = mlp.up_proj.weight  # type: ignore[union-attr,assignment]
        down: Tensor = mlp.down_proj.weight  # type: ignore[union-attr,assignment]
        for index, (reads, bias, writes) in enumerate(zip(self.reads, self.bias, self.writes, strict=True)):
            for dim, weight in reads.items():
                up[index, dim] = weight
            mlp.up_proj.bias[index] = bias  # type: ignore[union-attr,index]
            for dim, weight in writes.items():
                down[dim, index] = weight
        for dim, weight in self.constant.items():
            mlp.down_proj.bias[dim] = weight  # type: ignore[union-attr,index]


def _write_table(neurons: _Neurons, layout: _Layout, variable: Elementwise | Linear) -> None:
    dims = [layout.dims[id(each)] for each in variable.of]
    if isinstance(variable, Linear):
        reads: dict[int, float] = {}
        for each, weight in zip(dims, variable.weights, strict=True):
            reads[each[0]] = reads.get(each[0], 0.0) + float(weight)
        target = layout.dim(variable)
        neurons.add(reads, 0.0, {target: 1.0})
        neurons.add({dim: -weight for dim, weight in reads.items()}, 0.0, {target: -1.0})
        return

    def written(value: Value) -> dict[int, float]:
        if value is None:
            return {}
        return {layout.dim(variable): float(value)} if variable.numerical else {layout.dim(variable, value): 1.0}

    if variable.of[0].numerical:
        _write_steps(neurons, dims[0][0], variable, written)
        return
    for row, value in variable.table.items():
        if writes := written(value):  # one neuron a row of the table, on where all its inputs have their values
            neurons.add({each[v]: 1.0 for each, v in zip(dims, row, strict=True)}, 1.0 - len(row), writes)


def _write_steps(neurons: _Neurons, dim: int, variable: Elementwise, written) -> None:
    """A function of a number: its value at the least number, and a ramp half-way to each next one."""
    numbers = sorted(row[0] for row in variable.table)
    for target, weight in written(variable.table[(numbers[0],)]).items():
        neurons.constant[target] = neurons.constant.get(target, 0.0) + weight
    for low, high in pairwise(numbers):
        before, after = written(variable.table[(low,)]), written(variable.table[(high,)])
        change = {t: after.get(t, 0.0) - before.get(t, 0.0) for t in {**before, **after}}
        change = {target: weight for target, weight in change.items() if weight}
        if not change:
            continue
        slope = 2.0 / float(high - low)
        first = float(low) + 0.25 * float(high - low)
        neurons.add({dim: slope}, -slope * first, change)
        neurons.add({dim: slope}, -slope * first - 1.0, {target: -weight for target, weight in change.items()})
