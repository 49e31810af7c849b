"""Cards say what a plain reading of the whole text says, in memory that does not grow with it."""

import json
from itertools import pairwise

import pytest
import torch

from corpora import characters, documents
from cutaway.errors import DataError, SiteUnavailableError
from cutaway.features import CardOptions, Cards, Dictionary, DictionaryConfig, card, make_cards, open_units
from cutaway.model import LanguageModel
from cutaway.store import Corpus, Packing, harvest, stream
from families import tiny

CORPUS = Corpus(name="list", read=lambda: iter(documents(60)))
PACKING = Packing(length=24)
OPTIONS = CardOptions(top=3, groups=2, per_group=2, before=4, after=2, coactive=5, logits=3, neighbours=3)


@pytest.fixture(scope="module")
def lm():
    return LanguageModel(tiny("llama"), characters(), name="speller")


def sparse(lm, latents=30, site="resid_post.1", seed=0) -> Dictionary:
    """A dictionary of random directions whose latents are active on few tokens."""
    generator = torch.Generator().manual_seed(seed)
    decoder = torch.nn.functional.normalize(torch.randn(latents, lm.d_model, generator=generator), dim=1)
    config = DictionaryConfig(
        sites=(site,), widths_in=(lm.d_model,), latents=latents, k=4, models=((lm.name, lm.fingerprint),)
    )
    return Dictionary(
        config,
        W_enc=decoder.T.contiguous(),
        b_enc=torch.zeros(latents),
        W_dec=decoder,
        b_dec=torch.zeros(lm.d_model),
        threshold=torch.full((latents,), 4.0),
    )


def whole(lm, units):
    """[row] of (ids, document, activations) from one plain run a row, first tokens put to 0."""
    rows = []
    for batch in stream(lm, CORPUS, list(units.sites), packing=PACKING):
        begins = [*(batch.pos == 0).nonzero()[:, 0].tolist(), len(batch)]
        for begin, end in pairwise(begins):
            ids = batch.ids[begin:end].tolist()
            run = lm.run([ids], read=units.sites[0])
            x = run[units.sites[0]][0]
            if units.dictionary is None:
                values = x * (1 if units.sides is None else units.sides)
            else:
                pre = x @ units.dictionary.W_enc
                values = torch.where(pre > 4.0, pre, 0.0)
            values = values.clamp(min=0)
            values[0] = 0
            rows.append((ids, int(batch.document[begin]), values))
    return rows


@pytest.mark.parametrize("kind", ["neurons", "latents"])
def test_cards_say_what_the_whole_text_says(lm, tmp_path, kind):
    source = "mlp_post.1" if kind == "neurons" else sparse(lm)
    cards = make_cards(lm, source, CORPUS, tmp_path / "cards", packing=PACKING, options=OPTIONS)
    units = open_units(lm, source)
    sides = torch.tensor(cards.columns("side")["side"]).float()
    assert kind == "latents" or sides.min() == -1
    units = units if kind == "latents" else type(units)(sites=units.sites, count=units.count, sides=sides)
    rows = whole(lm, units)
    everything = torch.cat([values[1:] for _, _, values in rows])
    density = torch.tensor(cards.columns("density")["density"], dtype=torch.float64)
    torch.testing.assert_close(density, (everything > 0).double().mean(0), atol=1e-9, rtol=0)
    peaks = torch.stack([values.max(0).values for _, _, values in rows])
    for unit in range(0, len(cards), 4):
        found = cards.card(unit)
        active = everything[:, unit][everything[:, unit] > 0]
        assert sum(found.counts) == len(active)
        if not len(active):
            assert found.dead and not found.examples
            continue
        assert found.mean == pytest.approx(float(active.mean()), rel=1e-4)
        for n, count in enumerate(found.counts):
            low, high = found.edges[n] * (1 - 1e-6), found.edges[n + 1] * (1 + 1e-6)
            assert abs(int(((active >= low) & (active < high)).sum()) - count) <= 1
        best = peaks[:, unit].sort(descending=True).values[:3]
        best = best[best > 0]
        assert [e.value for e in found.group(0)] == pytest.approx(best.tolist(), rel=1e-4)
        sampled = [e for e in found.examples if e.group > 0]
        assert len(sampled) == min(4, int((peaks[:, unit] > 0).sum()))
        assert len({e.row for e in sampled}) == len(sampled)
        assert [e.value for e in sampled] == sorted((e.value for e in sampled), reverse=True)
        for example in found.examples:
            ids, document, values = rows[example.row]
            at = int(values[:, unit].argmax())
            assert example.value == pytest.approx(float(values[at, unit]), rel=1e-4)
            first = max(0, at - OPTIONS.before)
            assert example.document == document and example.peak == at - first
            assert list(example.tokens) == [cards.text(i) for i in ids[first : at + OPTIONS.after + 1]]
            expected = values[first : at + OPTIONS.after + 1, unit].tolist()
            assert list(example.values) == pytest.approx(expected, rel=1e-3, abs=1e-5)


def test_directions_are_those_of_the_weights(lm, tmp_path):
    dictionary = sparse(lm)
    found = card(lm, dictionary, 7, CORPUS, n_tokens=400, packing=PACKING, options=OPTIONS)
    direction = dictionary.W_dec[7]
    logits = lm.W_U @ (lm.final_norm.gain * direction)
    logits = logits - logits.mean()
    best = logits.topk(3)
    assert [t for t, _ in found.promoted] == [lm.tokenizer.decode([i]) for i in best.indices.tolist()]
    assert [v for _, v in found.promoted] == pytest.approx(best.values.tolist(), rel=1e-4)
    assert found.suppressed[0][1] == pytest.approx(float(logits.min()), rel=1e-4)
    cosines = dictionary.W_dec @ direction
    cosines[7] = -2
    assert found.neighbours[0] == (int(cosines.argmax()), pytest.approx(float(cosines.max()), rel=1e-4))
    neuron = card(lm, "mlp_post.1", 5, CORPUS, n_tokens=400, packing=PACKING, options=OPTIONS)
    logits = lm.W_U @ (
        lm.final_norm.gain * torch.nn.functional.normalize(lm.hf.model.layers[1].mlp.down_proj.weight[:, 5], dim=0)
    )
    assert neuron.promoted[0][1] == pytest.approx(float((neuron.side * (logits - logits.mean())).max()), rel=1e-4)


def test_companions_are_units_that_are_active_at_the_same_places(lm):
    """A latent that is another one's copy is active with it always, and most similar."""
    plain = sparse(lm, latents=20)
    weights = {name: getattr(plain, name).clone() for name in ("W_enc", "b_enc", "W_dec", "b_dec", "threshold")}
    weights["W_enc"][:, 3], weights["W_dec"][3] = weights["W_enc"][:, 11], weights["W_dec"][11]
    copied = Dictionary(plain.config, **weights)
    options = CardOptions(coactive=19, groups=4, per_group=5)
    found = card(lm, copied, 11, CORPUS, n_tokens=2000, packing=PACKING, options=options)
    assert 3 in [one.unit for one in found.companions]
    assert next(one for one in found.companions if one.unit == 3).share == 1.0
    assert found.neighbours[0] == (3, pytest.approx(1.0, abs=1e-5))
    assert 11 not in [one.unit for one in found.companions] and 11 not in [unit for unit, _ in found.neighbours]


def test_a_reservoir_gives_every_active_row_the_same_chance(lm):
    dictionary = sparse(lm)
    units = open_units(lm, dictionary)
    rows = whole(lm, units)
    peaks = torch.stack([values.max(0).values for _, _, values in rows])
    unit = int(((peaks > 0).sum(0) - 30).abs().argmin())
    active = set((peaks[:, unit] > 0).nonzero()[:, 0].tolist())
    drawn = []
    for seed in range(20):
        options = CardOptions(top=1, groups=1, per_group=4, before=0, after=0, coactive=0, seed=seed)
        found = card(lm, dictionary, unit, CORPUS, n_tokens=10**6, packing=PACKING, options=options)
        drawn += [e.row for e in found.group(1)]
    assert set(drawn) <= active and len(drawn) == 80
    expected = 80 / len(active)
    chi2 = sum((drawn.count(row) - expected) ** 2 / expected for row in active)
    assert chi2 < 2 * len(active)  # its mean is about the number of rows; favouring the strongest would triple it


def test_an_interrupted_pass_goes_on_to_the_same_cards(lm, tmp_path):
    arguments = {"packing": PACKING, "options": OPTIONS, "every": 1}

    class StopError(Exception):
        pass

    def stop(label, done, total):
        if label == "reading text" and done > 600:
            raise StopError

    from cutaway.features import _units

    plain = make_cards(lm, "mlp_post.1", CORPUS, tmp_path / "plain", **arguments)
    original = _units.stream
    small = lambda *a, **k: original(*a, **k, batch_tokens=256)  # noqa: E731 (several batches of a small corpus)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(_units, "stream", small)
        one = make_cards(lm, "mlp_post.1", CORPUS, tmp_path / "one", **arguments)
        with pytest.raises(StopError):
            make_cards(lm, "mlp_post.1", CORPUS, tmp_path / "two", progress=stop, **arguments)
        with pytest.raises(DataError, match="were begun"):
            Cards.open(tmp_path / "two")
        with pytest.raises(DataError, match="another job"):
            make_cards(lm, "mlp_post.2", CORPUS, tmp_path / "two", **arguments)
        two = make_cards(lm, "mlp_post.1", CORPUS, tmp_path / "two", **arguments)
    for unit in range(len(one)):
        first, second = one.card(unit).to_json(), two.card(unit).to_json()
        assert first == second
        if plain.card(unit).side == first["side"]:  # which is read off the first batches
            assert plain.card(unit).density == pytest.approx(first["density"])
    assert not list((tmp_path / "two").glob("pass.*"))
    assert (
        make_cards(lm, "mlp_post.1", CORPUS, tmp_path / "two", **arguments).card(3).to_json() == two.card(3).to_json()
    )


def test_a_store_gives_the_cards_of_its_corpus(lm, tmp_path):
    """Of the same text, whether it is run or was kept, and wherever its batches end; also without first tokens."""
    from cutaway.features import _units

    whole = make_cards(lm, sparse(lm), CORPUS, tmp_path / "whole", packing=PACKING, options=OPTIONS)
    for skip in (0, 1):
        kept = harvest(lm, CORPUS, "resid_post.1", tmp_path / f"store{skip}", packing=PACKING, skip_positions=skip)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(_units, "_STORE_BATCH", 100)
            cards = make_cards(lm, sparse(lm), kept, tmp_path / f"cards{skip}", options=OPTIONS)
        assert cards.record["tokens"] == whole.record["tokens"] and cards.record["rows"] == whole.record["rows"]
        for unit in range(len(cards)):
            one, other = cards.card(unit), whole.card(unit)
            assert (one.density, one.counts) == (other.density, other.counts)
            assert [e.value for e in one.group(0)] == pytest.approx([e.value for e in other.group(0)], rel=1e-4)
            if skip == 0 and one.group(0):
                assert one.group(0)[0].tokens == other.group(0)[0].tokens
    other = LanguageModel(tiny("llama", seed=1), characters(), name="other")
    with pytest.raises(DataError, match="holds activations of"):
        make_cards(other, "mlp_post.1", kept, tmp_path / "no")


def test_one_card_is_the_same_as_among_all(lm, tmp_path):
    cards = make_cards(lm, sparse(lm), CORPUS, tmp_path / "cards", packing=PACKING, options=OPTIONS, n_tokens=500)
    alone = card(lm, sparse(lm), 4, CORPUS, n_tokens=500, packing=PACKING, options=OPTIONS)
    json.dumps(alone.to_json(), allow_nan=False)
    first, second = alone.to_json(), cards.card(4).to_json()
    assert [c["unit"] for c in first.pop("companions")] == [c["unit"] for c in second.pop("companions")]
    assert first["examples"] == [
        {**e, "values": pytest.approx(e["values"]), "value": pytest.approx(e["value"])} for e in second["examples"]
    ]
    assert first["density"] == second["density"] and first["histogram"] == second["histogram"]


def test_refusals(lm, tmp_path):
    with pytest.raises(DataError, match="0 to 39"):
        card(lm, "mlp_post.1", 40, CORPUS, packing=PACKING)
    with pytest.raises(SiteUnavailableError, match="neurons of a layer"):
        open_units(lm, "resid_post.1")
    with pytest.raises(SiteUnavailableError, match="neurons of a layer"):
        open_units(lm, "mlp_post")
    with pytest.raises(DataError, match="no dictionary"):
        open_units(lm, tmp_path / "nothing")
    with pytest.raises(DataError, match="there are no cards"):
        Cards.open(tmp_path)
    (tmp_path / "other.txt").write_text("mine")
    with pytest.raises(DataError, match="other files"):
        make_cards(lm, "mlp_post.1", CORPUS, tmp_path, packing=PACKING)
    other = LanguageModel(tiny("llama", seed=1), characters(), name="other")
    with pytest.raises(DataError, match="this dictionary is for"):
        open_units(other, sparse(lm))


def test_latents_say_nothing_of_tokens_that_training_left_out(lm):
    run = lm.run(documents(3), read="resid_post.1")
    sizes = run["resid_post.1"].norm(dim=-1)
    longest = float(sizes.median())
    plain = sparse(lm)
    bounded = plain.with_training(longest=longest)
    before, after = open_units(lm, plain).of(run), open_units(lm, bounded).of(run)
    far = sizes > longest
    assert bool((before[far] > 0).any()) and not bool((after[far] > 0).any())
    assert torch.equal(after[~far], before[~far])
    assert torch.equal(bounded.extreme(run["resid_post.1"]), far) and not plain.extreme(run["resid_post.1"]).any()
