"""The metrics against their definitions written out, against data made to fool them, and against plain transformers."""

import numpy as np
import pytest
import torch

from corpora import characters, documents
from cutaway.errors import DataError, NonFiniteError
from cutaway.features import Dictionary, DictionaryConfig, Estimate, evaluate_dictionary, fvu, latent_density
from cutaway.features.measures._metrics import FiringSums, ReconstructionSums, TokenSums, density_histogram
from cutaway.model import LanguageModel
from cutaway.store import Corpus, Packing
from families import tiny

CORPUS = Corpus(name="list", read=lambda: iter(documents(30)))
PACKING = Packing(length=32)
D = 24


def drawn(*shape, seed=0, scale=1.0):
    return scale * torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def written_out(x, x_hat):
    """FVU as the formula says, token by token, in Python's own numbers."""
    rows, hats = x.double().tolist(), x_hat.double().tolist()
    mean = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    above = sum((a - b) ** 2 for r, h in zip(rows, hats, strict=True) for a, b in zip(r, h, strict=True))
    return above / sum((a - m) ** 2 for r in rows for a, m in zip(r, mean, strict=True))


# -- FVU ----------------------------------------------------------------------------------------------------------


def test_fvu_is_the_formula():
    x = drawn(200, 7) * torch.arange(1, 8) + 3
    x_hat = x + drawn(200, 7, seed=1, scale=0.5)
    assert fvu(x, x_hat) == pytest.approx(written_out(x, x_hat), rel=1e-9)


@pytest.mark.parametrize("mean", [0.0, 1e3, 1e6])
def test_a_perfect_dictionary_has_0_and_the_mean_has_1(mean):
    x = drawn(500, 5).double() + mean
    assert fvu(x, x) == 0
    assert fvu(x, x.mean(0).expand_as(x)) == pytest.approx(1, rel=1e-6)


def test_fvu_does_not_change_with_scale_or_shift():
    x, error = drawn(300, 5).double(), drawn(300, 5, seed=1).double()
    plain = fvu(x, x + error)
    assert fvu(1e-4 * x, 1e-4 * (x + error)) == pytest.approx(plain, rel=1e-9)
    assert fvu(x + 1e5, x + 1e5 + error) == pytest.approx(plain, rel=1e-6)


def test_a_constant_error_counts():
    """The variance of the error is 0 here, which a score made of it would call perfect."""
    x = drawn(300, 5).double()
    x_hat = x + 2.0
    assert (x - x_hat).var(0).sum() == pytest.approx(0, abs=1e-20)
    assert fvu(x, x_hat) == pytest.approx(written_out(x, x_hat), rel=1e-9)
    assert fvu(x, x_hat) > 3


def test_nothing_predicted_from_data_far_from_zero_is_worse_than_the_mean():
    """A score that divides by the square of x, instead of its distance from the mean, would call this 1."""
    x = drawn(300, 5).double() + 10
    assert fvu(x, torch.zeros_like(x)) == pytest.approx(written_out(x, torch.zeros_like(x)), rel=1e-9)
    assert fvu(x, torch.zeros_like(x)) > 50


def test_fvu_weighs_entries_by_their_variance():
    """The mean over entries of each one's own FVU is another number, which one noisy small entry can spoil."""
    x = drawn(400, 2).double() * torch.tensor([100.0, 0.1])
    x_hat = x * torch.tensor([1.0, 0.0])
    assert fvu(x, x_hat) < 1e-4


@pytest.mark.parametrize("pieces", [1, 3, 50])
def test_sums_over_batches_are_those_of_the_whole(pieces):
    x = drawn(600, 5) + torch.linspace(-5, 5, 600)[:, None]  # the first batch's mean is far from that of all
    x_hat = x + drawn(600, 5, seed=2)
    document = torch.arange(600) // 7
    sums = ReconstructionSums(5)
    for a, b, c in zip(x.chunk(pieces), x_hat.chunk(pieces), document.chunk(pieces), strict=True):
        sums.add(a, b, c)
    assert sums.tokens == 600
    assert sums.fvu().value == pytest.approx(written_out(x, x_hat), rel=1e-9)


def test_data_of_no_variance_and_broken_numbers_are_refused():
    x = torch.ones(10, 3)
    with pytest.raises(DataError, match="same"):
        fvu(x, x)
    with pytest.raises(NonFiniteError):
        fvu(drawn(10, 3), torch.full((10, 3), float("nan")))
    with pytest.raises(DataError):
        fvu(drawn(10, 3), drawn(10, 4))


# -- intervals ----------------------------------------------------------------------------------------------------


def test_intervals_are_those_of_documents_not_of_tokens():
    """200 tokens of each of 12 documents that differ: resampling tokens would claim far too much."""
    level = drawn(12, seed=3)
    document = torch.arange(12).repeat_interleave(200)
    values = level[document] + drawn(2400, seed=4, scale=0.1)
    sums = TokenSums("a")
    sums.add(document, a=values)
    estimate = sums.mean("a")
    assert estimate.interval is not None
    low, high = estimate.interval
    assert estimate.value == pytest.approx(float(values.double().mean()))
    expected = 2 * 1.96 * float(level.std(correction=0)) / 12**0.5
    assert high - low == pytest.approx(expected, rel=0.25)


def test_intervals_of_fvu_hold_the_truth_about_as_often_as_they_say():
    hits = 0
    for seed in range(60):
        x = drawn(300, 3, seed=seed)
        sums = ReconstructionSums(3)
        sums.add(x, x + drawn(300, 3, seed=seed + 1000, scale=0.5), torch.arange(300) // 5)
        interval = sums.fvu(seed=seed).interval
        assert interval is not None
        hits += interval.low <= 0.25 <= interval.high
    assert hits >= 50  # 95% of 60 is 57


def test_one_document_has_no_interval():
    sums = TokenSums("a")
    sums.add(torch.zeros(5, dtype=torch.long), a=torch.arange(5.0))
    assert sums.mean("a") == Estimate(2.0, None)


def test_a_ratio_is_one_of_sums():
    sums = TokenSums("zero", "dictionary", "clean")
    zero, own, clean = (torch.tensor(v) for v in ([9.0, 2.0, 5.0], [3.0, 1.9, 4.0], [2.0, 1.0, 4.0]))
    sums.add(torch.tensor([0, 1, 2]), zero=zero, dictionary=own, clean=clean)
    value = sums.ratio(("zero", "dictionary"), ("zero", "clean")).value
    assert value == pytest.approx((16 - 8.9) / (16 - 7))
    assert value != pytest.approx(float(((zero - own) / (zero - clean)).mean()))


# -- sparsity -----------------------------------------------------------------------------------------------------


def test_firing():
    z = torch.tensor([[1.0, 0, 0, 2], [3, 0, 0, 0], [1, 0, 4, 0]])
    sums = FiringSums(4)
    sums.add(z[:2], torch.tensor([0, 0]))
    sums.add(z[2:], torch.tensor([1]))
    assert sums.counts.tolist() == [3, 0, 1, 1]
    assert sums.dead == 0.25
    assert sums.l0().value == pytest.approx(5 / 3)
    found = density_histogram(sums.density, bins=10)
    assert sum(found.counts) == 3 and found.edges[-1] == 0
    assert density_histogram(torch.zeros(3)).counts == (0,)


# -- on a model ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lm():
    return LanguageModel(tiny("llama"), characters(start=True), name="speller")


def made(lm, *, target="resid_post.1", site="resid_post.1", **weights):
    sites, targets = (site,), (target,)
    config = DictionaryConfig(
        kind="relu",
        sites=sites,
        targets=targets,
        widths_in=(D,),
        widths_out=(D,),
        latents=weights["W_enc"].shape[1],
        k=4,
        skip="W_skip" in weights,
        models=((lm.name, lm.fingerprint),),
    )
    return Dictionary(config, **weights)


def perfect(lm):
    eye = torch.eye(D)
    return made(
        lm, W_enc=torch.cat([eye, -eye], 1), b_enc=torch.zeros(48), W_dec=torch.cat([eye, -eye]), b_dec=torch.zeros(D)
    )


def rough(lm, **places):
    weights = {"W_enc": drawn(D, 40, seed=1, scale=0.3), "b_enc": drawn(40, seed=2, scale=0.1)}
    return made(lm, **places, **weights, W_dec=drawn(40, D, seed=3, scale=0.2), b_dec=drawn(D, seed=4, scale=0.1))


def evaluated(lm, dictionary, **options):
    return evaluate_dictionary(lm, dictionary, CORPUS, packing=PACKING, loss_tokens=10**9, n_tokens=10**9, **options)


def test_a_perfect_dictionary_loses_nothing(lm):
    found = evaluated(lm, perfect(lm))
    assert found.fvu.value < 1e-12
    assert found.delta_ce.value == pytest.approx(0, abs=1e-5)
    assert found.kl.value == pytest.approx(0, abs=1e-5)
    assert found.ce_recovered.value == pytest.approx(1, abs=1e-4)
    assert found.l0.value == pytest.approx(D, abs=0.01)


def test_a_dictionary_of_nothing_recovers_nothing(lm):
    nothing = made(lm, W_enc=torch.zeros(D, 5), b_enc=-torch.ones(5), W_dec=torch.zeros(5, D), b_dec=torch.zeros(D))
    found = evaluated(lm, nothing)
    assert found.ce_recovered.value == pytest.approx(0, abs=1e-9)
    assert found.delta_ce == found.delta_ce_zero
    assert found.dead == 1 and found.l0.value == 0
    assert found.fvu.value >= 1


class Hooked:
    """The plain transformers model with a module's output changed by a function from position `skip` on."""

    def __init__(self, lm, module, change, skip):
        self.lm, self.module, self.change, self.skip = lm, module, change, skip

    def __call__(self, ids):
        def hook(module, args, output):
            hidden = output[0] if isinstance(output, tuple) else output
            hidden = hidden.clone()
            hidden[:, self.skip :] = self.change(args[0], hidden)[:, self.skip :]
            return (hidden, *output[1:]) if isinstance(output, tuple) else hidden

        handle = self.module.register_forward_hook(hook)
        try:
            with torch.no_grad():
                return self.lm.hf(input_ids=torch.tensor([ids])).logits[0]
        finally:
            handle.remove()


def rows_of(lm):
    """The rows as the corpus gives them: `<s>` and then at most 31 characters of one document."""
    rows = []
    for document in documents(30):
        ids = lm.tokenizer(document, add_special_tokens=False)["input_ids"]
        rows += [[1, *ids[i : i + 31]] for i in range(0, len(ids), 31)]
    return [row for row in rows if len(row) >= PACKING.shortest]


@pytest.mark.parametrize("skip", [1, 3])
@pytest.mark.parametrize("kind", ["sae", "transcoder", "sae that left out extreme tokens"])
def test_against_plain_transformers(lm, kind, skip):
    if kind.startswith("sae"):
        dictionary, module = rough(lm), lm.hf.model.layers[1]
    else:
        dictionary, module = rough(lm, site="mlp_in.1", target="mlp_out.1"), lm.hf.model.layers[1].mlp
    longest = None
    if kind == "sae that left out extreme tokens":
        sizes = torch.cat([lm.run(row, read=["resid_post.1"])["resid_post.1"][0] for row in rows_of(lm)])
        longest = float((sizes - dictionary.b_dec).norm(dim=-1).quantile(0.8))
        dictionary = dictionary.with_training(longest=longest)
    d = dictionary

    def far(x):
        return (x - d.b_dec).norm(dim=-1) > longest if longest else torch.zeros(x.shape[:-1], dtype=torch.bool)

    def by_hand(x):
        return (x @ d.W_enc + d.b_enc).relu() @ d.W_dec + d.b_dec

    seen = []

    def keep(x, y):
        seen.append((x if kind == "transcoder" else y, y))
        return y

    change = {"clean": keep, "zero": lambda x, y: torch.where(far(y)[..., None], y, torch.zeros_like(y))}
    change["own"] = lambda x, y: by_hand(x) if kind == "transcoder" else torch.where(far(y)[..., None], y, by_hand(y))
    sums = dict.fromkeys((*change, "kl"), 0.0)
    tokens = 0
    for ids in rows_of(lm):
        logs = {name: Hooked(lm, module, f, skip)(ids).log_softmax(-1).double() for name, f in change.items()}
        for position in range(skip, len(ids) - 1):
            tokens += 1
            for name in change:
                sums[name] -= float(logs[name][position, ids[position + 1]])
            p, q = logs["clean"][position], logs["own"][position]
            sums["kl"] += float((p.exp() * (p - q)).sum())
    x = torch.cat([a[0, skip:] for a, _ in seen])
    y = torch.cat([b[0, skip:] for _, b in seen])
    out = far(y)
    assert (longest is None) == (not out.any())
    x, y = x[~out], y[~out]
    found = evaluated(lm, dictionary, skip_positions=skip)
    assert found.extreme == int(out.sum())
    assert found.loss_tokens == tokens and found.tokens == len(x) and found.skipped == skip
    assert found.ce.value == pytest.approx(sums["clean"] / tokens, rel=1e-5)
    assert found.delta_ce.value == pytest.approx((sums["own"] - sums["clean"]) / tokens, rel=1e-3)
    assert found.delta_ce_zero.value == pytest.approx((sums["zero"] - sums["clean"]) / tokens, rel=1e-3)
    assert found.kl.value == pytest.approx(sums["kl"] / tokens, rel=1e-3)
    recovered = (sums["zero"] - sums["own"]) / (sums["zero"] - sums["clean"])
    assert found.ce_recovered.value == pytest.approx(recovered, rel=1e-3)
    assert found.fvu.value == pytest.approx(written_out(y, by_hand(x)), rel=1e-5)
    z = (x @ d.W_enc + d.b_enc).relu()
    assert found.l0.value == pytest.approx(float((z > 0).sum(1).double().mean()))
    np.testing.assert_allclose(found.density, (z > 0).double().mean(0))
    density = latent_density(lm, dictionary, CORPUS, packing=PACKING, n_tokens=10**9, skip_positions=skip)
    np.testing.assert_allclose(density, (z > 0).double().mean(0))


def test_special_tokens_are_not_counted(lm):
    """With skip_positions=0 the start token is in every row; predictions from it are still left out."""
    found = evaluated(lm, rough(lm), skip_positions=0)
    assert found.tokens == sum(len(row) for row in rows_of(lm))
    assert found.loss_tokens == sum(len(row) - 2 for row in rows_of(lm))


def test_a_crosscoder_is_measured_over_its_layers(lm):
    config = DictionaryConfig(
        kind="relu",
        sites=("resid_post.0", "resid_post.1"),
        widths_in=(D, D),
        latents=96,
        k=4,
        models=((lm.name, lm.fingerprint),),
    )
    eye = torch.eye(2 * D)
    weights = {"W_enc": torch.cat([eye, -eye], 1), "b_enc": torch.zeros(96)}
    both = Dictionary(config, **weights, W_dec=torch.cat([eye, -eye]), b_dec=torch.zeros(2 * D))
    found = evaluated(lm, both)
    assert found.fvu.value < 1e-12 and found.kl.value == pytest.approx(0, abs=1e-5)


def test_another_models_dictionary_and_an_empty_corpus_are_refused(lm):
    other = LanguageModel(tiny("llama", seed=1), characters(), name="other")
    with pytest.raises(DataError):
        evaluated(other, rough(lm))
    with pytest.raises(DataError):
        evaluate_dictionary(lm, rough(lm), Corpus(name="none", read=lambda: iter(())), packing=PACKING)


def test_its_json_has_the_fixed_keys(lm):
    found = evaluated(lm, rough(lm)).to_json()
    for key in ("fvu", "l0", "dead", "delta_ce", "kl", "ce_recovered", "tokens", "intervals"):
        assert key in found
    assert all(low <= found[key] <= high for key, (low, high) in found["intervals"].items())
