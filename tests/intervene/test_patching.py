"""Patching equals one edited run at a time, done with hooks of torch's own on the plain model."""

import math

import pytest
import torch

from cutaway.errors import AlignmentError, EditError, PromptError
from cutaway.intervene import Carrier, patch_residual
from cutaway.intervene._flow import carriers
from cutaway.model import LanguageModel
from cutaway.tasks import METRICS, Answers
from families import tiny

CLEAN = [5, 9, 13, 2, 44, 71]
CORRUPTED = [5, 9, 60, 2, 44, 71]
OTHER = [5, 33, 34, 35, 36, 37]
ANSWERS = Answers(((11,),), ((40,),))


def blocks(lm):
    body = lm.hf.base_model
    return body.h if hasattr(body, "h") else body.layers


def one_at_a_time(lm, source, base, score):
    """The stream that enters each layer, swapped at one position by a plain pre-hook."""
    states = {}
    handles = [
        block.register_forward_pre_hook(
            lambda m, a, k, n=n: states.__setitem__(n, (a[0] if a else k["hidden_states"]).clone()), with_kwargs=True
        )
        for n, block in enumerate(blocks(lm))
    ]
    with torch.no_grad():
        lm.hf(torch.tensor([source]))
    for handle in handles:
        handle.remove()
    grid = torch.empty(lm.n_layers, len(base))
    for n, block in enumerate(blocks(lm)):
        for p in range(len(base)):

            def swap(module, args, kwargs, n=n, p=p):
                x = (args[0] if args else kwargs["hidden_states"]).clone()
                x[:, p] = states[n][:, p]
                return ((x, *args[1:]), kwargs) if args else (args, {**kwargs, "hidden_states": x})

            handle = block.register_forward_pre_hook(swap, with_kwargs=True)
            with torch.no_grad():
                grid[n, p] = score(lm.hf(torch.tensor([base])).logits[0, -1])
            handle.remove()
    return grid


def difference(logits):
    return logits[11] - logits[40]


@pytest.fixture(scope="module")
def lm():
    return LanguageModel(tiny("llama"))


@pytest.mark.parametrize("family", ["llama", "gpt2", "gemma3_text", "gpt_neox", "gemma2"])
@pytest.mark.parametrize("direction", ["denoise", "noise"])
def test_equal_to_a_loop_of_hooked_runs(family, direction):
    lm = LanguageModel(tiny(family))
    source, base = (CLEAN, CORRUPTED) if direction == "denoise" else (CORRUPTED, CLEAN)
    patching = patch_residual(lm, CLEAN, CORRUPTED, answers=ANSWERS, direction=direction, control=OTHER, memory=50_000)
    torch.testing.assert_close(patching.values, one_at_a_time(lm, source, base, difference), rtol=1e-4, atol=1e-4)
    beside = one_at_a_time(lm, OTHER, base, difference)
    measured = ~patching.control.isnan()
    expected = torch.zeros_like(measured)
    expected[0, 2] = expected[1:, 2:] = True  # where the two prompts have different states
    assert torch.equal(measured, expected)
    torch.testing.assert_close(patching.control[measured], beside[measured], rtol=1e-4, atol=1e-4)


def test_the_memory_budget_changes_nothing(lm):
    grids = [patch_residual(lm, CLEAN, CORRUPTED, answers=ANSWERS, memory=n).values for n in (1, 50_000, 1 << 30)]
    torch.testing.assert_close(grids[0], grids[1], rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(grids[0], grids[2], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("direction", ["denoise", "noise"])
def test_what_is_true_by_construction(lm, direction):
    """The only differing token's embedding carries everything, what comes before it nothing."""
    patching = patch_residual(lm, CLEAN, CORRUPTED, answers=ANSWERS, direction=direction)
    share = patching.normalised
    assert float(share[0, 2]) == pytest.approx(1.0, abs=1e-4)
    assert torch.equal(share[:, :2], torch.zeros_like(share[:, :2]))
    post = patch_residual(lm, CLEAN, CORRUPTED, answers=ANSWERS, direction=direction, site="resid_post")
    assert float(post.normalised[-1, -1]) == pytest.approx(1.0, abs=1e-4)
    assert post.normalised[-1, :-1].abs().max() < 1e-4


def test_other_streams_and_contributions_are_replaced_by_themselves(lm):
    for site in ("resid_mid", "attn_out", "mlp_out"):
        patching = patch_residual(lm, CLEAN, CORRUPTED, answers=ANSWERS, site=site)
        assert patching.values.isfinite().all()
    pre = patch_residual(lm, CLEAN, CORRUPTED, answers=ANSWERS, site="resid_pre").values
    post = patch_residual(lm, CLEAN, CORRUPTED, answers=ANSWERS, site="resid_post").values
    torch.testing.assert_close(pre[1:], post[:-1], rtol=1e-4, atol=1e-5)


def test_several_pairs_are_each_patched_within_themselves(lm):
    second = ([8, 9, 13, 2, 30, 71], [8, 9, 13, 70, 30, 71])
    answers = Answers(((11,), (12,)), ((40,), (41,)))
    both = patch_residual(lm, [CLEAN, second[0]], [CORRUPTED, second[1]], answers=answers)
    alone = patch_residual(lm, *second, answers=answers[1:2])
    torch.testing.assert_close(both.per_prompt[1], alone.per_prompt[0], rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(both.values, both.per_prompt.mean(0))
    for n, p in ((1, 3), (2, 5)):
        torch.testing.assert_close(both.samples(n, p).mean(), both.normalised[n, p])


def test_kl_is_from_the_clean_distribution(lm):
    patching = patch_residual(lm, CLEAN, CORRUPTED, answers=ANSWERS, metric=METRICS["kl"])
    clean = lm.run(CLEAN).last_logits[0].log_softmax(-1)
    expected = one_at_a_time(
        lm, CLEAN, CORRUPTED, lambda logits: (clean.exp() * (clean - logits.log_softmax(-1))).sum()
    )
    torch.testing.assert_close(patching.values, expected, rtol=1e-3, atol=1e-5)
    assert patching.clean == pytest.approx(0, abs=1e-6)


def test_cells_that_were_not_asked_for_stay_empty(lm):
    whole = patch_residual(lm, CLEAN, CORRUPTED, answers=ANSWERS)
    some = patch_residual(lm, CLEAN, CORRUPTED, answers=ANSWERS, cells=[(1, 3), (2, 5)])
    assert int(some.values.isfinite().sum()) == 2
    torch.testing.assert_close(some.values[1, 3], whole.values[1, 3], rtol=1e-4, atol=1e-5)
    none = patch_residual(lm, CLEAN, CORRUPTED, answers=ANSWERS, cells=[], control=OTHER)
    assert none.values.isnan().all() and none.findings() == []


def test_progress_runs_to_its_end_and_can_stop_the_work(lm):
    told = []
    patch_residual(
        lm, CLEAN, CORRUPTED, answers=ANSWERS, control=OTHER, memory=50_000, progress=lambda *a: told.append(a)
    )
    assert told[-1][1] == told[-1][2] == 2 * (1 + 2 * 4)  # cells whose states differ, and their controls
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)

    def stop(label, done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        patch_residual(lm, CLEAN, CORRUPTED, answers=ANSWERS, progress=stop)
    assert torch.equal(lm.run(CLEAN).logits, lm.run(CLEAN).logits)


def test_a_finding_needs_a_control_to_be_causal(lm):
    about = [Carrier(layer=1, pos=2, role="source")]
    plain = patch_residual(lm, CLEAN, CORRUPTED, answers=ANSWERS)
    assert [finding.grade for finding in plain.findings(about)] == ["observed"]
    # patching in the clean prompt's own states as "unrelated" ones: the effect cannot exceed such a control
    same = patch_residual(lm, CLEAN, CORRUPTED, answers=ANSWERS, control=CLEAN)
    (finding,) = same.findings(about)
    assert finding.grade == "observed" and finding.control == pytest.approx(finding.effect)
    # and the corrupted prompt's states do nothing at all
    idle = patch_residual(lm, CLEAN, CORRUPTED, answers=ANSWERS, control=CORRUPTED)
    (finding,) = idle.findings(about, command="again")
    assert finding.control == pytest.approx(0, abs=1e-5) and finding.command == "again"
    assert finding.grade == ("causal" if abs(finding.effect) > 1e-4 else "observed")


def test_turning_points_of_a_known_grid():
    share = torch.zeros(6, 5)
    share[:, 1] = torch.tensor([1, 1, 0.9, 0.6, 0.1, 0])  # differs here
    share[:, 2] = torch.tensor([0, 0, 0.1, 0.3, 0.1, 0])  # passes through
    share[:, 4] = torch.tensor([0, 0, 0, 0.3, 0.8, 1])
    differs = torch.tensor([False, True, False, False, False])
    assert carriers(share, differs) == [
        Carrier(layer=3, pos=1, role="source"),
        Carrier(layer=3, pos=2, role="between"),
        Carrier(layer=4, pos=4, role="end"),
    ]
    assert carriers(torch.full((6, 5), math.nan), differs) == []
    share[1:, 1] = 0  # all that remains there is true by construction
    assert Carrier(layer=0, pos=1, role="source") not in carriers(share, differs)


def test_no_difference_between_the_prompts_gives_no_share(lm):
    answers = Answers(((11,),), ((11,),))
    patching = patch_residual(lm, CLEAN, CORRUPTED, answers=answers)
    assert patching.normalised.isnan().all() and patching.findings() == []


def test_frame_and_json_hold_every_cell(lm):
    patching = patch_residual(lm, CLEAN, CORRUPTED, answers=ANSWERS, control=OTHER)
    frame = patching.to_frame()
    assert len(frame) == lm.n_layers * len(CLEAN)
    assert frame[len(CLEAN) + 3]["value"] == pytest.approx(float(patching.values[1, 3]))
    data = patching.to_json()
    assert data["axes"] == ["layer", "pos"]
    assert data["values"][1][3] == pytest.approx(float(patching.values[1, 3]))
    assert data["control"]["source"] == [str(i) for i in OTHER]


def test_bad_input_is_refused_by_name(lm):
    def patch(clean=CLEAN, corrupted=CORRUPTED, answers=ANSWERS, **options):
        return patch_residual(lm, clean, corrupted, answers=answers, **options)

    with pytest.raises(AlignmentError, match="pair 0 does not align"):
        patch(corrupted=CORRUPTED[:-1])
    with pytest.raises(AlignmentError, match="control"):
        patch(control=OTHER[:-1])
    with pytest.raises(AlignmentError, match="1 clean prompts, but 2"):
        patch(corrupted=[CORRUPTED, CORRUPTED])
    with pytest.raises(AlignmentError, match="2 rows of answers for 1 prompts"):
        patch(answers=ANSWERS.repeat(2))
    with pytest.raises(AlignmentError, match="those of one length"):
        patch([CLEAN, CLEAN[:4]], [CORRUPTED, CORRUPTED[:4]], ANSWERS.repeat(2))
    with pytest.raises(PromptError, match="are the same"):
        patch(corrupted=CLEAN)
    with pytest.raises(EditError, match="'resid_pos' cannot be patched here"):
        patch(site="resid_pos")
    with pytest.raises((EditError, TypeError), match="direction"):  # TypeError where types are checked at run time
        patch(direction="clean")
    with pytest.raises(EditError, match=r"cell \(3, 0\)"):
        patch(cells=[(3, 0)])
