"""Which edges are true: by the program, by the weights, and by trying each."""

import pytest
import torch

from cutaway.circuits import Ablation, CircuitRunner, Graph
from cutaway.model import LanguageModel, add
from cutaway.planted import PROGRAMS, PlantedConfig, PlantedForCausalLM, compile_program, edge_effects
from cutaway.planted._edgewise import edge_run


@pytest.fixture(scope="module", params=PROGRAMS)
def planted(request):
    return compile_program(request.param)


def small(seed=0, norm="rms"):
    config = PlantedConfig(
        vocab_size=11, hidden_size=12, intermediate_size=20, num_attention_heads=3, head_dim=5, norm=norm
    )
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model = PlantedForCausalLM(config)
        for parameter in model.parameters():
            torch.nn.init.normal_(parameter, std=0.4)
    return LanguageModel(model)


def ids(seed, n=4, length=6):
    return torch.randint(0, 11, (n, length), generator=torch.Generator().manual_seed(seed))


class TestTheEdgewiseRun:
    @pytest.mark.parametrize("norm", ["rms", "none"])
    def test_with_all_edges_it_is_the_plain_run(self, norm):
        lm = small(norm=norm)
        logits, sources = edge_run(lm.hf, ids(1))
        run = lm.run(ids(1), read=["embed", "head_out", "mlp_out"])
        torch.testing.assert_close(logits, run.last_logits, atol=1e-5, rtol=1e-5)
        expected = [run["embed"]]
        for layer in range(lm.n_layers):
            expected += [*run[f"head_out.{layer}"].movedim(2, 0), run[f"mlp_out.{layer}"]]
        torch.testing.assert_close(sources, torch.stack(expected), atol=1e-5, rtol=1e-5)

    def test_without_any_edge_it_is_the_other_run(self):
        lm = small()
        other, instead = edge_run(lm.hf, ids(2))
        keep = torch.zeros(4, *Graph.of(lm).shape)
        torch.testing.assert_close(edge_run(lm.hf, ids(1), keep=keep, instead=instead)[0], other)

    def test_one_edge_to_the_logits_is_its_own_change_in_the_last_stream(self):
        lm = small()
        graph = Graph.of(lm)
        _, instead = edge_run(lm.hf, ids(2))
        for source in ("embed", "head_out.0.1", "mlp_out.1"):
            keep = graph.valid.float().repeat(4, 1, 1)
            keep[:, graph.source(source), graph.destination("logits")] = 0
            found, _ = edge_run(lm.hf, ids(1), keep=keep, instead=instead)
            clean, other = (lm.run(ids(i), read=[source, "resid_post.1"]) for i in (1, 2))
            moved = clean["resid_post.1"] + other[source] - clean[source]
            torch.testing.assert_close(found, lm.unembed(moved)[:, -1], atol=1e-5, rtol=1e-5)

    def test_one_edge_to_an_mlp_is_an_edit_of_what_it_reads(self):
        lm = small(norm="none")
        graph = Graph.of(lm)
        _, instead = edge_run(lm.hf, ids(2))
        keep = graph.valid.float().repeat(4, 1, 1)
        keep[:, graph.source("head_out.0.2"), graph.destination("mlp_in.1")] = 0
        clean, other = (lm.run(ids(i), read=["head_out.0.2"])["head_out.0.2"] for i in (1, 2))
        expected = lm.run(ids(1), edits=[add("mlp_in.1", other - clean)]).last_logits
        torch.testing.assert_close(
            edge_run(lm.hf, ids(1), keep=keep, instead=instead)[0], expected, atol=1e-5, rtol=1e-5
        )

    def test_nodes_are_in_the_order_of_the_graph(self):
        """Every edge alone: where the source comes too late, its column is not even read."""
        lm = small()
        graph = Graph.of(lm)
        plain, _ = edge_run(lm.hf, ids(1))
        _, instead = edge_run(lm.hf, ids(2))
        for row, column in torch.ones(graph.shape).nonzero().tolist():
            keep = torch.ones(4, *graph.shape)
            keep[:, row, column] = 0
            moved = (edge_run(lm.hf, ids(1), keep=keep, instead=instead)[0] - plain).abs().max()
            # Some processors round batches of other contents differently, by 1e-7; the least of the edges moves 1e-4.
            assert (moved > 1e-5) == bool(graph.valid[row, column]), graph.edge_text(row, column)


class TestTruth:
    def test_no_edge_but_the_programs_does_anything(self, planted):
        """Exactly nothing, alone and among others, under every ablation."""
        outside = planted.graph.valid & ~planted.wired
        for ablation in ("resample", "mean", "zero"):
            found = planted.effects(ablation, among=outside, n=6, sets=1)
            assert float(torch.maximum(found.alone, found.among_others).max()) == 0

    def test_every_edge_of_the_mechanism_moves_the_answer_by_itself(self, planted):
        if planted.program.name == "backup":
            pytest.skip("made so that some do not")
        found = planted.effects(among=planted.wired)
        assert bool((found.alone[planted.mechanism] > 0.4).all())
        assert bool((planted.mechanism & ~planted.wired).sum() == 0) and int(planted.mechanism.sum()) >= 2

    def test_what_is_hidden_from_resampling_is_the_same_in_both_prompts(self, planted):
        """The start token, a position, or whether there is a symbol at all."""
        constant = {"start", "indices"}
        everything = {"fraction_of_previous", "balanced_brackets"}  # whose heads select all symbols alike
        for wire in planted.wires:
            row, column = planted.graph.edge(f"{wire.source}->{wire.destination}")
            shared = {w.variable for w in planted.wires if w[:2] == wire[:2]}
            hidden = shared <= constant or (planted.program.name in everything and wire.destination.startswith("k"))
            assert bool(planted.mechanism[row, column]) != hidden, wire

    def test_of_two_heads_that_do_the_same_neither_is_missed_alone(self):
        planted = compile_program("backup")
        found = planted.effects(among=planted.wired)
        twofold = [f"embed->k.0.{h}" for h in (0, 1)] + [f"head_out.0.{h}->mlp_in.0" for h in (0, 1)]
        for text in twofold:
            place = planted.graph.edge(text)
            assert float(found.alone[place]) < 1e-3 and float(found.among_others[place]) > 0.9, text
        assert set(planted.graph.texts(planted.mechanism)) == {*twofold, "mlp_out.0->mlp_in.1", "mlp_out.1->logits"}

    def test_zero_ablation_sees_the_constants_besides(self):
        planted = compile_program("previous_token")
        named = {kind: set(planted.graph.texts(planted.effects(kind).true)) for kind in ("resample", "mean", "zero")}
        assert named["resample"] == named["mean"] == {"embed->v.0.0", "head_out.0.0->logits"}
        assert named["zero"] - named["resample"] == {"embed->q.0.0", "embed->k.0.0"}

    def test_an_edge_that_another_makes_up_for_is_seen_among_others(self):
        """Two heads that copy the same token: neither is missed alone."""
        planted = compile_program("previous_token")
        hf = planted.lm.hf
        attention, size = hf.model.layers[0].self_attn, hf.config.head_dim
        with torch.no_grad():
            for p in (attention.q_proj, attention.k_proj, attention.v_proj):
                p.weight[size:] = p.weight[:size]
                p.bias[size:] = p.bias[:size]
            attention.o_proj.weight[:, size:] = attention.o_proj.weight[:, :size]
            hf.lm_head.weight *= 4  # so that one head alone is as sure as two
        found = edge_effects(planted.lm, planted.task(n=12), ablation=Ablation(value="zero"), sets=4)
        row, column = planted.graph.edge("head_out.0.1->logits")
        assert float(found.alone[row, column]) < 0.01
        assert float(found.among_others[row, column]) > 0.5 and bool(found.true[row, column])


@pytest.mark.parametrize("value", ["resample", "mean", "zero"])
def test_the_engine_of_circuits_says_the_same(value):
    """Every edge of two programs, ablated by `CircuitRunner` and by the edgewise run."""
    for name in ("histogram", "induction"):
        planted = compile_program(name)
        task = planted.task(n=6)
        clean, corrupted = (planted.lm.tokenize(prompts).ids for prompts in (task.clean, task.corrupted))
        _, instead = edge_run(planted.lm.hf, corrupted)
        if value == "mean":
            instead = instead.mean(1, keepdim=True).expand_as(instead)
        elif value == "zero":
            instead = torch.zeros_like(instead)
        edges = planted.graph.valid.nonzero()
        masks = planted.graph.valid.repeat(len(edges), 1, 1)
        masks[torch.arange(len(edges)), edges[:, 0], edges[:, 1]] = False
        found = CircuitRunner(planted.lm, task, ablation=Ablation(value=value)).logits_many(masks)
        for mask, logits in zip(masks, found, strict=True):
            own, _ = edge_run(planted.lm.hf, clean, keep=mask.float().expand(6, -1, -1), instead=instead)
            torch.testing.assert_close(logits, own, atol=1e-4, rtol=1e-4)
