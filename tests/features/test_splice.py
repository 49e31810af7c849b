"""A dictionary in a run: against plain transformers with hooks, against the definition, and against what it must leave."""

import pytest
import torch

from corpora import characters
from cutaway.errors import DataError, EditError, PromptError
from cutaway.features import (
    Dictionary,
    DictionaryConfig,
    LatentChange,
    ablate_latents,
    attribute_latents,
    splice,
)
from cutaway.model import LanguageModel, SweepRow, sweep
from families import tiny

D, N = 24, 40
IDS = [5, 9, 13, 2, 44, 71, 30]


def drawn(*shape, seed=0, scale=1.0):
    return scale * torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.fixture(scope="module")
def lm():
    return LanguageModel(tiny("llama"), characters(), name="speller")


def made(lm, site="resid_post.1", target=None, width=D, kind="jumprelu", skip=False):
    target = target or site
    config = DictionaryConfig(
        kind=kind,
        sites=(site,),
        targets=(target,),
        widths_in=(width,),
        widths_out=(width if target == site else D,),
        latents=N,
        k=4,
        skip=skip,
        models=((lm.name, lm.fingerprint),),
    )
    return Dictionary(
        config,
        W_enc=drawn(width, N, seed=1, scale=0.5),
        b_enc=drawn(N, seed=2, scale=0.1),
        W_dec=drawn(N, config.d_out, seed=3, scale=0.3),
        b_dec=drawn(config.d_out, seed=4, scale=0.1),
        threshold=drawn(N, seed=5).abs(),
        W_skip=drawn(width, config.d_out, seed=6, scale=0.2) if skip else None,
    )


def hooked(lm, module, change, ids=IDS):
    """The plain transformers model with a module's output changed."""

    def hook(module, args, output):
        hidden = output[0] if isinstance(output, tuple) else output
        new = change(args[0] if args else None, hidden)
        return (new, *output[1:]) if isinstance(output, tuple) else new

    handle = module.register_forward_hook(hook)
    try:
        with torch.no_grad():
            return lm.hf(input_ids=torch.tensor([ids])).logits
    finally:
        handle.remove()


def code(d, x):
    pre = x @ d.W_enc + d.b_enc
    return pre * ((pre > d.threshold) & (pre > 0))


@pytest.mark.parametrize("site", ["resid_post.1", "mlp_out.0", "z.1", "z.2.3", "mlp_post.1"])
def test_nothing_changed_and_the_error_kept_is_the_plain_run(lm, site):
    width = {"z.1": 32, "z.2.3": 8, "mlp_post.1": 40}.get(site, D)
    run = lm.run(IDS, edits=splice(made(lm, site, width=width)))
    assert torch.equal(run.logits, lm.run(IDS).logits)


@pytest.mark.parametrize("error", ["keep", "drop"])
def test_changes_against_plain_transformers(lm, error):
    d = made(lm)
    changes = [LatentChange(latent=3, how="set", value=2.5), LatentChange(latent=7, how="scale", value=3.0)]
    changes += [LatentChange(latent=3, how="add", value=0.5), *ablate_latents(11, 12)]

    def change(_, x):
        z = code(d, x)
        new = z.clone()
        new[..., 3], new[..., 7], new[..., [11, 12]] = 3.0, 3 * z[..., 7], 0.0
        return new @ d.W_dec + d.b_dec + (x - z @ d.W_dec - d.b_dec if error == "keep" else 0)

    expected = hooked(lm, lm.hf.model.layers[1], change)
    run = lm.run(IDS, edits=splice(d, changes, error=error))
    torch.testing.assert_close(run.logits, expected, rtol=1e-4, atol=1e-4)
    assert run.receipt.edits[0].changed and "3=2.5" in run.receipt.edits[0].edit


@pytest.mark.parametrize("skip", [False, True])
def test_a_transcoder_reads_in_one_place_and_writes_in_another(lm, skip):
    d = made(lm, "mlp_in.1", "mlp_out.1", skip=skip)

    def change(x, y):
        return code(d, x) @ d.W_dec + d.b_dec + (x @ d.W_skip if skip else 0)

    expected = hooked(lm, lm.hf.model.layers[1].mlp, change)
    run = lm.run(IDS, edits=splice(d, error="drop"))
    torch.testing.assert_close(run.logits, expected, rtol=1e-4, atol=1e-4)


def test_heads_side_by_side(lm):
    d = made(lm, "z.1", width=32)
    attention = lm.hf.model.layers[1].self_attn
    seen = {}

    def before(module, args):
        seen["z"] = code(d, args[0]) @ d.W_dec + d.b_dec
        return (seen["z"],)

    handle = attention.o_proj.register_forward_pre_hook(before)
    with torch.no_grad():
        expected = lm.hf(input_ids=torch.tensor([IDS])).logits
    handle.remove()
    torch.testing.assert_close(lm.run(IDS, edits=splice(d, error="drop")).logits, expected, rtol=1e-4, atol=1e-4)


def test_only_at_its_positions_and_rows(lm):
    d = made(lm)
    plain = lm.run([IDS, IDS], read="resid_post.1")["resid_post.1"]
    change = LatentChange(latent=3, how="add", value=4.0)
    found = lm.run([IDS, IDS], read="resid_post.1", edits=splice(d, change, pos=[2, -1], rows=1))["resid_post.1"]
    moved = (found - plain).abs().sum(-1) > 0
    assert moved.nonzero().tolist() == [[1, 2], [1, len(IDS) - 1]]
    torch.testing.assert_close((found - plain)[1, 2], 4.0 * d.W_dec[3], rtol=1e-4, atol=1e-4)


def test_generation_under_a_change_is_a_run_after_another(lm):
    d = made(lm, "mlp_in.1", "mlp_out.1")
    edits = splice(d, LatentChange(latent=3, how="set", value=8.0))
    written = lm.generate(IDS, max_new_tokens=5, edits=edits)
    ids = list(IDS)
    for _ in range(5):
        ids.append(int(lm.run(ids, edits=splice(d, LatentChange(latent=3, how="set", value=8.0))).last_logits.argmax()))
        if ids[-1] == 2:
            break
    assert written.ids[0] == ids
    assert written.new_ids[0] != lm.generate(IDS, max_new_tokens=5).new_ids[0]


@pytest.mark.parametrize("places", [("resid_post.1", None), ("mlp_in.1", "mlp_out.1")])
def test_in_a_sweep(lm, places):
    d = made(lm, *places)
    changes = [ablate_latents(j) for j in range(6)]
    rows = [SweepRow(0, splice(d, one, pos=slice(2, None))) for one in changes]
    found = sweep(lm, IDS, rows, lambda logits, prompt: logits[:, 40] - logits[:, 11])
    for one, value in zip(changes, found.values, strict=True):
        logits = lm.run(IDS, edits=splice(d, one, pos=slice(2, None))).last_logits[0]
        assert float(value) == pytest.approx(float(logits[40] - logits[11]), abs=1e-4)


@pytest.mark.parametrize("text", ["472=8", "472+-1.5", "3*0", " 3 = 1e2 "])
def test_changes_are_written_and_read(text):
    change = LatentChange.parse(text)
    assert LatentChange.parse(str(change)) == change


def test_refusals(lm):
    d = made(lm)
    with pytest.raises(DataError, match="no latent 40"):
        splice(d, ablate_latents(40))
    with pytest.raises(EditError, match="keep"):
        splice(d, error="lose")  # type: ignore[arg-type]
    for text in ("472", "472-8", "x=1"):
        with pytest.raises(EditError, match="472=8"):
            LatentChange.parse(text)
    with pytest.raises(EditError):
        LatentChange(latent=1, how="double", value=2.0)  # type: ignore[arg-type]
    config = DictionaryConfig(kind="relu", sites=("resid_post.0", "resid_post.1"), widths_in=(D, D), latents=4, k=1)
    weights = {
        "W_enc": torch.zeros(48, 4),
        "b_enc": torch.zeros(4),
        "W_dec": torch.zeros(4, 48),
        "b_dec": torch.zeros(48),
    }
    with pytest.raises(DataError, match="crosscoder"):
        splice(Dictionary(config, **weights))


# -- attribution --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("places", [("resid_post.1", None), ("mlp_in.1", "mlp_out.1")])
def test_exact_effects_are_those_of_runs_without_the_latent(lm, places):
    d = made(lm, *places)
    found = attribute_latents(lm, d, IDS, answer=40, wrong=11, sample=10**6)

    def score(edits=()):
        logits = lm.run(IDS, edits=edits).last_logits[0]
        return float(logits[40] - logits[11])

    plain = score()
    assert found.value == pytest.approx(plain, abs=1e-4)
    assert found.active == len(found.effects) > 5
    for effect in found.effects:
        without = score(splice(d, ablate_latents(effect.latent), pos=slice(1, None)))
        assert effect.exact == pytest.approx(plain - without, abs=2e-4)
    assert found.error_exact == pytest.approx(plain - score(splice(d, error="drop", pos=slice(1, None))), abs=2e-4)
    others = ablate_latents(*(e.latent for e in found.effects[2:]))
    assert found.kept.sizes[1] == 2
    assert found.kept.chosen[1] == pytest.approx(score(splice(d, others, pos=slice(1, None))), abs=2e-4)
    assert found.kept.all == found.value


def test_estimates_are_derivatives_and_add_up(lm):
    d = made(lm)
    found = attribute_latents(lm, d, IDS, answer=40, wrong=11)
    plain = lm.run(IDS, read="resid_post.1")["resid_post.1"][0]

    def score(edits):
        logits = lm.run(IDS, edits=edits).last_logits[0]
        return float(logits[40] - logits[11])

    step = 1e-2
    for effect in found.effects[:4]:
        up, down = (
            score(splice(d, LatentChange(latent=effect.latent, how="scale", value=1 + s), pos=slice(1, None)))
            for s in (step, -step)
        )
        assert effect.estimate == pytest.approx((up - down) / (2 * step), abs=2e-2)
    gradient = lm.gradients(IDS, lambda run: run.last_logits[:, 40] - run.last_logits[:, 11], at="resid_post.1")[
        "resid_post.1"
    ][0]
    own = float((plain[1:] * gradient[1:]).sum())
    parts = sum(e.estimate for e in found.effects) + float((gradient[1:] @ d.b_dec).sum()) + found.error_estimate
    assert parts == pytest.approx(own, abs=1e-3)


def test_controls_take_off_as_much(lm):
    """With every direction equally good for the answer, a random one loses as much as the latent: no cause is claimed."""
    found = attribute_latents(lm, made(lm), IDS, answer=40, draws=6, sample=20)
    top = found.strongest(3)
    assert all(len(effect.control) == 6 for effect in found.strongest(8))
    assert len([e for e in found.effects if e.exact is not None]) == min(20, found.active)
    for finding, effect in zip(found.findings(n=3), top, strict=False):
        assert finding.effect == pytest.approx(effect.exact)
        if effect.control and abs(effect.exact) < 2 * sum(effect.control) / 6:
            assert finding.grade == "observed"
    assert -1 <= found.rank_correlation <= 1
    again = attribute_latents(lm, made(lm), IDS, answer=40, draws=6, sample=20)
    assert again.to_json() == found.to_json()


def test_attribution_refuses(lm):
    with pytest.raises(PromptError):
        attribute_latents(lm, made(lm), [IDS, IDS])
    with pytest.raises(DataError):
        attribute_latents(lm, made(lm), IDS, answer=97)
    with pytest.raises(DataError):
        attribute_latents(LanguageModel(tiny("llama", seed=1)), made(lm), IDS)
