"""Neuron2Graph: planted units are recovered, matching tries every way, and scores are what a plain count gives."""

import json
import random
from itertools import product

import numpy as np
import pytest
import torch
from sklearn.metrics import precision_recall_fscore_support

from corpora import characters, documents
from cutaway.errors import DataError
from cutaway.features import (
    Dictionary,
    DictionaryConfig,
    GraphOptions,
    GraphStudy,
    Units,
    draw_units,
    neuron_graph,
    neuron_graphs,
)
from cutaway.features._units import Recorded, open_units, record
from cutaway.features.neuron2graph._build import Piece, Prober, important, paths, prune, suffices, weigh
from cutaway.features.neuron2graph._graph import Step, Text, Trie
from cutaway.features.neuron2graph._replace import replaced_losses
from cutaway.features.neuron2graph._score import NGram, detection
from cutaway.model import LanguageModel, ablate
from cutaway.store import Corpus, Packing, harvest
from families import VOCAB, tiny
from made import words

COMMON = 30
"""Words that the texts are made of."""
PACKING = Packing(length=24)
OPTIONS = GraphOptions(strongest=12, per_group=2, substitutes=3)


def texts(n: int, seed: int = 0) -> list[str]:
    rng = random.Random(seed)
    return [" ".join(f"w{rng.randrange(COMMON)}" for _ in range(24)) for _ in range(n)]


WORDS = Corpus(name="words", read=lambda: iter(texts(600)))


@pytest.fixture(scope="module")
def lm():
    return LanguageModel(tiny("llama"), words(), name="words")


class Planted(Units):
    """One unit that a rule of the tokens so far decides; its model is run, but not listened to."""

    rule = staticmethod(lambda ids, place: 0.0)

    @classmethod
    def by(cls, rule):
        made = type("ByRule", (cls,), {"rule": staticmethod(rule)})
        return made(sites=("mlp_post.0",), count=1, sides=torch.ones(1))

    def of(self, read, units=None):
        if hasattr(read, "pos"):  # a batch of a stream
            begins = (read.pos == 0).nonzero()[:, 0].tolist()
            found = torch.zeros(len(read), 1)
            for begin, end in zip(begins, [*begins[1:], len(read)], strict=True):
                ids = read.ids[begin:end].tolist()
                found[begin:end, 0] = torch.tensor([float(self.rule(ids, place)) for place in range(len(ids))])
            return found
        rows = [[float(self.rule(row, place)) for place in range(len(row))] for row in read.tokens.rows]
        width = read.tokens.ids.shape[1]
        return torch.tensor([row + [0.0] * (width - len(row)) for row in rows])[..., None]


def planted(lm, rule, **settings):
    return neuron_graph(lm, Planted.by(rule), 0, WORDS, packing=PACKING, n_tokens=None, options=OPTIONS, **settings)


RULES = {
    "a token": lambda ids, i: 2.0 * (ids[i] == 7),
    "one of some tokens": lambda ids, i: 1.0 + 0.1 * ids[i] if ids[i] in (3, 20, 21) else 0.0,
    "a token behind another": lambda ids, i: 2.0 * (ids[i] in (10, 11, 12) and i > 0 and ids[i - 1] in (25, 26, 27)),
    "whatever stands behind a token": lambda ids, i: 3.0 * (i > 0 and ids[i - 1] == 28),
    "a token two before, whatever is between": lambda ids, i: 2.0 * (i > 1 and ids[i - 2] == 13),
    "a token seen before": lambda ids, i: 2.0 * (ids[i] in ids[:i]),
}


@pytest.mark.parametrize("name", RULES)
def test_a_planted_unit_is_recovered(lm, name):
    found = planted(lm, RULES[name], replace_rows=0)
    assert found.f1 == 1.0, found.to_json()
    assert found.graph.fired > 10 and found.control.f1 < 0.6
    if name in ("whatever stands behind a token", "a token two before, whatever is between", "a token seen before"):
        assert found.token_table.f1 < 0.6  # the last token says nothing here
    json.dumps(found.to_json(), allow_nan=False)
    row = [int(word[1:]) for word in texts(1, seed=5)[0].split()]
    truth = [False] + [RULES[name](row, i) >= found.threshold for i in range(1, len(row))]
    assert found.fires(row) == truth
    predicted = np.array(found.activations(row))
    assert (predicted[truth] >= 0.5 * found.threshold).all() and (predicted >= 0).all()
    assert (found.findings()[0].grade == "verified") and found.label


def test_a_latent_of_the_real_engine_is_recovered(lm):
    """A latent that reads the embedding, and so fires on one token."""
    embed = lm.hf.get_input_embeddings().weight
    direction = embed[12] / embed[12].norm()
    pre = embed @ direction
    second = pre[[token for token in range(VOCAB) if token != 12]].max()
    assert pre[12] > second
    config = DictionaryConfig(
        sites=("resid_pre.0",), widths_in=(lm.d_model,), latents=1, k=1, models=((lm.name, lm.fingerprint),)
    )
    dictionary = Dictionary(
        config,
        W_enc=direction[:, None].clone(),
        b_enc=torch.zeros(1),
        W_dec=direction[None].clone(),
        b_dec=torch.zeros(lm.d_model),
        threshold=((pre[12] + second) / 2).reshape(1),
    )
    found = neuron_graph(lm, dictionary, 0, WORDS, packing=PACKING, n_tokens=8000, options=OPTIONS, replace_rows=4)
    assert found.f1 == 1.0 and found.token_table.f1 == 1.0
    assert found.context == 1.0 and found.pruned == found.examples and found.label == "**w12**"
    assert found.replaced.rows == 4 and abs(found.replaced.predicted) < 0.003


def test_what_was_accepted_had_sufficed(lm):
    """A unit that fires in the text, but on no piece of it that is run again, has no graph; and it counts."""
    calls = []

    class Fickle(Planted):
        def run(self, lm, prompts, units=None):
            calls.append(len(prompts))
            tokens, values = super().run(lm, prompts, units)
            return tokens, values * 0

    Fickle.rule = staticmethod(RULES["a token"])
    found = neuron_graph(
        lm, Fickle(sites=("mlp_post.0",), count=1, sides=torch.ones(1)), 0, WORDS,
        packing=PACKING, n_tokens=None, options=OPTIONS, replace_rows=0,
    )  # fmt: skip
    assert calls and found.examples > 0 and found.pruned == 0 and found.nodes == ()
    assert (found.precision, found.recall, found.f1) == (0.0, 0.0, 0.0) and found.graph.fired > 0
    study = GraphStudy(graphs=(found, planted(lm, RULES["a token"], replace_rows=0)), title="two units")
    assert study.f1() == [0.0, 1.0] and study.mean()[0] == 0.5 and study.empty == 1


@pytest.mark.parametrize(
    ("values", "enough"),
    [([0.1, 1.0], True), ([0.1, 0.5], True), ([0.1, 0.49], False), ([0.9, 0.8], False), ([0.0, 0.0], False)],
)
def test_a_context_suffices_by_its_peak_and_its_activation(values, enough):
    assert suffices(np.array(values), 1.0, 0.5) == enough


def test_pruning_gives_the_shortest_context_and_masking_its_tokens(lm):
    """The unit wants 33, then anything, then 5 or 6: three tokens suffice, of which the middle one does not matter."""

    def rule(ids, i):
        return 2.0 * (i > 1 and ids[i] in (5, 6) and ids[i - 2] == 33)

    prober = Prober(lm, Planted.by(rule), [0])
    piece = Piece(column=0, row=[1, 2, 33, 33, 8, 5], activation=2.0)
    prune(prober, [piece], OPTIONS)
    assert piece.context == [33, 8, 5] and piece.kept == 2.0
    weigh(prober, [piece], np.arange(10, 30), OPTIONS)
    assert piece.importance == [1.0, 0.0, 1.0] and important(piece, OPTIONS) == [0, 2]
    strict, free = paths(piece.context, [0, 2], OPTIONS)
    assert strict == [Step("token", 5), Step("gap", least=1, most=1), Step("token", 33)]
    assert free == [Step("token", 5), Step("gap", least=0, most=3), Step("token", 33)]
    far = Piece(column=0, row=[], activation=1.0, context=[9, *range(20, 32), 4], kept=1.0)
    assert paths(far.context, [0, 13], OPTIONS) == [[Step("token", 4), Step("earlier", 9)]]


def plainly(path, ids, start):
    """Whether a path matches a row of ids at a place, by trying every width of every gap."""
    gaps = [step for step in path if step.kind == "gap"]
    for widths in product(*(range(step.least, step.most + 1) for step in gaps)):
        left, at, fits = list(widths), start, True
        for number, step in enumerate(path):
            if step.kind in ("token", "any"):
                at = start if number == 0 else at - 1
                fits = at >= 0 and (step.kind == "any" or ids[at] == step.token)
            elif step.kind == "gap":
                at -= left.pop(0)
                fits = at >= 0
            elif step.kind == "again":
                fits = ids[start] in ids[:start]
            else:
                fits = step.token in ids[:at]
            if not fits:
                break
        if fits:
            return True
    return False


def test_matching_tries_every_way():
    rng = random.Random(0)
    rows = [[rng.randrange(4) for _ in range(rng.randrange(1, 15))] for _ in range(40)]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    text = Text(np.concatenate(rows), starts)
    trie, added = Trie(), []
    for _ in range(120):
        path = [rng.choice([Step("any"), Step("token", rng.randrange(4))])]
        for _ in range(rng.randrange(4)):
            kinds = [Step("token", rng.randrange(4)), Step("again"), Step("earlier", rng.randrange(4))]
            if path[-1].kind != "gap":
                low = rng.randrange(3)
                kinds.append(Step("gap", least=low, most=low + rng.randrange(4)))
            path.append(rng.choice(kinds))
        added.append((path, trie.add(path, 1.0)))
    found = dict(trie.matches(text))
    places = [(row, place) for row in rows for place in range(len(row))]
    for path, node in added:
        expected = [n for n, (row, place) in enumerate(places) if plainly(path, row, place)]
        assert found.get(node, np.array([])).tolist() == expected, path
    # A greedy walk takes the nearer 2 and finds no 1 before it; the one before that has it.
    trie = Trie()
    trie.add([Step("token", 3), Step("gap", least=0, most=3), Step("token", 2), Step("token", 1)], 1.0)
    trie.enumerate()
    assert trie.best(Text(np.array([1, 2, 0, 2, 3]), np.array([0, 5])))[4] == 3
    # The deepest node of a branch speaks, and the best of the branches.
    trie = Trie()
    ends = [
        trie.add([Step("token", 3)]),
        trie.add([Step("token", 3), Step("token", 1)]),
        trie.add([Step("any"), Step("token", 2)]),
    ]
    trie.enumerate()
    for node, score in zip(ends, (0.9, 0.1, 0.5), strict=True):
        node.score = score
    said = trie.best(Text(np.array([1, 3, 2, 3, 0, 3]), np.array([0, 6])))
    assert said[[1, 3, 5]].tolist() == [ends[1].number, ends[0].number, ends[0].number]
    with pytest.raises(DataError, match="begins with"):
        trie.add([Step("gap", least=0, most=1)])


def test_counts_are_those_of_a_plain_count():
    rng = np.random.default_rng(0)
    predicted, truth = rng.random(500) < 0.3, rng.random(500) < 0.2
    found = detection(predicted, truth, rng.integers(0, 40, 500))
    expected = precision_recall_fscore_support(truth, predicted, average="binary")
    assert (found.precision, found.recall, found.f1) == pytest.approx(expected[:3])
    assert found.interval[0] <= found.f1 <= found.interval[1] and found.interval[0] < found.interval[1]
    nothing = detection(np.zeros(5, bool), np.zeros(5, bool), np.arange(5))
    assert (nothing.f1, nothing.fired, nothing.interval) == (0.0, 0, (0.0, 0.0))


def test_the_baselines_are_tables_of_the_training_text():
    rng = np.random.default_rng(1)
    starts = np.arange(0, 3001, 30)
    text = Text(rng.integers(0, 6, 3000), starts)
    values = (text.ids == 2) * rng.random(3000) + ((text.ids == 3) & (np.roll(text.ids, 1) == 1)) * 1.0
    counted = np.arange(3000) != text.begin
    table = NGram(text, values, counted, 0.5, most=1)
    base = (values[counted] >= 0.5).mean()
    for token in range(6):
        here = counted & (text.ids == token)
        share = ((values[here] >= 0.5).sum() + base) / (here.sum() + 1)
        place = int(np.flatnonzero(here)[0])
        assert table.rule.score[table.classes(text)[place]] == pytest.approx(share)
    triples = NGram(text, values, counted, 0.5, most=3)
    place = next(p for p in range(2, 3000) if text.begin[p] <= p - 2 and counted[p])
    same = [
        p for p in range(2, 3000)
        if text.begin[p] <= p - 2 and text.ids[p - 2 : p + 1].tolist() == text.ids[place - 2 : place + 1].tolist()
    ]  # fmt: skip
    assert triples.rule.n[triples.classes(text)[place]] == len(same)
    unseen = Text(np.array([9, 9, 9]), np.array([0, 3]))
    assert triples.classes(unseen).tolist() == [-1, -1, -1] and not triples.rule.fires(np.array([-1])).any()


def test_replacing_a_unit_by_itself_costs_nothing_and_by_nothing_what_an_ablation_costs(lm):
    units, text = record(lm, open_units(lm, "mlp_post.1"), [3, 4], WORDS, packing=PACKING, n_tokens=400)
    own = text.values[:, 1].astype(float)
    same = replaced_losses(lm, units, text, 1, own, mean=0.0, rows=4, seed=0)
    assert abs(same.predicted) < 1e-5 and same.rows == 4
    none = replaced_losses(lm, units, text, 1, np.zeros_like(own), mean=0.0, rows=len(text), seed=0)
    assert none.predicted == pytest.approx(none.mean)
    rises = []
    for row in range(len(text)):
        ids = torch.tensor(text.row(row))
        plain = lm.run([ids.tolist()], read="mlp_post.1.4")
        active = (plain["mlp_post.1.4"][0] * units.side(4) > 0).nonzero()[:, 0]
        active = active[active > 0].tolist()
        edited = lm.run([ids.tolist()], edits=[ablate("mlp_post.1.4", pos=active)] if active else [])
        loss = [torch.nn.functional.cross_entropy(run.logits[0, :-1], ids[1:]) for run in (plain, edited)]
        rises.append(float(loss[1] - loss[0]))
    assert none.predicted == pytest.approx(np.mean(rises), abs=1e-5)


def test_neurons_are_looked_at_together(lm):
    chosen = draw_units(40, 3, seed=1)
    together = neuron_graphs(
        lm, "mlp_post.1", chosen, WORDS, packing=PACKING, n_tokens=1500, options=OPTIONS, replace_rows=2
    )
    alone = neuron_graph(
        lm, "mlp_post.1", chosen[1], WORDS, packing=PACKING, n_tokens=1500, options=OPTIONS, replace_rows=2
    )
    assert [graph.unit for graph in together] == chosen and len(set(chosen)) == 3
    assert together[1].threshold == pytest.approx(alone.threshold) and together[1].graph.fired == alone.graph.fired
    study = GraphStudy(graphs=tuple(together), title="three neurons")
    assert study.to_json()["units"] == 3 and len(study.to_frame()) == 3 and study.findings()


def test_a_store_of_the_text_serves_as_well(lm, tmp_path):
    kept = harvest(lm, WORDS, "mlp_post.1", tmp_path / "store", packing=PACKING, n_tokens=3000)
    units, whole = record(lm, open_units(lm, "mlp_post.1"), [3], kept, packing=PACKING)
    _, same = record(lm, units, [3], WORDS, packing=PACKING, n_tokens=3000)
    assert sorted(map(tuple, (whole.row(r) for r in range(len(whole))))) == sorted(
        map(tuple, (same.row(r) for r in range(len(same))))
    )
    assert np.sort(whole.values[:, 0]) == pytest.approx(np.sort(same.values[:, 0]), abs=1e-5)
    train, heldout = whole.split(0.3)
    assert not set(train.document) & set(heldout.document) and len(train) + len(heldout) == len(whole)
    assert 0.15 < len(heldout) / len(whole) < 0.45
    found = neuron_graph(lm, "mlp_post.1", 3, kept, options=OPTIONS, replace_rows=0)
    assert found.n_train + found.n_heldout == len(whole.ids) - len(whole)
    with pytest.raises(DataError, match="without text"):
        neuron_graph(lm, "mlp_post.1", 3, kept, options=OPTIONS, n_tokens=20)


def test_a_start_token_is_put_before_pieces():
    lm = LanguageModel(tiny("llama"), characters(start=True), name="speller")
    corpus = Corpus(name="list", read=lambda: iter(documents(30)))
    units, text = record(lm, open_units(lm, "mlp_post.1"), [5], corpus, packing=PACKING, n_tokens=600)
    assert text.row(0)[0] == 1 and text.values[text.starts[:-1]].max() == 0
    prober = Prober(lm, units, [5])
    assert prober.start == [1]
    row = text.row(2)
    whole = prober([(0, row[1:])])[0]
    begin = int(text.starts[2])
    assert whole == pytest.approx(text.values[begin + 1 : begin + len(row), 0], abs=1e-4)


def test_refusals(lm):
    with pytest.raises(DataError, match="no unit"):
        neuron_graphs(lm, "mlp_post.1", [], WORDS)
    with pytest.raises(DataError, match="0 to 39"):
        neuron_graph(lm, "mlp_post.1", 99, WORDS, packing=PACKING)
    with pytest.raises(DataError, match="between 0 and 1"):
        GraphOptions(important=0.0)
    assert isinstance(Recorded, type)
