"""Stability, sparse probing, absorption and distinct contexts, on dictionaries and texts whose answers are known."""

from itertools import permutations

import numpy as np
import pytest
import torch

from corpora import characters, documents
from cutaway.errors import DataError
from cutaway.features import (
    Dictionary,
    DictionaryConfig,
    compare_dictionaries,
    count_contexts,
    first_letters,
    sparse_probe,
)
from cutaway.features.measures._polysemantic import _Contexts, _Strongest
from cutaway.model import LanguageModel
from cutaway.observe import Labelled
from cutaway.store import Corpus, Packing
from families import VOCAB, tiny

D = 24


def drawn(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def made(W_dec, site="resid_post.1", lm=None, **weights):
    n, width = W_dec.shape
    config = DictionaryConfig(
        kind="relu",
        sites=(site,),
        widths_in=(width,),
        latents=n,
        k=1,
        models=() if lm is None else ((lm.name, lm.fingerprint),),
    )
    given = {"W_enc": W_dec.T.clone(), "b_enc": torch.zeros(n), "b_dec": torch.zeros(width)} | weights
    return Dictionary(config, W_dec=W_dec, **given)


@pytest.fixture(scope="module")
def lm():
    return LanguageModel(tiny("llama"), characters(), name="speller")


# -- stability ----------------------------------------------------------------------------------------------------


def test_a_dictionary_in_another_order_and_size_is_the_same():
    W = drawn(60, D)
    found = compare_dictionaries(made(W), made(3 * W[torch.randperm(60)]))
    assert found.mean == pytest.approx(1, abs=1e-5) and found.shared == 1
    assert float(found.chance.mean()) < 0.7
    assert found.findings()[0].control == pytest.approx(float(found.chance.mean()))


def test_matching_is_the_best_one_to_one():
    a, b = drawn(6, 4), drawn(6, 4, seed=1)
    cosines = torch.nn.functional.normalize(a, dim=1) @ torch.nn.functional.normalize(b, dim=1).T
    best = max(sum(float(cosines[i, j]) for i, j in enumerate(order)) for order in permutations(range(6)))
    found = compare_dictionaries(made(a), made(b))
    assert float(found.matched.sum()) == pytest.approx(best, abs=1e-5)
    torch.testing.assert_close(found.closest, cosines.amax(1))
    assert float(found.closest.mean()) >= found.mean  # several may be closest to the same one


def test_random_dictionaries_agree_as_much_as_chance():
    found = compare_dictionaries(made(drawn(300, D)), made(drawn(300, D, seed=1)))
    assert abs(found.mean - float(found.chance.mean())) < 0.02


def test_half_shared_and_dead_latents_left_out():
    W = drawn(200, 64)
    other = torch.cat([W[:100], drawn(100, 64, seed=1)])
    assert compare_dictionaries(made(W), made(other)).shared == pytest.approx(0.5, abs=0.03)
    alive = torch.arange(200) < 100
    found = compare_dictionaries(made(W), made(other), alive=(alive, alive))
    assert found.shared == 1 and found.left_out == (100, 100)


def test_dictionaries_of_different_places_are_refused():
    with pytest.raises(DataError):
        compare_dictionaries(made(drawn(5, D)), made(drawn(5, D), site="resid_post.2"))
    none = torch.zeros(5, dtype=torch.bool)
    with pytest.raises(DataError):
        compare_dictionaries(made(drawn(5, D)), made(drawn(5, D)), alive=(none, none))


# -- sparse probing and absorption --------------------------------------------------------------------------------


def ends_in(lm, *, n=120, seed=0):
    """Prompts of random tokens with a class by their last token, and the embedding of that token at `embed`."""
    rng = np.random.default_rng(seed)
    rows = [tuple(int(i) for i in rng.integers(3, VOCAB, 4)) for _ in range(n)]
    return rows, np.asarray([row[-1] for row in rows])


def test_a_latent_that_is_the_class_is_found(lm):
    """The latent's direction is that on which the class's tokens are apart; no coordinate alone is."""
    rows, last = ends_in(lm)
    embeddings = lm.hf.get_input_embeddings().weight.detach()
    direction = torch.nn.functional.normalize(drawn(D, seed=5), dim=0)
    cut = float((embeddings[3:] @ direction).median())
    labels = tuple("high" if float(embeddings[token] @ direction) > cut else "low" for token in last)
    data = Labelled(name="halves", prompts=tuple(rows), labels=labels)
    W = torch.cat([direction[None], torch.nn.functional.normalize(drawn(40, D, seed=6), dim=1)])
    d = made(W, site="embed", lm=lm, b_enc=torch.cat([torch.tensor([-cut]), torch.full((40,), -0.2)]))
    found = sparse_probe(lm, d, data, ks=(1, 3))
    high = found.classes.index("high")
    assert found.chosen[high][0] == 0
    assert found.auroc["latents"][high][0] > 0.97
    assert found.auroc["latents"][high][0] > found.auroc["coordinates"][high][0] + 0.1
    assert found.auroc["latents"][high][0] > found.auroc["random"][high][0] + 0.1
    assert found.absorption == 0 or found.absorbed[high] == 0


def test_absorption_is_seen_where_it_was_made(lm):
    """Two latents for one concept: the class's own is silent on a third of its tokens, where a special one stands in."""
    rows, last = ends_in(lm, n=400)
    embeddings = lm.hf.get_input_embeddings().weight.detach().clone()
    direction = torch.nn.functional.normalize(drawn(D, seed=5), dim=0)
    values = embeddings @ direction
    cut = float(values[3:].median())
    special = torch.nn.functional.normalize(drawn(D, seed=7), dim=0)
    special = torch.nn.functional.normalize(special - (special @ direction) * direction, dim=0)
    labels = tuple("high" if float(values[token]) > cut else "low" for token in last)
    data = Labelled(name="halves", prompts=tuple(rows), labels=labels)
    taken = embeddings @ special > 0.45 * float((embeddings @ special).abs().max())
    general, narrow = direction - 8 * special, special * 8
    W_enc = torch.stack([general, narrow], 1)
    b_enc = torch.tensor([-cut, -8 * 0.45 * float((embeddings @ special).abs().max())])
    d = made(torch.stack([direction, direction]), site="embed", lm=lm, W_enc=W_enc, b_enc=b_enc)
    z = d.encode(embeddings)
    found = sparse_probe(lm, d, data, ks=(1,))
    high = found.classes.index("high")
    own = found.chosen[high][0]
    tested = {int(token) for token in last}
    expected = [t for t in tested if values[t] > cut and z[t, own] == 0 and z[t, 1 - own] > 0]
    assert bool(taken.any()) and expected  # there is something to find
    assert found.absorbed[high] > 0
    whole = made(torch.stack([direction, special]), site="embed", lm=lm, b_enc=torch.tensor([-cut, 0.0]))
    assert sparse_probe(lm, whole, data, ks=(1,)).absorbed[high] == 0


def test_too_few_prompts_and_labels_of_words_are_refused(lm):
    rows, _ = ends_in(lm, n=12)
    d = made(drawn(5, D), site="embed", lm=lm)
    with pytest.raises(DataError, match="at least"):
        sparse_probe(lm, d, Labelled(name="few", prompts=tuple(rows), labels=("a",) * 11 + ("b",)))
    words = Labelled(name="words", prompts=("a b", "c d"), labels=(("x", "y"), ("x", "y")))
    with pytest.raises(DataError, match="each word"):
        sparse_probe(lm, d, words)


# -- distinct contexts --------------------------------------------------------------------------------------------


def test_examples_kept_are_the_strongest_over_all_batches():
    values = drawn(500, 7).abs()
    kept = _Strongest(7, 12)
    for start in range(0, 500, 64):
        part = values[start : start + 64]
        kept.add(part, torch.arange(start, start + len(part)))
    for unit in range(7):
        expected = values[:, unit].argsort(descending=True)[:12]
        assert kept.examples(unit).tolist() == expected.tolist()


def test_contexts_are_counted():
    """Five phrases, each repeated: places in one are one context, places in five are five."""
    phrases = [list(range(10 * i, 10 * i + 8)) for i in range(5)]
    ids = torch.tensor([token for _ in range(6) for phrase in phrases for token in phrase])
    start = torch.arange(len(ids)) // 8 * 8
    describe = _Contexts(ids, start)
    ends = torch.arange(7, len(ids), 8)
    tokens, contexts = describe(ends[::5])
    assert tokens == pytest.approx(1) and contexts == 1
    tokens, contexts = describe(ends)
    assert tokens == pytest.approx(5) and contexts == 5


def test_latents_of_one_token_have_one(lm):
    """At the embedding, a dictionary with a latent for every token means one token each; neurons mean several."""
    embeddings = lm.hf.get_input_embeddings().weight.detach()
    unit = torch.nn.functional.normalize(embeddings, dim=1)
    norms = embeddings.norm(dim=1)
    # a latent's pre-activation is largest, and above zero, for its own token only
    closest = (unit @ embeddings.T).fill_diagonal_(-9e9).amax(1)
    d = made(unit, site="embed", lm=lm, b_enc=-torch.maximum(closest, torch.zeros(())).minimum(norms - 1e-3))
    corpus = Corpus(name="list", read=lambda: iter(documents(40)))
    found = count_contexts(
        lm, d, corpus, neurons="mlp_post.1", n_tokens=2000, units=30, examples=12, packing=Packing(length=32)
    )
    assert float(found.latent_tokens.mean()) == pytest.approx(1, abs=1e-6)
    assert float(found.neuron_tokens.mean()) > 2
    assert float(found.random_tokens.mean()) > float(found.neuron_tokens.mean())
    assert [f.grade for f in found.findings()] == ["observed", "observed"]


def test_words_by_their_first_letter(smollm2):
    data = first_letters(smollm2, per_letter=20, letters=5)
    assert len(data) == 100 and len(data.classes) == 5
    for prompt, label in zip(data.prompts, data.labels, strict=True):
        assert smollm2.tokenizer.decode([prompt[-1]]).startswith(f" {label}")
    assert len(set(data.prompts)) == 100
