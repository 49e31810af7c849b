"""The graph: its edges counted for published shapes, its structure against the plain definition, its names."""

import pytest
import torch
from transformers import Gemma3TextConfig, GPT2Config, LlamaConfig

from cutaway.circuits import Circuit, EdgeScores, Graph, top_edges
from cutaway.errors import CorruptFileError, DataError
from cutaway.model import LanguageModel
from families import FAMILIES, tiny

SMALL = Graph.of_shape(3, 4, 2)


def scored(seed: int = 0, graph: Graph = SMALL) -> EdgeScores:
    values = torch.randn(graph.shape, generator=torch.Generator().manual_seed(seed)) * graph.valid
    return EdgeScores(graph=graph, values=values, method="random", task="made up", model="none")


def test_counts_of_published_shapes():
    gpt2 = GPT2Config()
    assert Graph.of_shape(gpt2.n_layer, gpt2.n_head).n_edges == 32_491
    smollm2 = LlamaConfig(hidden_size=576, num_hidden_layers=30, num_attention_heads=9, num_key_value_heads=3)
    shape = (smollm2.num_hidden_layers, smollm2.num_attention_heads, smollm2.num_key_value_heads)
    assert Graph.of_shape(*shape).n_edges == 70_651
    assert Graph.of_shape(*shape, split_kv=True).n_edges == 123_211
    gemma = Gemma3TextConfig(num_hidden_layers=18, num_attention_heads=4, num_key_value_heads=1)
    assert (
        Graph.of_shape(gemma.num_hidden_layers, gemma.num_attention_heads, gemma.num_key_value_heads).n_edges == 5_644
    )


@pytest.mark.parametrize("family", ["gpt2", "llama", "gpt_neox", "gemma3_text", "mixtral"])
def test_an_edge_for_every_source_before_a_destination(family):
    lm = LanguageModel(tiny(family))
    graph = Graph.of(lm)
    parallel = FAMILIES[family].get("use_parallel_residual", False)

    def before(source: str, destination: str) -> bool:
        s, d = source.split("."), destination.split(".")
        if s[0] == "embed" or d[0] == "logits":
            return True
        if s[0] == "head_out" and d[0] == "mlp_in" and not parallel:
            return int(s[1]) <= int(d[1])
        return int(s[1]) < int(d[1])

    expected = torch.tensor([[before(s, d) for d in graph.destinations] for s in graph.sources])
    assert bool((expected == graph.valid).all())
    assert graph.destinations.count("k.1.0") == 1 and len(graph.destinations) == 1 + 3 * (
        lm.n_heads + 2 * lm.n_kv_heads + 1
    )
    assert Graph.from_head(graph.head()).same_as(graph)


def test_edges_have_names_and_wrong_ones_are_refused_with_a_hint():
    assert SMALL.edge_text(*SMALL.edge("head_out.0.3->k.2.1")) == "head_out.0.3->k.2.1"
    assert SMALL.texts(SMALL.select(["embed->logits"])) == ["embed->logits"]
    with pytest.raises(DataError, match="is computed after"):
        SMALL.edge("mlp_out.2->q.1.0")
    with pytest.raises(DataError, match=r"no destination 'k\.2\.3'"):
        SMALL.edge("embed->k.2.3")
    with pytest.raises(DataError, match="write source->destination"):
        SMALL.edge("embed")


def paths(graph: Graph, edges: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The edges on any path from embedding to logits, found by walking every path."""
    found: set[tuple[int, int]] = set()

    def walk(row: int, taken: tuple[tuple[int, int], ...]) -> None:
        for a, column in edges:
            if a != row:
                continue
            here = (*taken, (a, column))
            if graph.destinations[column] == "logits":
                found.update(here)
            for further in graph.inputs[:, column].nonzero().flatten().tolist():
                walk(further, here)

    walk(0, ())
    return found


@pytest.mark.parametrize("seed", range(6))
def test_connected_edges_are_those_on_a_path(seed):
    graph = Graph.of_shape(2, 2, 1)
    drawn = (torch.rand(graph.shape, generator=torch.Generator().manual_seed(seed)) < 0.3) & graph.valid
    expected = paths(graph, {(a, b) for a, b in drawn.nonzero().tolist()})
    assert {(a, b) for a, b in graph.connected(drawn).nonzero().tolist()} == expected


@pytest.mark.parametrize("how", ["greedy", "top"])
@pytest.mark.parametrize("absolute", [True, False])
def test_a_requested_size_is_never_silently_shrunk(how, absolute):
    scores = scored()
    for n in (1, 7, 70, SMALL.n_edges, 10 * SMALL.n_edges):
        circuit = top_edges(scores, n, absolute=absolute, how=how)
        wanted = min(n, SMALL.n_edges)
        assert circuit.requested == wanted
        data = circuit.to_json()
        assert data["kept"] == circuit.kept == len(data["edges"]) <= data["chosen"] == wanted
    assert top_edges(scores, SMALL.n_edges).kept == SMALL.n_edges
    with pytest.raises(DataError, match="at least one"):
        top_edges(scores, 0)


def test_greedy_choice_takes_only_what_is_heard_and_the_best_of_it():
    scores = scored(3)
    circuit = top_edges(scores, 30)
    columns = circuit.edges.any(0).nonzero().flatten()
    for column in columns.tolist():
        readers = SMALL.inputs[:, column]
        assert SMALL.destinations[column] == "logits" or bool(circuit.edges[readers].any())
    into_logits = scores.values[:, -1].abs()
    assert bool(circuit.edges[into_logits.argmax(), -1])


def test_top_choice_is_the_largest_scores_signed_or_in_size():
    scores = scored(1)
    values = scores.values[SMALL.valid]
    for absolute in (True, False):
        chosen = top_edges(scores, 25, absolute=absolute, how="top").edges
        sizes = values.abs() if absolute else values
        expected = sizes.sort(descending=True).values[:25]
        found = (scores.values.abs() if absolute else scores.values)[chosen].sort(descending=True).values
        torch.testing.assert_close(found, expected)


def test_random_edges_have_the_same_size_and_layer_profile():
    edges = top_edges(scored(), 40).edges
    drawn = [SMALL.random_like(edges, seed) for seed in range(3)]
    for one in drawn:
        assert SMALL.profile(one) == SMALL.profile(edges) and not bool((one & ~SMALL.valid).any())
    assert not torch.equal(drawn[0], drawn[1]) and torch.equal(drawn[0], SMALL.random_like(edges, 0))


@pytest.mark.parametrize("n", [1, 2, 5, 12, 30, 60, 110])
def test_random_connected_edges_are_as_many_and_each_lies_on_a_path(n):
    circuit = top_edges(scored(1), n)
    own, layers = circuit.connected, SMALL.profile(circuit.connected)
    drawn = [circuit.random_connected(seed) for seed in range(4)]
    for one in drawn:
        edges = {(a, b) for a, b in one.nonzero().tolist()}
        assert len(edges) == int(own.sum()) == circuit.kept and not bool((one & ~SMALL.valid).any())
        if n <= 12:
            assert paths(SMALL, edges) == edges
        assert torch.equal(SMALL.connected(one), one)
        # Where a drawn edge has to join other layers, they are near.
        assert (SMALL.profile(one) - layers).total() <= 0.2 * len(edges)
    assert torch.equal(drawn[0], circuit.random_connected(0))
    if n in (30, 60):
        assert not torch.equal(drawn[0], drawn[1]) and not torch.equal(drawn[0], own)
    heads = [
        [int(one[SMALL.source_index[f"head_out.{layer}.0"] :][:4].any(1).sum()) for layer in range(3)] for one in drawn
    ]
    own_heads = [int(own[SMALL.source_index[f"head_out.{layer}.0"] :][:4].any(1).sum()) for layer in range(3)]
    assert heads == [own_heads] * 4


def test_random_connected_edges_of_a_circuit_that_reaches_nothing_are_none():
    edges = SMALL.select(["embed->q.0.1", "head_out.1.0->logits"])
    assert not bool(Circuit(graph=SMALL, edges=edges, requested=2, method="by hand").random_connected().any())


def test_scores_and_circuits_come_back_from_their_files(tmp_path):
    scores = scored()
    circuit = top_edges(scores, 12)
    again = Circuit.load(circuit.save(tmp_path / "a.safetensors"))
    assert again.to_json() == circuit.to_json() and again.graph.same_as(circuit.graph)
    torch.testing.assert_close(again.edge_scores().values, scores.values)
    loaded = EdgeScores.load(scores.save(tmp_path / "b.safetensors"))
    assert loaded.to_json() == scores.to_json()
    with pytest.raises(DataError, match="holds no circuit"):
        Circuit.load(tmp_path / "b.safetensors")
    with pytest.raises(DataError, match="no file"):
        Circuit.load(tmp_path / "c.safetensors")
    (tmp_path / "d").write_bytes((tmp_path / "a.safetensors").read_bytes()[:100])
    with pytest.raises(CorruptFileError):
        Circuit.load(tmp_path / "d")


def test_a_circuit_of_another_model_is_refused():
    lm = LanguageModel(tiny("llama"))
    circuit = top_edges(scored(graph=Graph.of(lm)), 5)
    circuit.check(lm)
    with pytest.raises(DataError, match="not in"):
        circuit.check(LanguageModel(tiny("gpt2")))
