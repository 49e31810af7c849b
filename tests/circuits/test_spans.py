"""Graphs that tell token spans apart: runs against plain loops, reachability against runs, scores against derivatives."""

from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
import torch
from reference import run as plain_run
from test_runner import model, pairs, random_mask
from test_scores import lost_by_the_last_z, mask_derivative

import made
from cutaway.circuits import (
    Ablation,
    Circuit,
    CircuitRunner,
    EdgeScores,
    Graph,
    PruneTraining,
    acdc,
    compare_circuits,
    describe_circuit,
    evaluate_circuit,
    evaluate_scores,
    find_circuit,
    prune,
    score_edges,
    span_graph,
    stability_of,
    top_components,
    top_edges,
)
from cutaway.circuits._describe import _widest_path
from cutaway.circuits._gradients import Differentiator
from cutaway.circuits._recomputed import into_queries_and_keys
from cutaway.errors import DataError
from cutaway.intervene import Contrast
from cutaway.tasks import Pair, Task

SPANS = ({"a": (0, 1), "b": (2, 4)}, {"a": (0, 1), "b": (2, 3)}, {"a": (1, 2), "b": (2, 5)}, {"b": (0, 1), "a": (2, 3)})
"""Of the four prompts of `pairs`, whose third and fourth tokens differ; in the last the order is another."""


@dataclass(frozen=True, kw_only=True)
class Spanned(Contrast):
    """Token ids whose spans are said."""

    def token_spans(self, lm):
        lengths = self.clean.lengths.tolist()
        return tuple({**spans, "end": (n - 1, n)} for spans, n in zip(SPANS, lengths, strict=False))


def spanned(*lengths: int) -> Spanned:
    setting = pairs(lengths) if lengths else pairs()
    return Spanned(**{name: getattr(setting, name) for name in ("clean", "corrupted", "answers")})


def drawn(graph: Graph, share: float, seed: int) -> torch.Tensor:
    return (torch.rand(graph.shape, generator=torch.Generator().manual_seed(seed)) < share) & graph.valid


def test_the_graph_of_a_tasks_spans():
    lm = model("llama")
    graph = span_graph(lm, spanned())
    assert graph.spans == ("a", "b", "end", "elsewhere") and graph.whole.same_as(Graph.of(lm))
    assert graph.shape == (graph.whole.shape[0], 4 * graph.whole.shape[1])
    sees = {(a, b) for i, a in enumerate(graph.spans) for j, b in enumerate(graph.spans) if graph.sees[i][j]}
    # Every token sees itself; in one prompt b comes first; nothing comes after the end.
    assert {("a", "b"), ("b", "a"), ("a", "end"), ("elsewhere", "b")} <= sees
    assert not {("end", "a"), ("end", "b"), ("end", "elsewhere")} & sees
    edge = graph.edge("embed->k.1.0@b")
    assert graph.edge_text(*edge) == "embed->k.1.0@b" and graph.texts(graph.select(["embed->k.1.0@b"])) == [
        "embed->k.1.0@b"
    ]
    with pytest.raises(DataError, match=r"names no span; write k\.1\.0@a"):
        graph.edge("embed->k.1.0")
    assert not bool(graph.valid[:, graph.destination("logits@b")].any()), "the answer is read at the end"
    with pytest.raises(DataError, match="never reaches the answer"):
        graph.edge("embed->logits@b")
    with pytest.raises(DataError, match="is computed after"):
        graph.edge("mlp_out.1->q.0.0@b")
    assert Graph.from_head(graph.head()).same_as(graph) and not graph.same_as(graph.whole)
    assert not graph.same_as(graph.whole.by_span(graph.spans)), "the order of spans is part of a graph"
    for wrong in ([], ["a", "a"], ["a@b"]):
        with pytest.raises(DataError, match="different names"):
            graph.by_span(wrong)


def test_descriptions_and_mergers_hold_only_what_is_on_a_path_at_its_own_span():
    for seed in range(12):
        scores = scored(seed)
        graph = scores.graph
        circuit = top_edges(scores, 45)
        whole = circuit.whole
        assert {name.partition("@")[0] for name in circuit.nodes} == set(whole.nodes)
        assert whole.kept == whole.chosen == len({text.partition("@")[0] for text in circuit.texts()})
        path = _widest_path(circuit)
        columns = [graph.edge(f"{source}->{destination}") for source, destination, _ in path]
        assert all(bool(circuit.connected[edge]) for edge in columns)
        for (_, before), (row, column) in pairwise(columns):
            node = row * graph.n_spans + column % graph.n_spans
            assert bool(graph.inputs[node, before]), "each edge is read by the node that the next one comes from"
        assert columns[0][0] == 0 and graph.destinations[columns[-1][1]] == "logits@end"
        inside = {text.partition("@")[0]: 0.0 for text in circuit.texts()}
        for row, column in circuit.connected.nonzero().tolist():
            inside[graph.edge_text(row, column).partition("@")[0]] += float(scores.values[row, column])
        got = {f"{source}->{destination}": score for source, destination, score in whole.to_json()["edges"]}
        assert got == pytest.approx(inside, abs=1e-5)


def test_pairs_without_spans_are_refused_and_so_are_others_than_the_graphs():
    lm = model("llama")
    with pytest.raises(DataError, match="name no token spans"):
        score_edges(lm, pairs(), method="eap", by_span=True)
    graph = span_graph(lm, spanned())
    with pytest.raises(DataError, match="use pairs of the same task"):
        CircuitRunner(lm, pairs(), graph=graph)
    with pytest.raises(DataError, match="name the spans b, and"):
        CircuitRunner(lm, spanned(), graph=graph.by_span(["a", "end", "elsewhere"]))
    named = Task(name="plain", pairs=(Pair(clean="w3 w4 w5", corrupted="w3 w6 w5", answer="w1", wrong="w2"),))
    with pytest.raises(DataError, match="use pairs of the same task"):
        CircuitRunner(made.lm(), named, graph=Graph.of(made.lm()).by_span(graph.spans))
    with pytest.raises(DataError, match="elsewhere must be among them"):
        CircuitRunner(lm, spanned(), graph=Graph.of(lm).by_span(["a", "b", "end"]))
    with pytest.raises(DataError, match="sees itself"):
        graph.by_span(["a", "b"], [[True, True], [True, False]])
    with pytest.raises(DataError, match="start from a circuit that tells spans apart"):
        acdc(lm, spanned(), 0.1, among=top_edges(score_edges(lm, spanned(), method="eap"), 5), by_span=True)
    one = top_edges(score_edges(lm, spanned(), method="eap", by_span=True), 9)
    other = graph.whole.by_span(graph.spans)
    with pytest.raises(DataError, match=r"seen: .*b from a.*make the runner with"):
        evaluate_circuit(lm, one, CircuitRunner(lm, spanned(), graph=other))
    with pytest.raises(DataError, match="of another model"):
        CircuitRunner(lm, spanned(), graph=Graph.of_shape(7, 2).by_span(graph.spans))


@pytest.mark.parametrize("family", ["gpt2", "llama"])
@pytest.mark.parametrize("value", ["resample", "zero"])
def test_any_mask_of_spans_is_what_plain_loops_give(family, value):
    lm, setting = model(family), spanned()
    graph = span_graph(lm, setting)
    runner = CircuitRunner(lm, setting, ablation=Ablation(value=value), graph=graph)
    assert runner.places is not None and runner.ablation.positions == "spans"
    masks = [drawn(graph, 0.5, 0).float(), torch.rand(graph.shape, generator=torch.Generator().manual_seed(4))]
    masks.append(masks[1].clone())
    masks[2][:, -9 * graph.n_spans :] = 0.25  # shares its beginning with the one before
    got = runner.logits_many(masks)
    for number, mask in enumerate(masks):
        at = (mask * graph.valid).unflatten(1, (-1, graph.n_spans))
        for row, ids in enumerate(setting.clean.rows):
            place = runner.places[row, : len(ids)]
            weight = {
                graph.whole.edge_text(i, j): at[i, j][place][:, None] for i, j in graph.whole.valid.nonzero().tolist()
            }
            ablated = plain_run(lm.hf, graph.whole, torch.tensor(setting.corrupted.rows[row]), {}, None)[1]
            if value == "zero":
                ablated = {name: torch.zeros_like(out) for name, out in ablated.items()}
            expected, _ = plain_run(lm.hf, graph.whole, torch.tensor(ids), weight, ablated)  # type: ignore[arg-type]
            torch.testing.assert_close(got[number, row], expected, atol=2e-4, rtol=1e-4)


@pytest.mark.parametrize("family", ["llama", "gemma2", "bloom", "phi", "mixtral"])
def test_masks_alike_at_all_spans_are_those_of_the_plain_graph(family):
    lm, setting = model(family), spanned()
    graph = span_graph(lm, setting)
    runner, plain = CircuitRunner(lm, setting, graph=graph), CircuitRunner(lm, setting)
    for seed in range(2):
        mask = random_mask(plain.graph, seed)
        torch.testing.assert_close(
            runner.logits(mask.repeat_interleave(graph.n_spans, 1)), plain.logits(mask), atol=1e-4, rtol=1e-4
        )
    torch.testing.assert_close(runner.clean_values, runner.values([runner.full])[0], atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(runner.ablated_values, plain.ablated_values, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("family", ["llama", "gpt2"])
def test_what_is_not_connected_does_nothing_and_what_is_may_do_something(family):
    lm, setting = model(family), spanned()
    graph = span_graph(lm, setting)
    runner = CircuitRunner(lm, setting, graph=graph)
    masks = [drawn(graph, share, seed) for seed, share in enumerate((0.05, 0.1, 0.2, 0.3, 0.5))]
    connected = [graph.connected(mask) for mask in masks]
    assert any(int(a.sum()) < int(b.sum()) for a, b in zip(connected, masks, strict=True))
    torch.testing.assert_close(runner.values(masks), runner.values(connected), atol=1e-5, rtol=1e-4)
    # A path through the keys of b, read at the end, changes the answer; the same edges at other spans lead nowhere.
    last = lm.n_layers - 1
    path = ["embed->v.0.0@b", "head_out.0.0->logits@end"]
    chosen = graph.select(path)
    assert torch.equal(graph.connected(chosen), chosen) and graph.nodes(chosen) == [
        "embed@b",
        "head_out.0.0@end",
        "logits",
    ]
    assert float((runner.values([chosen])[0] - runner.ablated_values).abs().max()) > 1e-6
    broken = graph.select(["embed->mlp_in.0@b", "mlp_out.0->logits@end"])
    assert not bool(graph.connected(broken).any())
    torch.testing.assert_close(runner.values([broken])[0], runner.ablated_values, atol=1e-6, rtol=1e-5)
    at_b = [text for text in graph.texts(graph.valid) if f"q.{last}" in text and text.endswith("@b")]
    assert not at_b, "what the last layer reads before the end, the logits never hear of"


@pytest.mark.parametrize("family", ["llama", "gpt2"])
def test_scores_of_spans_are_derivatives_and_sum_to_those_of_the_plain_graph(family):
    lm, setting = model(family), spanned()
    graph = span_graph(lm, setting)
    runner = CircuitRunner(lm, setting, graph=graph)
    expected = mask_derivative(runner, runner.full)
    found = {
        method: score_edges(lm, setting, method=method, steps=2, by_span=True)
        for method in ("eap", "eap-ig", "eap-ig-activations", "mask-gradient")
    }
    torch.testing.assert_close(
        found["eap"].values, expected.float(), atol=2e-3 * float(expected.abs().max()), rtol=1e-3
    )
    halfway = sum(mask_derivative(runner, alpha * runner.full.float()) for alpha in (0.25, 0.75)) / 2
    torch.testing.assert_close(
        found["mask-gradient"].values, halfway.float(), atol=2e-3 * float(halfway.abs().max()), rtol=1e-3
    )
    for method, scores in found.items():
        plain = score_edges(lm, setting, method=method, steps=2)
        assert scores.ablation.positions == "spans" and plain.ablation.positions == "all"
        size = float(plain.values.abs().max())
        torch.testing.assert_close(scores.whole.values, plain.values, atol=1e-4 * size, rtol=1e-3)
        torch.testing.assert_close(scores.whole.components, plain.components, atol=1e-3 * size, rtol=1e-3)
    # Only tokens of b and the first after it differ, so the embedding has nothing to lose at a.
    lost = found["eap"].values[0].abs().unflatten(0, (-1, graph.n_spans)).sum(0)
    assert float(lost[graph.spans.index("b")]) > 1e-3


@pytest.mark.parametrize("family", ["llama", "gpt2"])
def test_atp_star_recomputes_the_softmax_for_keys_and_queries_of_a_span(family):
    lm, setting = model(family), spanned(6, 5)
    scores = score_edges(lm, setting, method="atp*", keep_pairs=True, by_span=True)
    graph, last = scores.graph, lm.n_layers - 1
    runner = CircuitRunner(lm, setting, graph=graph, share_prefix=False)
    edges = (
        f"mlp_out.0->k.{last}.0@b",
        f"mlp_out.0->k.{last}.1@end",
        f"head_out.0.1->q.{last}.0@end",
        f"embed->k.{last}.0@b",
    )
    for text in edges:
        row, column = graph.edge(text)
        expected = lost_by_the_last_z(runner, text)
        assert scores.per_pair is not None and float(expected.abs().max()) > 0, text
        size = float(expected.abs().max())
        torch.testing.assert_close(scores.per_pair[:, row, column], expected, atol=2e-2 * size + 1e-6, rtol=2e-2)
    plain = score_edges(lm, setting, method="atp*", keep_pairs=True).per_pair
    assert plain is not None and scores.per_pair is not None
    linear = torch.tensor([site.kind in ("v", "mlp_in") for site in graph.whole.destination_sites])
    each = scores.per_pair.unflatten(2, (-1, graph.n_spans)).abs().sum(-1)
    assert bool((plain.abs() <= each + 1e-4 * plain.abs().max())[..., linear].all()), (
        "a sum's size, at most that of its parts"
    )


def test_what_queries_lose_at_each_span_adds_up_and_keys_count_where_they_stand():
    lm, setting = model("llama"), spanned(6, 5)
    runner = CircuitRunner(lm, setting, graph=span_graph(lm, setting), share_prefix=False)
    by = Differentiator(lm=lm, layers=runner.projections, constants=runner.constants)
    (chunk,) = runner.chunks
    seen = by.run(chunk.tokens, lambda logits: runner.score(logits, chunk.rows))
    change = runner.said(chunk) - runner.ablated(chunk)
    spans = runner.spans(chunk)
    assert spans is not None
    n = runner.graph.n_spans

    def found(spans: torch.Tensor, n: int) -> list[tuple[slice, torch.Tensor]]:
        return list(into_queries_and_keys(by, seen, change, [seen.z_gradient], spans, n))

    plain, each, one = found(torch.zeros_like(spans), 1), found(spans, n), found(torch.ones_like(spans), 2)
    assert len(plain) == len(each) == 2 * lm.n_layers
    for number, ((columns, whole), (_, parts), (apart, only)) in enumerate(zip(plain, each, one, strict=True)):
        assert (apart.start, apart.stop) == (2 * columns.start, 2 * columns.stop)
        torch.testing.assert_close(only[..., 1::2], whole)
        assert not only[..., 0::2].any()
        parts = parts.unflatten(-1, (-1, n))
        if number not in (0, 1, 2 * lm.n_layers - 2):  # embeddings differ at one span; the last queries count at one
            assert int((parts.abs().sum((0, 1, 2, 3)) > 0).sum()) > 1
        if number % 2 == 0:
            torch.testing.assert_close(parts.sum(-1), whole, atol=1e-6, rtol=1e-4)


def test_exact_scores_of_spans_ablate_an_edge_at_one_span_only():
    lm, setting = model("llama"), spanned()
    scores = score_edges(lm, setting, method="exact", sample=12, by_span=True, keep_pairs=True)
    runner = CircuitRunner(lm, setting, graph=scores.graph)
    assert scores.measured is not None and int(scores.measured.sum()) == 12 and scores.per_pair is not None
    for row, column in scores.measured.nonzero().tolist():
        mask = runner.full.clone()
        mask[row, column] = False
        expected = runner.values([runner.full])[0] - runner.values([mask])[0]
        torch.testing.assert_close(scores.per_pair[:, row, column], expected, atol=1e-5, rtol=1e-3)
    whole = scores.whole.measured
    assert whole is not None and int(whole.sum()) < 12, "measured as a whole is what was measured at every span"
    n = scores.graph.n_spans
    for row, column in whole.nonzero().tolist():
        part = slice(n * column, n * (column + 1))
        assert bool((scores.measured[row, part] | ~scores.graph.valid[row, part]).all())


def scored(seed: int = 0, spans: tuple[str, ...] = ("a", "b", "end")) -> EdgeScores:
    graph = Graph.of_shape(3, 4, 2).by_span(spans)
    values = torch.randn(graph.shape, generator=torch.Generator().manual_seed(seed)) * graph.valid
    return EdgeScores(graph=graph, values=values, method="random")


def test_greedy_choice_takes_only_what_is_heard_and_a_size_is_never_shrunk():
    scores = scored()
    graph = scores.graph
    for n in (1, 7, 70, graph.n_edges):
        circuit = top_edges(scores, n)
        assert circuit.chosen == n
    assert top_edges(scores, graph.n_edges).kept == graph.n_edges
    circuit = top_edges(scores, 30)
    speaking = graph.speaking(circuit.edges)
    for column in circuit.edges.any(0).nonzero().flatten().tolist():
        heard = graph.destinations[column] == "logits@end" or bool((speaking & graph.inputs[:, column]).any())
        assert heard, graph.destinations[column]
    assert int(scores.values[:, -1].abs().argmax()) in circuit.edges[:, -1].nonzero().flatten().tolist()


def test_random_circuits_have_as_many_edges_at_every_span_and_connected_ones_are_connected():
    circuit = top_edges(scored(), 60)
    graph = circuit.graph
    per_span = circuit.edges.unflatten(1, (-1, 3)).sum((0, 1))
    one = circuit.random(3)
    assert torch.equal(one.unflatten(1, (-1, 3)).sum((0, 1)), per_span)
    assert graph.profile(one) == graph.profile(circuit.edges) and not torch.equal(one, circuit.edges)
    assert int((graph.connected(one)).sum()) < 60
    for seed in range(3):
        joined = circuit.random_connected(seed)
        assert torch.equal(graph.connected(joined), joined) and int(joined.sum()) == circuit.kept
        assert not torch.equal(joined, circuit.connected)


def test_components_at_a_span_are_ablated_there_alone():
    lm, setting = model("llama"), spanned()
    scores = score_edges(lm, setting, method="eap", by_span=True)
    circuit = top_components(scores, 5)
    graph = circuit.graph
    assert int((circuit.components & ~graph.embedding).sum()) <= 5
    names = [name for name in graph.nodes(circuit.edges) if not name.startswith(("embed", "logits"))]
    assert names and all("@" in name for name in names)
    one = evaluate_circuit(lm, circuit, setting, draws=2, drop=0)
    assert "by token span" in str(one.ablation) and one.ablation.granularity == "node"


def test_searches_delete_and_learn_edges_span_by_span(tmp_path):
    lm, setting = model("llama"), spanned()
    start = top_edges(score_edges(lm, setting, method="eap", by_span=True), 60)
    found = acdc(lm, setting, 1e-3, among=start)
    assert found.graph.same_as(start.graph) and found.ablation.positions == "spans"
    assert 0 < found.chosen < 60 and not bool((found.edges & ~start.edges).any())
    # The plain loop: in the same order, every edge goes without which the metric worsens by less than tau.
    runner = CircuitRunner(lm, setting, metric="kl", graph=start.graph)
    mask = start.edges.clone()
    loss = float(runner.values([mask]).double().mean())
    for column in reversed(range(mask.shape[1])):
        for row in reversed(range(mask.shape[0])):
            if mask[row, column]:
                less = mask.clone()
                less[row, column] = False
                after = float(runner.values([less]).double().mean())
                if after - loss < 1e-3:
                    mask, loss = less, after
    connected = start.graph.connected
    assert torch.equal(connected(mask), connected(found.edges))
    training = PruneTraining(steps=4, batch_pairs=2)
    learned = prune(lm, setting, 30, training=training, by_span=True, checkpoint=tmp_path / "p.safetensors")
    assert learned.graph.same_as(start.graph) and learned.chosen == 30 and learned.ablation.positions == "spans"
    with pytest.raises(DataError, match="another search"):
        prune(lm, setting, 30, training=training, checkpoint=tmp_path / "p.safetensors")


def test_a_circuit_of_spans_is_found_evaluated_saved_and_taken_together(tmp_path):
    lm = made.lm()
    task = Task(
        name="spans",
        pairs=tuple(
            Pair(clean=a, corrupted=b, answer="w10", wrong="w11", spans={"first": (0, 2), "middle": (6, 11)})
            for a, b in (
                ("w3 w4 w5 w6 w7", "w9 w4 w8 w6 w7"),
                ("w5 w3 w4 w7 w8", "w9 w3 w6 w7 w8"),
                ("w5 w3 w4 w6 w8", "w7 w3 w6 w6 w8"),
                ("w4 w3 w5 w6 w8", "w7 w3 w9 w6 w8"),
            )
        ),
    )
    circuit = find_circuit(lm, task, steps=2, n_edges=40, by_span=True)
    assert circuit.graph.spans == ("first", "middle", "end", "elsewhere")
    assert "by token span" in str(circuit.ablation) and 0 < circuit.provenance["stability"]["jaccard"] <= 1
    again = Circuit.load(circuit.save(tmp_path / "c.safetensors"))
    assert again.graph.same_as(circuit.graph) and again.to_json() == circuit.to_json()
    one = evaluate_circuit(lm, again, task, draws=2, drop=3)
    assert one.n == 4 and len(one.dropped) == 3 and all("@" in text for text in one.dropped)
    assert evaluate_scores(lm, again.edge_scores(), task, shares=(0.1, 1.0)).faithfulness[-1] == pytest.approx(1)
    with pytest.raises(DataError, match="circuit's graph"):
        evaluate_circuit(lm, again, CircuitRunner(lm, task))
    whole = again.whole
    assert whole.graph.same_as(Graph.of(lm)) and whole.ablation.positions == "all"
    assert set(whole.graph.texts(whole.edges)) == {text.partition("@")[0] for text in again.graph.texts(again.edges)}
    assert compare_circuits({"spans": again, "whole": whole}).edges[0, 1] == 1
    words = describe_circuit(lm, again, task)
    assert words.circuit.graph.same_as(again.graph)
    assert all(head.at and set(head.at) <= set(again.graph.spans) for head in words.heads)
    assert "Which heads it hears at each span" in words.text and "token spans first, middle, end" in words.text
    assert "heard at" in words.save_html(tmp_path / "w.html").read_text()
    assert again.save_html(tmp_path / "c.html").read_text().count("@end") > 1
    scores = score_edges(lm, task, method="eap", by_span=True, keep_pairs=True)
    assert float(stability_of(scores, 20, draws=4).edges[0]) > 0
    assert replace(scores, per_pair=None).whole.graph.same_as(Graph.of(lm))
