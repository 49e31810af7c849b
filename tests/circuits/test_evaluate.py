"""Curves and evaluations: their figures from known curves, their ends, their traps."""

import dataclasses

import pytest
import torch
from test_runner import model, pairs

import made
from cutaway.circuits import (
    SHARES,
    Ablation,
    Circuit,
    CircuitRunner,
    Curve,
    PruneTraining,
    acdc,
    evaluate_circuit,
    evaluate_scores,
    find_circuit,
    prune,
    score_edges,
    top_edges,
)
from cutaway.errors import DataError
from cutaway.tasks import Task


def curve_of(f: list[float], f_signed: list[float] | None = None) -> Curve:
    """A curve of a given faithfulness on three pairs."""
    clean, ablated = torch.tensor([3.0, 4.0, 5.0]), torch.tensor([1.0, -1.0, 0.0])

    def values(shares: list[float]) -> torch.Tensor:
        return torch.stack([ablated + share * (clean - ablated) for share in shares])

    sizes = tuple(range(1, len(f) + 1))
    return Curve(
        shares=SHARES[-len(f) :],
        sizes=sizes,
        kept=sizes,
        kept_signed=sizes,
        absolute=values(f),
        signed=values(f_signed or f),
        random=values([0.0] * (len(f) - 1) + [1.0])[None],
        clean=clean,
        ablated=ablated,
        method="made up",
        ablation=Ablation(),
        metric="logit_difference",
        task="made up",
        split="heldout",
        trained_on="train",
    )


def test_areas_are_over_a_linear_axis_and_chance_has_a_quarter_and_three():
    nothing = curve_of([0.0] * 9 + [1.0])
    assert nothing.cpr == pytest.approx(0.25, abs=1e-6) and nothing.cmd == pytest.approx(0.749, abs=1e-3)
    assert nothing.random_cpr == pytest.approx(0.25, abs=1e-6)
    perfect = curve_of([1.0] * 10)
    assert perfect.cpr == pytest.approx(0.999) and perfect.cmd == 0
    over = curve_of([1.5] * 9 + [1.0])
    assert over.cpr > 1.3 and over.cmd > 0.3, "f must not be clipped at 1"
    assert float(over.faithfulness.max()) == pytest.approx(1.5)
    under = curve_of([-0.5] * 9 + [1.0])
    assert under.cpr < 0
    assert curve_of([0.1, 0.9, 1.0]).enough() == 2 and curve_of([0.1, 0.2, 0.3]).enough() is None


def test_a_finding_is_verified_only_on_pairs_of_another_split_and_above_chance():
    good = curve_of([0.1, 0.9, 1.0])
    assert good.findings()[0].grade == "verified" and "90%" in good.findings()[0].claim
    assert dataclasses.replace(good, trained_on="heldout").findings()[0].grade == "causal"
    assert dataclasses.replace(good, split="train").findings()[0].grade == "causal"
    chance = dataclasses.replace(good, random=good.absolute[None])
    assert chance.findings()[0].grade == "observed"


def test_curves_are_single_runs_of_their_circuits():
    lm, setting = model("llama"), pairs()
    scores = score_edges(lm, setting, method="eap-ig", steps=2)
    curve = evaluate_scores(lm, scores, setting, draws=1)
    runner = CircuitRunner(lm, setting)
    for absolute, values in ((True, curve.absolute), (False, curve.signed)):
        for number in (4, 7):
            edges = top_edges(scores, curve.sizes[number], absolute=absolute, how="top").edges
            torch.testing.assert_close(values[number], runner.score(runner.logits(edges)), atol=1e-4, rtol=1e-3)
    assert float(curve.faithfulness[-1]) == 1.0 and float(curve.faithfulness_signed[-1]) == 1.0
    assert curve.sizes == tuple(max(1, round(share * 190)) for share in SHARES)
    data = curve.to_json()
    assert {"sizes", "faithfulness", "cpr", "cmd", "random"} <= set(data) and set(data["random"]) >= {"cpr", "cmd"}
    for (low, high), f in zip(curve.intervals(), curve.faithfulness.tolist(), strict=True):
        assert low - 1e-6 <= f <= high + 1e-6
    with pytest.raises(DataError, match="rising"):
        evaluate_scores(lm, scores, setting, shares=(0.5, 0.1))
    with pytest.raises(DataError, match="do not fit"):
        evaluate_scores(model("gemma"), dataclasses.replace(scores, graph=model_graph("gpt2")), setting)


def model_graph(family: str):
    return CircuitRunner(model(family), pairs((4,))).graph


def test_the_evaluation_of_all_edges_and_of_some_against_single_runs():
    lm, setting = model("llama"), pairs()
    scores = score_edges(lm, setting, method="eap-ig", steps=2)
    runner = CircuitRunner(lm, setting)
    everything = evaluate_circuit(lm, top_edges(scores, 190), runner, draws=1, drop=2)
    assert everything.faithfulness == pytest.approx(1, abs=1e-3)
    assert everything.completeness == pytest.approx(1, abs=1e-3)
    assert float(everything.random_faithfulness[0]) == pytest.approx(1, abs=1e-3), "all edges have one profile only"
    circuit = top_edges(scores, 60)
    one = evaluate_circuit(lm, circuit, runner, draws=3, drop=5)
    f = runner.faithfulness(runner.values([circuit.edges, runner.full & ~circuit.edges]))
    assert one.faithfulness == pytest.approx(float(f[0]), abs=1e-4)
    assert one.completeness == pytest.approx(1 - float(f[1]), abs=1e-4)
    smaller = circuit.edges.clone()
    smaller[runner.graph.edge(one.dropped[0])] = False
    fall = one.faithfulness - float(runner.faithfulness(runner.values([smaller])[0]))
    assert float(one.minimality[0]) == pytest.approx(fall, abs=1e-4)
    joined = runner.faithfulness(runner.values([circuit.random_connected(seed) for seed in range(3)]))
    torch.testing.assert_close(one.connected_faithfulness, joined, atol=1e-4, rtol=1e-3)
    assert one.to_json()["random"]["connected"] == one.connected_faithfulness.tolist()
    assert len(one.dropped) == 5 and one.to_json()["kept"] == circuit.kept
    assert one.spread["pairs"] >= 1 and one.interval.low <= one.faithfulness <= one.interval.high
    assert {finding.grade for finding in one.findings()} <= {"observed", "causal"}, "these pairs are no held-out split"


def test_the_same_circuit_is_another_under_another_ablation():
    lm, setting = model("llama"), pairs()
    scores = score_edges(lm, setting, method="eap-ig", steps=2)
    circuit = top_edges(scores, 60)
    found = {
        value: evaluate_circuit(lm, circuit, setting, ablation=Ablation(value=value), draws=0, drop=0).faithfulness
        for value in ("resample", "mean", "zero")
    }
    assert len({round(f, 3) for f in found.values()}) == 3
    said = evaluate_circuit(lm, circuit, setting, ablation=Ablation(value="zero"), draws=0, drop=0).findings()[0].method
    assert "zero ablation of edges at all positions" in said


def test_a_circuit_that_covers_the_right_components_may_do_nothing():
    """Overlap with known components is no evidence: all components, joined by the wrong edges, do not do the task."""
    lm, setting = model("llama"), pairs()
    graph = CircuitRunner(lm, setting).graph
    edges = graph.valid.clone()
    edges[0] = False  # every component but the embedding, and nothing that it says
    circuit = Circuit(graph=graph, edges=edges, requested=int(edges.sum()), method="by hand")
    touched = set(graph.nodes(edges))
    assert len(touched) >= 0.9 * len(graph.sources)
    one = evaluate_circuit(lm, circuit, setting, draws=0, drop=0)
    assert one.faithfulness == pytest.approx(0, abs=1e-3) and circuit.kept == 0


def test_find_takes_the_smallest_share_that_does_the_task_and_says_how_stable_it_is():
    lm, setting = model("llama"), pairs()
    found = find_circuit(lm, setting, steps=2, level=0.85)
    runner = CircuitRunner(lm, setting)
    sizes = sorted({max(1, round(share * 190)) for share in SHARES})
    scores = found.edge_scores()
    reached = [float(runner.faithfulness(runner.values([top_edges(scores, n).edges])[0])) for n in sizes]
    assert found.requested == next(n for n, f in zip(sizes, reached, strict=True) if f >= 0.85)
    stability = found.provenance["stability"]
    assert 0 <= stability["interval"][0] <= stability["jaccard"] <= stability["interval"][1] <= 1
    assert find_circuit(lm, setting, steps=1, n_edges=17).chosen == 17
    with pytest.raises(DataError, match="no size reaches"):
        find_circuit(lm, setting, steps=1, level=9.0)
    with pytest.raises(DataError, match="no edges"):
        evaluate_circuit(
            lm, Circuit(graph=found.graph, edges=torch.zeros_like(found.edges), requested=1, method="none"), setting
        )


def test_pages_of_circuits_name_their_components():
    page = made.MADE["Circuit"][0]()._repr_html_()
    assert "head_out" in page or "MLP" in page


def test_whatever_finds_a_circuit_says_on_which_pairs():
    lm, task = made.lm(), Task(name="made up", pairs=made.PAIRS, split="train")
    scores = score_edges(lm, task, method="eap")
    again = Task(name="made up", pairs=made.PAIRS, split="heldout")
    few = PruneTraining(steps=2)
    for circuit in (
        top_edges(scores, 20),
        prune(lm, task, 20, training=few),
        acdc(lm, task, 1e-9, among=top_edges(scores, 90)),
    ):
        tried = evaluate_circuit(lm, circuit, again, draws=1)
        assert (tried.trained_on, tried.split) == ("train", "heldout"), circuit.method
