"""Circuits of whole components: what is ablated, beside plain edited runs, and how components are chosen."""

import pytest
import torch
from test_runner import model, pairs

from cutaway.circuits import Circuit, CircuitRunner, evaluate_circuit, find_circuit, score_edges, top_components
from cutaway.errors import DataError
from cutaway.model import Site, ablate


def edited(lm, setting, graph, kept):
    """The clean run with the output of every component but those kept taken from the corrupted run."""
    kinds = {"head_out": "z", "mlp_out": "mlp_out"}
    away = [site for row, site in enumerate(graph.source_sites) if row and not bool(kept[row])]
    sites = [Site(kinds[site.kind], site.layer, site.unit) for site in away]
    other = lm.run(setting.corrupted, read=sites)
    edits = [ablate(site, "resample", reference=other) for site in sites]
    return lm.run(setting.clean, edits=edits, logits="last").last_logits


@pytest.mark.parametrize("family", ["llama", "gpt2", "gpt_neox"])
def test_it_is_the_run_in_which_every_other_component_says_what_it_said_on_the_corrupted_prompt(family):
    lm, setting = model(family), pairs()
    circuit = top_components(score_edges(lm, setting, method="eap"), 5)
    runner = CircuitRunner(lm, setting)
    assert int(circuit.components.sum()) == 6 and bool(circuit.components[0]), "the embedding is not counted"
    expected = edited(lm, setting, circuit.graph, circuit.components)
    torch.testing.assert_close(runner.logits(circuit.edges), expected, atol=1e-4, rtol=1e-4)
    rest = ~circuit.components
    torch.testing.assert_close(
        runner.logits(circuit.without()), edited(lm, setting, circuit.graph, rest), atol=1e-4, rtol=1e-4
    )


def test_a_components_score_is_the_derivative_with_respect_to_its_output():
    lm, setting = model("llama"), pairs()
    scores = score_edges(lm, setting, method="eap")
    sites = [f"mlp_out.{layer}" for layer in range(lm.n_layers)]
    other = lm.run(setting.corrupted, read=sites)
    answers = setting.answers

    def metric(run):
        return setting.metric(run.last_logits, answers)

    found = lm.gradients(setting.clean, metric, at=sites)
    for site in sites:
        change = (found.run[site] - other[site]) * found[site]
        expected = change.sum((1, 2)).mean()
        got = scores.components[scores.graph.source(site)]
        torch.testing.assert_close(got, expected, atol=1e-4, rtol=1e-3)


def test_random_ones_have_as_many_heads_in_each_layer_and_as_many_mlps():
    lm, setting = model("llama"), pairs()
    circuit = top_components(score_edges(lm, setting, method="eap-ig", steps=2), 6)
    graph = circuit.graph
    for seed in range(5):
        drawn = graph.random_nodes_like(circuit.components, generator=torch.Generator().manual_seed(seed))
        assert int(drawn.sum()) == 7 and bool(drawn[0])
        for layer in range(graph.n_layers):
            heads = torch.tensor([site.kind == "head_out" and site.layer == layer for site in graph.source_sites])
            assert int((drawn & heads).sum()) == int((circuit.components & heads).sum())
    one = evaluate_circuit(lm, circuit, setting, draws=2, drop=0)
    assert one.to_json()["ablation"]["granularity"] == "node"
    assert "nodes" in one.findings()[0].method


def test_it_is_found_saved_and_read_back(tmp_path):
    lm, setting = model("llama"), pairs()
    circuit = find_circuit(lm, setting, n_components=4, steps=2)
    assert circuit.provenance["components"] == 4 and 0 < circuit.provenance["stability"]["jaccard"] <= 1
    again = Circuit.load(circuit.save(tmp_path / "c.safetensors"))
    assert torch.equal(again.edges, circuit.edges) and again.ablation.granularity == "node"
    with pytest.raises(DataError, match="one of them"):
        find_circuit(lm, setting, n_components=4, n_edges=9)
    with pytest.raises(DataError, match="at least one"):
        top_components(score_edges(lm, setting, method="eap"), 0)
