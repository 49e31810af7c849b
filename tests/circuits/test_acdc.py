"""ACDC: the batched search is the plain loop, deletes what does nothing, and finds what was planted."""

import math

import pytest
import torch

from cutaway.circuits import Ablation, CircuitRunner, EdgeScores, Graph, acdc, top_edges
from cutaway.circuits._acdc import Elimination, eliminate
from cutaway.errors import DataError
from cutaway.model import LanguageModel
from families import tiny
from made import PAIRS, words


def plain_loop(start, order, loss, tau):
    """The algorithm as it is written down: one edge after the other, one run each."""
    mask, value = start.clone(), float(loss(start[None])[0])
    for edge in order:
        if not mask[edge]:
            continue
        tried = mask.clone()
        tried[edge] = False
        found = float(loss(tried[None])[0])
        if found - value < tau:
            mask, value = tried, found
    return mask, value


def groups_of(graph, start):
    return [
        [(i, j) for i in reversed(range(len(graph.sources))) if start[i, j]]
        for j in reversed(range(len(graph.destinations)))
    ]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("most", [1, 3, 16])
def test_trying_edges_together_is_the_plain_loop_whatever_the_loss(seed, most):
    """A loss with interactions between all edges, so that every decision depends on those before it."""
    graph = Graph.of_shape(2, 2, 1)
    generator = torch.Generator().manual_seed(seed)
    single = torch.rand(graph.shape, generator=generator, dtype=torch.float64)
    joint = torch.randn(graph.valid.numel(), 5, generator=generator, dtype=torch.float64)

    def loss(masks):
        away = (~masks & graph.valid).flatten(1).double()
        return away @ single.flatten() + (away @ joint).sin().sum(1)

    groups = groups_of(graph, graph.valid)
    state = Elimination(
        mask=graph.valid.clone(), loss=float(loss(graph.valid[None])[0]), worsened=torch.full(graph.shape, math.nan)
    )
    for _ in eliminate(state, groups, loss, 0.4, most=most, dead=lambda destination, mask: False):
        pass
    expected, value = plain_loop(graph.valid, [edge for group in groups for edge in group], loss, 0.4)
    assert torch.equal(state.mask, expected) and state.loss == pytest.approx(value, abs=1e-12)
    assert 0 < int(expected.sum()) < graph.n_edges  # the case is worth testing
    assert bool((state.worsened[state.mask] >= 0.4).all())
    tried = ~state.worsened.isnan()
    assert bool((state.worsened[tried & ~state.mask] < 0.4).all()) and torch.equal(tried, graph.valid)


@pytest.fixture(scope="module")
def lm():
    return LanguageModel(tiny("llama"), words(), name="tiny")


@pytest.mark.parametrize("metric", ["kl", "logit_difference"])
def test_on_a_model_it_is_the_plain_loop_over_runs_of_the_circuit(lm, metric):
    runner = CircuitRunner(lm, PAIRS, metric=metric)
    graph = runner.graph
    sign = -1.0 if runner.metric.higher_is_better else 1.0

    def loss(masks):
        return sign * runner.values(masks).mean(1)

    some = top_edges(_random(graph), 25)
    without = some.edges.repeat(some.chosen, 1, 1)
    for row, (i, j) in enumerate(some.edges.nonzero().tolist()):
        without[row, i, j] = False
    deltas = (loss(without) - loss(some.edges[None])).tolist()
    rises = sorted(delta for delta in deltas if delta > 1e-4)
    tau = rises[len(rises) // 2]
    found = acdc(lm, PAIRS, tau, among=some, metric=metric)
    order = [edge for group in groups_of(graph, some.edges) for edge in group]
    expected, _ = plain_loop(some.edges, order, loss, tau)
    assert torch.equal(found.edges, expected)
    assert 0 < found.chosen < some.chosen and found.requested == found.chosen


def _random(graph):
    values = torch.rand(graph.shape, generator=torch.Generator().manual_seed(0)) * graph.valid
    return EdgeScores(graph=graph, values=values, method="random")


def test_an_edge_stays_only_if_the_metric_worsens_by_tau_without_it(lm):
    some = top_edges(_random(Graph.of(lm)), 60)
    found = acdc(lm, PAIRS[:1], 0.01, among=some)
    assert bool((found.scores[found.edges] >= 0.01).all()) and 0 < found.kept < 60
    runner = CircuitRunner(lm, PAIRS[:1], metric="kl")
    before, after = runner.values([some.edges, found.edges]).mean(1).tolist()
    deleted = some.edges & ~found.edges
    assert after - before == pytest.approx(float(found.scores[deleted].sum()), abs=1e-4)  # the rises add up
    assert after - before <= 0.01 * int(deleted.sum())


def test_a_planted_circuit_is_found_and_nothing_else():
    """Only the first head of the first layer and the logits' own reading of it write anything."""
    model = tiny("llama")
    with torch.no_grad():
        for index, layer in enumerate(model.model.layers):
            layer.mlp.down_proj.weight.zero_()
            alive = slice(0, 8) if index == 0 else slice(0, 0)
            kept = layer.self_attn.o_proj.weight[:, alive].clone()
            layer.self_attn.o_proj.weight.zero_()
            layer.self_attn.o_proj.weight[:, alive] = kept
    planted = LanguageModel(model, words(), name="planted")
    allowed = {
        "head_out.0.0->logits",
        "embed->logits",
        "embed->q.0.0",
        "embed->k.0.0",
        "embed->v.0.0",
    }
    found = acdc(planted, PAIRS, 1e-4)
    assert "embed->v.0.0" in found.texts() and set(found.texts()) <= allowed
    assert found.provenance["runs"] < found.graph.n_edges  # what nobody hears goes without a run


def test_an_interrupted_search_ends_with_the_same_circuit(lm, tmp_path):
    class StoppedError(Exception):
        pass

    def stop(label, done, total):
        if done == 9:
            raise StoppedError

    some, path = top_edges(_random(Graph.of(lm)), 40), tmp_path / "state.safetensors"
    whole = acdc(lm, PAIRS, 0.01, among=some)
    with pytest.raises(StoppedError):
        acdc(lm, PAIRS, 0.01, among=some, checkpoint=path, progress=stop)
    again = acdc(lm, PAIRS, 0.01, among=some, checkpoint=path)
    assert torch.equal(again.edges, whole.edges) and again.provenance["runs"] == whole.provenance["runs"]
    with pytest.raises(DataError, match="another search"):
        acdc(lm, PAIRS, 0.02, among=some, checkpoint=path)


def test_zero_ablation_may_find_another_circuit_and_says_which_it_was(lm):
    some = top_edges(_random(Graph.of(lm)), 40)
    resample, zero = (acdc(lm, PAIRS[:1], 0.05, among=some, ablation=Ablation(value=v)) for v in ("resample", "zero"))
    assert zero.ablation.value == "zero" and zero.to_json()["ablation"]["value"] == "zero"
    assert not torch.equal(resample.edges, zero.edges)


def test_a_threshold_at_which_nothing_would_go_is_refused(lm):
    with pytest.raises(DataError, match="above 0"):
        acdc(lm, PAIRS, 0.0)
