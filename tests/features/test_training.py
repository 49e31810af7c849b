"""Training against a plain dense implementation, resumed to the same numbers, folded without a change."""

import json

import pytest
import torch
from torch.nn.functional import normalize

import made
from corpora import documents
from cutaway import features
from cutaway.cli import main
from cutaway.errors import CorruptFileError, DataError, NonFiniteError
from cutaway.features import DictionaryTraining, load_dictionary, train_dictionaries, train_dictionary
from cutaway.features._config import KINDS
from cutaway.features.training._data import StoreSource
from cutaway.features.training._kernels import by_latent, candidates, group_starts, largest, products, summed
from cutaway.features.training._losses import revive, step
from cutaway.features.training._restart import restart
from cutaway.features.training._topk import batch_top, token_top
from cutaway.features.training._trainer import Trainer
from cutaway.model import LanguageModel
from cutaway.store import Corpus, Packing, Store, harvest
from families import tiny

N, D_IN, D_OUT, LATENTS, K = 120, 24, 27, 60, 4
PENALTY, WIDTH = 0.01, 0.1
CORPUS = Corpus(name="list", read=lambda: iter(documents(60)))


def run_command(arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0


def normal(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def parameters(kind, *, skip=False, d_in=D_IN, d_out=D_OUT):
    p = {
        "E": 0.3 * normal(LATENTS, d_in, seed=1),
        "b": 0.2 * normal(LATENTS, seed=2) - 1.5 * (kind in ("relu", "gated")),
        "D": normalize(normal(LATENTS, d_out, seed=3), dim=-1),
        "b_dec": 0.1 * normal(d_out, seed=4),
    }
    if kind == "jumprelu":
        p["theta"] = 1 + normal(LATENTS, seed=5).abs()
    if kind == "gated":
        p |= {"r": 0.1 * normal(LATENTS, seed=6), "b_mag": 0.3 * normal(LATENTS, seed=7)}
    if skip:
        p["skip"] = 0.1 * normal(d_in, d_out, seed=8)
    return p


class Jump(torch.autograd.Function):
    """pre · 1[pre > θ], with the pseudo-derivative of its definition."""

    @staticmethod
    def forward(ctx, pre, theta):
        ctx.save_for_backward(pre, theta)
        return pre * (pre > theta)

    @staticmethod
    def backward(ctx, grad):
        pre, theta = ctx.saved_tensors
        window = ((pre - theta).abs() < WIDTH / 2).float()
        return grad * (pre > theta), (-theta / WIDTH * window * grad).sum(0)


class Active(torch.autograd.Function):
    """1[pre > θ], with the pseudo-derivative of its definition."""

    @staticmethod
    def forward(ctx, pre, theta):
        ctx.save_for_backward(pre, theta)
        return (pre > theta).float()

    @staticmethod
    def backward(ctx, grad):
        pre, theta = ctx.saved_tensors
        return None, (-((pre - theta).abs() < WIDTH / 2).float() / WIDTH * grad).sum(0)


def dense_loss(p, x, y, kind, levels):
    """The definition, with every latent of every token."""
    pre = x @ p["E"].T + p["b"]
    n, d = y.shape
    sparse = 0.0
    if kind == "topk":
        top = pre.topk(K, dim=-1)
        z = torch.zeros_like(pre).scatter(1, top.indices, top.values.relu())
    elif kind in ("batch-topk", "matryoshka"):
        top = pre.relu().flatten().topk(K * n)
        z = torch.zeros(pre.numel()).scatter(0, top.indices, top.values).view_as(pre)
    elif kind == "relu":
        z = pre.relu()
        sparse = PENALTY * z.sum() / n
    elif kind == "jumprelu":
        z = Jump.apply(pre, p["theta"])
        sparse = PENALTY * Active.apply(pre, p["theta"]).sum() / n
    else:
        z = (pre > 0) * (p["r"].exp() * (x @ p["E"].T) + p["b_mag"]).relu()
        apart = pre.relu() @ p["D"].detach() + p["b_dec"].detach() - y
        if "skip" in p:
            apart = apart + x @ p["skip"].detach()
        sparse = PENALTY * pre.relu().sum() / n + apart.square().sum() / (n * d)
    loss = torch.zeros(())
    for level in levels:
        y_hat = z[:, :level] @ p["D"][:level] + p["b_dec"]
        if "skip" in p:
            y_hat = y_hat + x @ p["skip"]
        loss = loss + (y_hat - y).square().sum() / (n * d) / len(levels)
    return loss + sparse, z


def sparse_step(p, x, y, kind, levels, *, screen, bar=None):
    settings = DictionaryTraining(kind=kind, k=K, latents=LATENTS, bandwidth=WIDTH)
    return step(p, x, y, settings, levels, bar=bar, threshold=0.0, penalty=PENALTY, screen=screen)


def levels_of(kind):
    return (15, 30, LATENTS) if kind == "matryoshka" else (LATENTS,)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("skip", [False, True])
@pytest.mark.parametrize("screen", [False, True])
def test_loss_and_gradients_are_those_of_autograd_on_the_dense_definition(kind, skip, screen):
    x, y = normal(N, D_IN, seed=10), normal(N, D_OUT, seed=11)
    p = parameters(kind, skip=skip)
    found = sparse_step(p, x, y, kind, levels_of(kind), screen=screen)
    leaves = {name: tensor.clone().requires_grad_() for name, tensor in p.items()}
    loss, z = dense_loss(leaves, x, y, kind, levels_of(kind))
    loss.backward()
    assert found.loss == pytest.approx(float(loss.detach()), abs=1e-5)
    assert set(found.grads) == set(p)
    for name, leaf in leaves.items():
        scale = float(leaf.grad.abs().max())
        assert scale > 0, name
        torch.testing.assert_close(found.grads[name], leaf.grad, atol=1e-5 * scale, rtol=1e-5, msg=name)
    torch.testing.assert_close(found.along, (found.grads["D"] * p["D"]).sum(-1), atol=1e-6, rtol=1e-4)
    assert found.l0 == pytest.approx(float((z > 0).sum()) / N)
    torch.testing.assert_close(found.fired, (z > 0).sum(0))


@pytest.mark.parametrize("kind", ["batch-topk", "matryoshka", "topk"])
def test_the_loss_curve_is_that_of_a_dense_implementation(kind):
    """Eight steps with autograd, a sort and Adam, beside eight of ours."""
    data = [3 * normal(N, D_IN, seed=20 + i) + 5 for i in range(8)]
    settings = DictionaryTraining(kind=kind, latents=LATENTS, k=K, tokens=8 * N, batch=N, rate=1e-2, restarts=0)
    config = features.DictionaryConfig(kind=kind, sites=("data",), widths_in=(D_IN,), latents=LATENTS, k=K)
    centre, scale = data[0].mean(0), torch.full((D_IN,), float(data[0].std()))
    ours = Trainer(
        config,
        settings,
        centre=(centre, centre),
        scale=(scale, scale),
        sample=data[0],
        device=torch.device("cpu"),
    )
    p = {name: tensor.detach().clone().requires_grad_() for name, tensor in ours.p.items()}
    adam = torch.optim.Adam(p.values(), lr=0.0)
    for number, batch in enumerate(data):
        x = (batch - centre) / scale
        loss, _ = dense_loss(p, x, x, kind, ours.levels)
        adam.zero_grad()
        loss.backward()
        D = p["D"]
        D.grad -= (D.grad * D.detach()).sum(-1, keepdim=True) * D.detach()
        torch.nn.utils.clip_grad_norm_(p.values(), settings.clip)
        adam.param_groups[0]["lr"] = 1e-2 * min(1.0, (number + 1) / 1.0, (8 - number) / (0.3 * 8))
        adam.step()
        with torch.no_grad():
            D /= D.norm(dim=-1, keepdim=True)
        found = ours.train(batch, batch)
        assert found.loss == pytest.approx(float(loss.detach()), abs=1e-5)
    for name, tensor in p.items():
        # Adam divides by the size of a gradient, so that rounding of one near zero moves an entry; as a whole they agree.
        assert (ours.p[name] - tensor).norm() < 5e-3 * tensor.norm(), name
    torch.testing.assert_close(ours.p["D"].norm(dim=-1), torch.ones(LATENTS))


@pytest.mark.parametrize("levels", [(LATENTS,), (15, LATENTS)])
def test_the_loss_that_revives_dead_latents_is_its_definition(levels):
    x, y = normal(N, D_IN, seed=10), normal(N, D_OUT, seed=11)
    kind = "matryoshka" if len(levels) > 1 else "batch-topk"
    p = parameters(kind)
    dead = torch.arange(5, LATENTS, 2)
    found = sparse_step(p, x, y, kind, levels, screen=False)
    before = {name: grad.clone() for name, grad in found.grads.items()}
    loss = revive(p, x, found, dead, levels, 1 / 32)
    leaves = {name: p[name].clone().requires_grad_() for name in ("E", "b", "D")}
    expected = torch.zeros(())
    share = D_OUT // 2
    for number, level in enumerate(levels):
        own = dead[dead < level]
        e = -found.error[:, number]
        pre = (x @ leaves["E"].T + leaves["b"])[:, own].relu()
        if len(own) > share:
            top = pre.topk(share, dim=-1)
            pre = torch.zeros_like(pre).scatter(1, top.indices, top.values)
        apart = pre @ leaves["D"][own] - e
        weight = min(len(own) / share, 1) / 32 / len(levels)
        expected = expected + weight * apart.square().sum() / (e - e.mean(0)).square().sum()
    expected.backward()
    assert loss == pytest.approx(float(expected.detach()), rel=1e-5)
    for name, leaf in leaves.items():
        torch.testing.assert_close(found.grads[name] - before[name], leaf.grad, atol=1e-6, rtol=1e-4)
        silent = torch.ones(LATENTS, dtype=torch.bool)
        silent[dead] = False
        assert torch.equal(found.grads[name][silent], before[name][silent])
    torch.testing.assert_close(found.along, (found.grads["D"] * p["D"]).sum(-1), atol=1e-6, rtol=1e-4)


@pytest.mark.parametrize("screen", [False, True])
@pytest.mark.parametrize(("n", "latents", "k"), [(1, 7, 3), (5, 50, 50), (600, 300, 8), (40, 33, 1)])
def test_the_largest_are_those_of_a_full_sort(n, latents, k, screen):
    x = normal(n, 20, seed=1) * (1 + 10 * normal(n, 1, seed=2).abs())
    E, b = normal(latents, 20, seed=3), normal(latents, seed=4)
    pre = x @ E.T + b

    def dense(kept):
        z = torch.zeros(n, latents)
        z[kept.token, kept.latent] = kept.value
        return z

    order = pre.flatten().sort(descending=True).indices[: k * n]
    expected = torch.zeros(n * latents).scatter(0, order, pre.flatten()[order].relu()).view(n, latents)
    for bar in (None, 0.0, float(pre.max()) * 2, float(expected[expected > 0].min())):
        kept, looked = batch_top(x, E, b, k, bar=bar, screen=screen)
        torch.testing.assert_close(dense(kept), expected, atol=1e-4, rtol=1e-4)
        assert len(looked) >= len(kept)
    top = pre.topk(k, dim=-1)
    each = torch.zeros(n, latents).scatter(1, top.indices, top.values.relu())
    torch.testing.assert_close(dense(token_top(x, E, b, k, screen=screen)), each, atol=1e-4, rtol=1e-4)


def test_a_search_in_bfloat16_misses_no_pair_that_exceeds_the_bar():
    x, E, b = 5 * normal(300, 64, seed=1), normal(200, 64, seed=2), normal(200, seed=3)
    pre = x @ E.T + b
    for bar in (-3.0, 0.0, 10.0, float(pre.max()) * 0.99, 30 * torch.rand(200)):
        found = candidates(x, E, b, bar, screen=True)
        seen = torch.zeros_like(pre, dtype=torch.bool)
        seen[found.token, found.latent] = True
        assert seen[pre > bar].all()
        torch.testing.assert_close(found.value, pre[found.token, found.latent], atol=1e-3, rtol=1e-5)


def test_sums_and_products_over_pairs():
    a, b = normal(9, 5, seed=1), normal(7, 5, seed=2)
    row = torch.tensor([0, 0, 3, 3, 3, 8])
    other = torch.tensor([6, 1, 1, 0, 1, 2])
    torch.testing.assert_close(products(a, b, row, other), (a[row] * b[other]).sum(-1))
    weight = normal(6, seed=3)
    expected = torch.zeros(9, 5).index_add(0, row, weight[:, None] * b[other])
    torch.testing.assert_close(summed(b, other, weight, group_starts(row, 9)), expected)
    none = torch.zeros(0, dtype=torch.int64)
    assert not summed(b, none, torch.zeros(0), group_starts(none, 4)).any() and not len(products(a, b, none, none))
    assert largest(torch.tensor([1.0, 3.0, 3.0, 2.0, 3.0]), 2).tolist() == [1, 2]


@pytest.mark.parametrize("width", [96, 250])
def test_wide_sums_are_made_some_columns_at_a_time(width):
    rows, weight = normal(40, width, seed=4), normal(300, seed=5)
    draw = torch.Generator().manual_seed(6)
    row, latent = (torch.randint(0, n, (300,), generator=draw) for n in (40, 25))
    latent[latent == 7] = 8
    grouped = by_latent(latent, 25)
    assert torch.equal(latent[grouped.order], latent.sort().values) and int(grouped.count[7]) == 0
    found = summed(rows, row[grouped.order], weight[grouped.order], grouped.starts)
    torch.testing.assert_close(found, torch.zeros(25, width).index_add(0, latent, weight[:, None] * rows[row]))


TABLE = 2 * normal(1500, 12, seed=30) @ normal(12, 12, seed=31) + 20


def small(kind="batch-topk", **changes):
    options = {"latents": 32, "k": 3, "tokens": 3000, "batch": 200, "rate": 5e-3, **changes}
    return DictionaryTraining(kind=kind, **options)


@pytest.mark.parametrize("kind", KINDS)
def test_folding_changes_neither_code_nor_reconstruction(kind):
    """On every checkpoint: what the trainer computes on scaled data is what the saved dictionary does on plain data."""
    x, y = TABLE, TABLE[:, :7] * 3 - 100
    settings = small(kind, targets=("y",), sites=("x",), skip=True)
    config = features.DictionaryConfig(
        kind=kind, sites=("x",), targets=("y",), widths_in=(12,), widths_out=(7,), latents=32, k=3, skip=True
    )
    centre = (x.mean(0), y.mean(0))
    scale = (torch.full((12,), float(x.std())), torch.full((7,), float(y.std())))
    trainer = Trainer(config, settings, centre=centre, scale=scale, sample=x, device=torch.device("cpu"))
    for part in range(0, 1400, 200):
        trainer.train(x[part : part + 200], y[part : part + 200])
        p = {name: tensor.detach() for name, tensor in trainer.p.items()}
        data = (x[:50] - centre[0]) / scale[0]
        pre = data @ p["E"].T + p["b"]
        if kind == "topk":
            top = pre.topk(3, dim=-1)
            z = torch.zeros_like(pre).scatter(1, top.indices, top.values.relu())
        elif kind == "gated":
            z = (pre > 0) * (p["r"].exp() * (data @ p["E"].T) + p["b_mag"]).relu()
        else:
            bar = p["theta"] if kind == "jumprelu" else trainer.threshold if kind != "relu" else 0.0
            z = pre * (pre > bar) * (pre > 0)
        y_hat = (z @ p["D"] + p["b_dec"] + data @ p["skip"]) * scale[1] + centre[1]
        d = trainer.folded()
        torch.testing.assert_close(d.encode(x[:50]) > 0, z > 0)
        torch.testing.assert_close(d.encode(x[:50]), z * scale[1][0], atol=1e-3, rtol=1e-4)
        torch.testing.assert_close(d.reconstruct(x[:50]), y_hat, atol=1e-3, rtol=1e-4)
        torch.testing.assert_close(d.W_dec.norm(dim=-1), torch.ones(32))


@pytest.mark.parametrize("kind", KINDS)
def test_training_that_was_interrupted_goes_on_to_the_same_numbers(kind, tmp_path):
    settings = small(kind, dead_tokens=400, restarts=3)
    whole = train_dictionary(TABLE, settings)

    class StopError(Exception):
        pass

    def stop(label, done, total):
        if done >= 1700:
            raise StopError

    file = tmp_path / "state.safetensors"
    with pytest.raises(StopError):
        train_dictionary(TABLE, settings, checkpoint=file, every=4, progress=stop)
    assert file.exists()
    seen = []
    again = train_dictionary(
        TABLE, settings, checkpoint=file, every=4, progress=lambda label, done, total: seen.append(done)
    )
    assert 0 < seen[0] < 1700 and seen[-1] == 3000
    for name, tensor in whole.state_dict().items():
        assert torch.equal(tensor, again.state_dict()[name]), name
    assert whole.config == again.config
    with pytest.raises(DataError, match="another training"):
        train_dictionary(TABLE, small(kind, dead_tokens=401), checkpoint=file)
    file.write_bytes(file.read_bytes()[:200])
    with pytest.raises(CorruptFileError):
        train_dictionary(TABLE, settings, checkpoint=file)


def test_dictionaries_on_one_stream_are_those_trained_alone():
    trainings = [small("batch-topk"), small("topk", latents=40), small("jumprelu")]
    together = train_dictionaries(TABLE, trainings)
    for one, training in zip(together, trainings, strict=True):
        alone = train_dictionary(TABLE, training)
        assert torch.equal(one.W_dec, alone.W_dec) and one.config == alone.config
    with pytest.raises(DataError, match="share tokens"):
        train_dictionaries(TABLE, [small(), small(batch=100)])


@pytest.mark.parametrize("kind", ["relu", "jumprelu", "gated"])
def test_kinds_without_a_top_k_are_steered_to_k(kind):
    found = train_dictionary(TABLE, small(kind, tokens=60_000, k=4))
    z = found.encode(TABLE)
    assert 2.5 < float((z > 0).sum(-1).float().mean()) < 6


def test_the_threshold_of_batch_top_k_gives_about_k_latents_without_a_batch():
    found = train_dictionary(TABLE, small(tokens=20_000))
    each = torch.cat([found.encode(row[None]) for row in TABLE[:300]])
    assert 2 < float((each > 0).sum(-1).float().mean()) < 4
    last = found.config.training["log"][-1]
    assert last["l0"] == pytest.approx(3) and 2 < last["inference_l0"] < 4


def test_death_is_counted_in_tokens():
    config = features.DictionaryConfig(sites=("data",), widths_in=(12,), latents=32, k=3)
    zero, one = torch.zeros(12), torch.ones(12)
    trainer = Trainer(
        config,
        small(dead_tokens=500, aux=0.0),
        centre=(zero, zero),
        scale=(one, one),
        sample=TABLE,
        device=torch.device("cpu"),
    )
    with torch.no_grad():
        trainer.p["b"][5] = -1e6
    for batch, expected in ((200, 200), (250, 450), (60, 510)):
        trainer.train(TABLE[:batch], TABLE[:batch])
        assert int(trainer.silent[5]) == expected
        assert (5 in trainer.dead.tolist()) == (expected >= 500)


def dead_trainer(kind="batch-topk", **options):
    """A training with twenty latents that are never active."""
    config = features.DictionaryConfig(kind=kind, sites=("data",), widths_in=(12,), latents=32, k=3)
    centre, scale = TABLE.mean(0), TABLE.std().expand(12)
    trainer = Trainer(
        config,
        small(kind, dead_tokens=500, aux=0.0, tokens=4000, batch=200, warm_up=0.0, decay=0.2, **options),
        centre=(centre, centre),
        scale=(scale, scale),
        sample=TABLE,
        device=torch.device("cpu"),
    )
    with torch.no_grad():
        trainer.p["b"][:20] = -1e6
        if kind == "gated":
            trainer.p["b_mag"][:20] = -1e6
    return trainer


@pytest.mark.parametrize("kind", ["batch-topk", "jumprelu", "gated"])
def test_dead_latents_are_started_anew_at_errors(kind):
    trainer = dead_trainer(kind, restarts=4)  # due after 800, 1,600, 2,400 and 3,200 tokens
    for number in range(20):
        before = {name: tensor.detach().clone() for name, tensor in trainer.p.items()}
        dead = trainer.dead
        x = TABLE[(200 * number) % 1000 :][:200]
        found = trainer.train(x, x)
        if number == 3:
            assert set(range(20)) <= set(dead.tolist())
            errors = normalize(-found.error[:, -1], dim=-1)
            p = {name: tensor.detach() for name, tensor in trainer.p.items()}
            cosines = p["D"][dead] @ errors.T
            torch.testing.assert_close(cosines.max(1).values, torch.ones(len(dead)))
            assert len(cosines.argmax(1).unique()) == len(dead)  # each a token of its own
            assert bool((p["b"][dead] > -1e3).all())
            alive = torch.ones(32, dtype=torch.bool)
            alive[dead] = False
            moved = (p["D"] - before["D"])[alive].norm(dim=-1)
            assert float(moved.max()) < 0.1  # a step of the optimiser, and no more
            state = trainer.adam.state[trainer.p["E"]]
            assert not state["exp_avg"][dead].any() and bool(state["exp_avg_sq"][dead].any())
        elif number < 3:
            assert bool((trainer.p["b"][:20] < -1e5).all())
    assert trainer.restarted >= 20 and trainer.folded().config.training["restarted"] == trainer.restarted
    assert int((trainer.folded().encode(TABLE) > 0).any(0).sum()) > 24


def test_latents_are_not_started_anew_where_nothing_is_left_to_explain():
    trainer = dead_trainer(restarts=4)
    trainer.train(TABLE[:200], TABLE[:200])
    before = {name: tensor.detach().clone() for name, tensor in trainer.p.items()}
    x = trainer.read(TABLE[:50])
    dead = torch.arange(20)
    with torch.no_grad():
        assert restart(trainer.p, trainer.adam, x, torch.zeros_like(x), dead, same=True, seed=0) == 0
        assert restart(trainer.p, trainer.adam, x, x, torch.arange(32), same=True, seed=0) == 0
        assert all(torch.equal(before[name], tensor) for name, tensor in trainer.p.items())
        assert restart(trainer.p, trainer.adam, x, x, dead, same=True, seed=0) == 20
    assert not torch.equal(before["D"][:20], trainer.p["D"][:20]) and torch.equal(before["D"][20:], trainer.p["D"][20:])


def test_latents_stay_dead_where_no_restart_is_asked_for():
    trainer = dead_trainer(restarts=0)
    for number in range(20):
        x = TABLE[(200 * number) % 1000 :][:200]
        trainer.train(x, x)
    assert trainer.restarted == 0 and set(range(20)) <= set(trainer.dead.tolist())
    with pytest.raises(DataError, match="restarts=-1"):
        small(restarts=-1)


def test_data_with_a_large_mean_kill_no_latents_and_scale_does_not_matter():
    plain = train_dictionary(TABLE - TABLE.mean(0), small())
    moved = train_dictionary((TABLE - TABLE.mean(0)) * 64 + 1e4, small())
    x = TABLE - TABLE.mean(0)
    torch.testing.assert_close(moved.encode(x * 64 + 1e4) / 64, plain.encode(x), atol=0.2, rtol=0.02)
    assert moved.config.training["log"][-1]["dead"] == plain.config.training["log"][-1]["dead"]


def test_what_is_trained_on_a_stream_a_store_and_in_several_shapes(tmp_path):
    lm = made.speller()
    packing = Packing(length=32)
    options = {"latents": 30, "k": 3, "tokens": 2000, "batch": 256}
    streamed = train_dictionary(CORPUS, DictionaryTraining(sites=("resid_post.1",), **options), lm=lm, packing=packing)
    streamed.check(lm)
    assert streamed.config.site == "resid_post.1" and streamed.config.training["skip_positions"] == 2
    kept = harvest(lm, CORPUS, ["resid_post.1", "mlp_in.1", "mlp_out.1"], tmp_path / "store", packing=packing)
    stored = train_dictionary(kept, DictionaryTraining(sites=("resid_post.1",), **options), lm=lm)
    stored.check(lm)
    source = StoreSource(kept, ["resid_post.1"], skip=2)
    assert len(next(source.batches(256, 0, 0))["resid_post.1"]) < 256 and source.skipped == 2
    transcoder = train_dictionary(
        Store.open(tmp_path / "store"),
        DictionaryTraining(sites=("mlp_in.1",), targets=("mlp_out.1",), skip=True, **options),
    )
    assert transcoder.config.shape == "transcoder" and transcoder.W_skip is not None
    layers = train_dictionary(
        CORPUS,
        DictionaryTraining(sites=("resid_post.0", "resid_post.1"), **options),
        lm=lm,
        packing=packing,
    )
    assert layers.config.shape == "crosscoder" and layers.config.widths_in == (24, 24)
    torch.testing.assert_close(layers.W_dec.norm(dim=-1), torch.ones(30))
    other = LanguageModel(tiny("gpt2"), lm.tokenizer, name="other")
    both = train_dictionary(
        CORPUS, DictionaryTraining(sites=("resid_post.1",), **options), lm=[lm, other], packing=packing
    )
    assert both.config.owners == (0, 1) and both.config.sites == ("resid_post.1", "resid_post.1")
    both.check(lm, other)
    with pytest.raises(DataError, match="not for"):
        both.check(other, lm)


def test_a_few_extreme_tokens_are_left_out_and_change_nothing_else():
    extreme = TABLE.clone()
    extreme[7] += 1e5
    found = train_dictionary(extreme, small())
    assert found.config.training["left_out"] == 2 and found.config.training["longest"] > 10
    x = TABLE[100:]
    left = (found.reconstruct(x) - x).square().sum() / (x - x.mean(0)).square().sum()
    assert left < 0.5 and found.config.training["log"][-1]["fvu"] < 0.5
    everything = train_dictionary(extreme, small(outliers=1e9))
    assert everything.config.training["left_out"] == 0
    assert (everything.reconstruct(x) - x).square().sum() > 2 * (found.reconstruct(x) - x).square().sum()


def test_what_cannot_be_trained_on_is_refused():
    with pytest.raises(DataError, match="needs a model"):
        train_dictionary(CORPUS, small(sites=("resid_post.1",)))
    with pytest.raises(DataError, match="no table 'y'"):
        train_dictionary(TABLE, small(sites=("y",)))
    with pytest.raises(DataError, match="all the same"):
        train_dictionary(torch.ones(300, 12), small())
    broken = TABLE.clone()
    broken[1200, 3] = float("nan")
    with pytest.raises((NonFiniteError, DataError), match="NaN"):
        train_dictionary(broken, small())
    with pytest.raises(DataError, match="affine path would copy"):
        small(skip=True)
    with pytest.raises(DataError, match="at most 1 together"):
        small(warm_up=0.8, decay=0.3)


def test_the_command_trains_and_can_be_stopped_and_started(tmp_path, capsys, monkeypatch):
    import cutaway.cli._options as options

    monkeypatch.setattr(options, "load", lambda *a, **k: made.speller())
    text = tmp_path / "text.jsonl"
    text.write_text("\n".join(json.dumps({"text": document}) for document in documents(60)))
    command = "features train --site resid_post.1 --tokens 2000 --latents 40 --k 4 --batch 256 --length 32 --json"
    run_command([*command.split(), "--corpus", str(text), "--out", str(tmp_path / "d")])
    result = json.loads(capsys.readouterr().out)
    assert result["latents"] == 40 and result["l0"] == pytest.approx(4) and result["tokens"] >= 2000
    found = load_dictionary(tmp_path / "d")
    found.check(made.speller())
    assert "features train" in found.config.training["provenance"]["command"] or found.config.training["provenance"]
    run_command([*command.split(), "--corpus", str(text), "--out", str(tmp_path / "two"), "--copies", "2"])
    assert [row["seed"] for row in json.loads(capsys.readouterr().out)["copies"]] == [0, 1]
    assert torch.equal(load_dictionary(tmp_path / "two" / "seed-0").W_dec, found.W_dec)
    assert not torch.equal(load_dictionary(tmp_path / "two" / "seed-1").W_dec, found.W_dec)
