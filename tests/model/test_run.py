"""Runs: what is kept, what edits do, gradients and generation, and what is refused."""

import pytest
import torch

from cutaway.errors import EditError, NotReadError, PromptError, SilentSiteError, UnknownSiteError
from cutaway.model import SITE_KINDS, LanguageModel, Tokens, ablate, add, apply, project_out, replace, scale
from families import FAMILIES, VOCAB, tiny

KINDS = [kind for kind in SITE_KINDS if kind not in ("final_norm", "logits")]


def ids(rows: int = 2, length: int = 9, seed: int = 5) -> torch.Tensor:
    return torch.randint(0, VOCAB, (rows, length), generator=torch.Generator().manual_seed(seed))


@pytest.fixture(scope="module")
def lm():
    return LanguageModel(tiny("llama"))


@pytest.fixture(scope="module", params=FAMILIES)
def each(request):
    return LanguageModel(tiny(request.param), name=request.param)


def test_writing_back_what_was_read_changes_nothing(each):
    kinds = [kind for kind in SITE_KINDS if kind not in each.refused]
    read = each.run(ids(), read=kinds)
    for kind in kinds:
        edited = each.run(ids(), edits=[replace(kind, read)])
        torch.testing.assert_close(edited.logits, read.logits, atol=1e-5, rtol=1e-5, msg=kind)
        if SITE_KINDS[kind].unit:
            unit = each.resolve(read.sites[[s.kind for s in read.sites].index(kind)])[0]
            one = f"{kind}.{unit.layer}.0"
            edited = each.run(ids(), edits=[replace(one, read, pos=[1, -1])])
            torch.testing.assert_close(edited.logits, read.logits, atol=1e-5, rtol=1e-5, msg=one)


def test_edits_do_what_a_plain_hook_does(each):
    part = each.parts.layers[1]
    vector = torch.linspace(-1, 1, each.d_model)

    def plain(module, change):
        def hook(module, args, kwargs):
            if args:
                return (change(args[0]), *args[1:]), kwargs
            return args, {**kwargs, "hidden_states": change(kwargs["hidden_states"])}

        handle = module.register_forward_pre_hook(hook, with_kwargs=True)
        with torch.no_grad():
            logits = each.hf(input_ids=ids(), use_cache=False).logits
        handle.remove()
        return logits

    torch.testing.assert_close(
        each.run(ids(), edits=[add("resid_pre.1", vector, scale=2.0)]).logits,
        plain(part.block, lambda x: x + 2 * vector),
    )
    width = part.attention_out.weight.numel() // each.d_model // each.n_heads

    def without_head_1(z):
        z = z.clone()
        z[..., width : 2 * width] = 0
        return z

    torch.testing.assert_close(
        each.run(ids(), edits=[ablate("z.1.1")]).logits, plain(part.attention_out, without_head_1)
    )


def test_removing_a_head_is_the_same_at_z_and_at_its_output(each):
    a = each.run(ids(), edits=[ablate("z.1.2")]).logits
    b = each.run(ids(), edits=[ablate("head_out.1.2")]).logits
    if each.parts.layers[1].attention_post_norm is None:
        torch.testing.assert_close(a, b, atol=1e-5, rtol=1e-4)
    else:  # a post-norm's scale is held fixed for head_out and moves for z, so the two agree in direction only
        assert not torch.equal(a, each.run(ids()).logits)
        assert not torch.equal(b, each.run(ids()).logits)


def test_a_pattern_that_looks_at_itself_alone_copies_its_own_value(each):
    def diagonal(pattern, context):
        return torch.eye(pattern.shape[-1]).expand_as(pattern)

    run = each.run(ids(), read=["z.1", "v.1"], edits=[apply("pattern.1", diagonal)])
    group = each.n_heads // run["v.1"].shape[2]
    torch.testing.assert_close(run["z.1"], run["v.1"].repeat_interleave(group, 2))


def test_scores_turned_to_nothing_attend_evenly(each):
    def flat(scores, context):
        return torch.where(scores == -torch.inf, scores, 0.0)

    run = each.run(ids(), read=["pattern.1"], edits=[apply("scores.1.0", flat)])
    last = run["pattern.1"][:, 0, -1]
    seen = last[last > 0]
    torch.testing.assert_close(seen, seen[:1].expand_as(seen))


def test_edits_compose_in_order(lm):
    one = torch.ones(lm.d_model)
    a = lm.run(ids(), read=["resid_pre.1"], edits=[scale("resid_pre.1", 2.0), add("resid_pre.1", one)])
    b = lm.run(ids(), read=["resid_pre.1"], edits=[add("resid_pre.1", one), scale("resid_pre.1", 2.0)])
    torch.testing.assert_close(b["resid_pre.1"] - a["resid_pre.1"], one.expand_as(a["resid_pre.1"]))


@pytest.mark.parametrize("family", ["gpt2", "llama", "bloom"])
@pytest.mark.parametrize("site", ["attn_in.1", "mlp_in.1", "resid_pre.1", "mlp_post.1", "z.1"])
def test_one_value_for_every_position(family, site):
    """A value that is broadcast is no view that the next module trips over."""
    lm = LanguageModel(tiny(family))
    plain = lm.run([[1, 2, 3, 4]], read=[site])[site]
    value = plain[0, 0]
    whole = lm.run([[1, 2, 3, 4]], edits=[replace(site, value)]).logits
    written_out = lm.run([[1, 2, 3, 4]], edits=[replace(site, value.expand_as(plain).clone())]).logits
    assert torch.equal(whole, written_out)


def test_positions_and_rows_are_those_named(lm):
    rows = [ids(1, 9)[0].tolist(), ids(1, 5)[0].tolist()]
    before = lm.run(rows, read=["resid_pre.1"])["resid_pre.1"]
    after = lm.run(rows, read=["resid_pre.1"], edits=[ablate("resid_pre.1", pos=-1, rows=[1])])["resid_pre.1"]
    changed = (before != after).any(-1)
    expected = torch.zeros_like(changed)
    expected[1, 4] = True
    assert torch.equal(changed, expected)


def test_mean_and_resample(lm):
    reference = lm.run(ids(4, seed=9), read=["z"])
    mean = lm.run(ids(), read=["z.1"], edits=[ablate("z.1", "mean", reference=reference)])["z.1"]
    torch.testing.assert_close(mean, reference["z.1"].mean(0).expand_as(mean))
    paired = lm.run(ids(4, seed=3), read=["z.1"], edits=[ablate("z.1", "resample", reference=reference)])["z.1"]
    torch.testing.assert_close(paired, reference["z.1"])


def test_projecting_out_leaves_nothing_along_the_directions(lm):
    directions = torch.randn(3, lm.d_model, generator=torch.Generator().manual_seed(1))
    run = lm.run(ids(), read=["resid_post.1"], edits=[project_out("resid_post.1", directions)])
    assert (run["resid_post.1"] @ directions.T).abs().max() < 1e-4


def test_what_is_kept_is_what_was_asked_for(lm):
    run = lm.run(ids(), read=["resid_post", "z.1.2", "pattern.0.1"], positions=[0, -1], dtype=torch.float64)
    assert run["resid_post"].shape == (3, 2, 2, 24)
    assert run["z.1.2"].shape == (2, 2, 8)
    assert run["pattern.0.1"].shape == (2, 2, 9)
    assert run["z.1.2"].dtype == torch.float64
    full = lm.run(ids(), read=["z", "pattern"])
    torch.testing.assert_close(run["z.1.2"].float(), full["z.1"][:, [0, -1], 2])
    torch.testing.assert_close(run["pattern.0.1"].float(), full["pattern.0"][:, 1, [0, -1]])
    with pytest.raises(NotReadError, match="add 'z' to read="):
        run["z"]


def test_one_unit_of_every_layer(lm):
    run = lm.run(ids(), read=["z.*.2"])
    assert run["z.*.2"].shape == (3, 2, 9, 8)
    torch.testing.assert_close(run["z.*.2"], lm.run(ids(), read=["z"])["z"][:, :, :, 2])
    every = lm.run(ids(), edits=[ablate("z.*.2")]).logits
    torch.testing.assert_close(every, lm.run(ids(), edits=[ablate(f"z.{n}.2") for n in range(3)]).logits)


def test_no_later_layer_runs_than_anyone_needs(lm):
    calls = []
    handles = [part.block.register_forward_hook(lambda *_: calls.append(1)) for part in lm.parts.layers]
    run = lm.run(ids(), read=["z.1"], logits=False)
    for handle in handles:
        handle.remove()
    assert len(calls) == run.receipt.layers_run == 2
    with pytest.raises(NotReadError):
        run.last_logits  # noqa: B018


def test_last_logits_of_unequal_prompts(lm):
    rows = [ids(1, 9)[0].tolist(), ids(1, 5)[0].tolist()]
    torch.testing.assert_close(lm.run(rows, logits="last").last_logits, lm.run(rows).last_logits)


@pytest.mark.parametrize("family", ["llama", "gpt2", "gemma2", "falcon", "bloom", "phi"])
def test_gradients_are_finite_differences(family):
    lm = LanguageModel(tiny(family, dtype=torch.float64))
    sites = ["embed", "resid_post.0", "z.1", "q.1", "k.1", "v.0", "pattern.1", "mlp_out.1", "head_out.0", "attn_out.2"]

    def metric(run):
        return run.last_logits[:, 3] - run.last_logits[:, 8].square()

    gradients = lm.gradients(ids(), metric, at=sites)
    plain = lm.run(ids(), read=sites)
    generator = torch.Generator().manual_seed(0)
    for site in sites:
        direction = torch.randn(plain[site].shape, generator=generator, dtype=torch.float64)
        step = 3e-3  # the models compute norms in fp32
        up, down = (metric(lm.run(ids(), edits=[replace(site, plain[site] + s * direction)])) for s in (step, -step))
        expected = (up - down).sum() / (2 * step)
        torch.testing.assert_close((gradients[site] * direction).sum(), expected, rtol=5e-3, atol=1e-3, msg=site)


@pytest.mark.parametrize("during", ["prompt", "generated", "both"])
@pytest.mark.parametrize("family", ["llama", "gpt2", "gemma3_text", "mistral", "bloom", "falcon-alibi", "gptj", "opt"])
def test_generation_under_edits_is_a_full_forward_under_the_same_edits(family, during):
    lm = LanguageModel(tiny(family))
    vector = torch.linspace(-2, 2, lm.d_model)
    prompts = [ids(1, 7)[0].tolist(), ids(1, 4, seed=2)[0].tolist()]
    edits = [add("resid_post.1", vector), ablate("z.2.1"), scale("v.1.0", 0.5)]
    wrote = lm.generate(prompts, max_new_tokens=6, edits=edits, during=during, eos_token_id=None)
    for row, prompt in enumerate(prompts):
        for n in range(len(wrote.new_ids[row])):
            text = prompt + wrote.new_ids[row][:n]
            spans = {"prompt": slice(0, len(prompt)), "generated": slice(len(prompt), None), "both": slice(0, None)}
            at = list(range(len(text)))[spans[during]]
            full = [type(e)(site=e.site, function=e.function, label=e.label, pos=at) for e in edits] if at else []
            logits = lm.run(text, edits=full).last_logits[0]
            chosen = wrote.new_ids[row][n]
            assert logits[chosen] >= logits.max() - 1e-4


def test_the_receipt_says_what_happened(lm):
    run = lm.run(ids(), read=["z.1"], edits=[ablate("z.1.0"), scale("resid_pre.2", 1.0)])
    first, second = run.receipt.edits
    assert (first.fired, first.layers) == (1, (1,))
    assert first.moved == pytest.approx(1.0)
    assert not second.changed
    assert "changed nothing" in run.receipt.notes[0]


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda lm: add("resid_pre.1", torch.ones(5)), "broadcasts"),
        (lambda lm: apply("z.1", lambda z, c: 3), "not a tensor"),
        (lambda lm: replace("z.1", lm.run(ids(1, 3), read=["z"])), "align the prompts"),
        (lambda lm: replace("z.1", lm.run(ids(2)[:, :9], read=["z"]), rows=[5]), "rows"),
    ],
)
def test_an_edit_that_does_not_fit_is_refused_and_leaves_no_hook(lm, edit, message):
    before = lm.run(ids()).logits
    with pytest.raises(EditError, match=message):
        lm.run(ids(), edits=[edit(lm)])
    assert torch.equal(lm.run(ids()).logits, before)
    assert not any(part.block._forward_pre_hooks or part.block._forward_hooks for part in lm.parts.layers)


def test_an_edit_that_matches_nothing_is_an_error(lm):
    with pytest.raises(SilentSiteError, match="matched nothing"):
        lm.run(ids(), edits=[ablate("z.1", pos=40)])


@pytest.mark.parametrize(
    ("prompt", "message"),
    [
        ([], "no prompt"),
        ([[]], "empty"),
        (torch.zeros(1, 65, dtype=torch.long), "context is 64"),
        ([[0, VOCAB]], "outside"),
        ("text", "no tokenizer"),
    ],
)
def test_a_prompt_that_cannot_be_run_says_why(lm, prompt, message):
    with pytest.raises(PromptError, match=message):
        lm.run(prompt)


def test_a_position_outside_every_prompt_cannot_be_kept(lm):
    with pytest.raises(UnknownSiteError, match="not all within prompt"):
        lm.run(ids(), read=["z"], positions=[20])


def test_tokens_pass_through(lm):
    tokens = lm.tokenize(ids())
    assert isinstance(tokens, Tokens)
    assert lm.tokenize(tokens) is tokens
