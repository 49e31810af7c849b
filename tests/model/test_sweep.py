"""The one-pass replay equals a loop of plain edited runs, for every family, site and budget."""

import json
import multiprocessing
import resource

import pytest
import torch

from cutaway.errors import DataError, EditError, NonFiniteError
from cutaway.model import (
    SITE_KINDS,
    EditContext,
    LanguageModel,
    Site,
    SweepRow,
    ablate,
    add,
    apply,
    first_nonfinite,
    replace,
    sweep,
)
from families import FAMILIES, VOCAB, tiny

LENGTHS = (9, 6, 9)


def prompts(seed: int) -> list[list[int]]:
    generator = torch.Generator().manual_seed(seed)
    return [torch.randint(0, VOCAB, (n,), generator=generator).tolist() for n in LENGTHS]


def difference(logits, prompt):
    return logits[:, 5] - logits[:, 9] + 0.1 * prompt.to(logits.device)


def one_at_a_time(lm, row, *, base=()):
    """The row's score from a plain run of its own prompt alone."""

    def own(edit):
        def function(activation, context):
            return edit.function(
                activation, EditContext(context.site, torch.full_like(context.rows, row.prompt), context.positions)
            )

        return type(edit)(site=edit.site, function=function, label=edit.label, pos=edit.pos)

    logits = lm.run([prompts(1)[row.prompt]], edits=[own(edit) for edit in (*base, *row.edits)]).last_logits
    return float(difference(logits, torch.tensor([row.prompt])))


def some_rows(lm):
    source = lm.run(prompts(2), read=[kind for kind in SITE_KINDS if kind not in lm.refused])
    rows = [SweepRow(1, ())]
    for number, kind in enumerate(kind for kind in SITE_KINDS if kind not in lm.refused):
        sites = lm.resolve(Site(kind))
        for site in (sites[0], sites[-1]):
            prompt = number % len(LENGTHS)
            rows.append(SweepRow(prompt, (replace(site, source, pos=[number % 5]),)))
            rows.append(SweepRow(prompt, (replace(site, source),)))
            if site.info.unit:
                one = Site(kind, site.layer, 0)
                rows.append(
                    SweepRow(2, (replace(one, source, pos=-2), add("resid_post.1", torch.ones(lm.d_model), pos=-1)))
                )
    return rows


@pytest.mark.parametrize("family", FAMILIES)
def test_equal_to_one_run_at_a_time(family):
    lm = LanguageModel(tiny(family))
    rows = some_rows(lm)
    done = sweep(lm, prompts(1), rows, difference)
    expected = torch.tensor([one_at_a_time(lm, row) for row in rows])
    torch.testing.assert_close(done.values, expected, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(done.plain[1], expected[0], atol=1e-4, rtol=1e-4)
    little = sweep(lm, prompts(1), rows, lambda logits, prompt: logits[:, 0] - logits[:, 1] + 0.1 * prompt,
                   vocab=torch.tensor([5, 9]), memory=100_000)  # fmt: skip
    assert little.chunks > 5
    torch.testing.assert_close(little.values, expected, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("family", ["llama", "bloom", "gpt2"])
def test_rows_on_top_of_an_edited_base(family):
    lm = LanguageModel(tiny(family))
    clean = lm.run(prompts(1), read=["resid_post"])
    generator = torch.Generator().manual_seed(4)
    base = [[add("embed", torch.randn(2, lm.d_model, generator=generator), pos=[1, 2])] for _ in LENGTHS]
    rows = [
        SweepRow(prompt, (replace(f"resid_post.{layer}", clean, pos=[pos]),))
        for prompt in range(3)
        for layer in range(3)
        for pos in range(LENGTHS[prompt])
    ]
    done = sweep(lm, prompts(1), rows, difference, base=base)
    expected = torch.tensor([one_at_a_time(lm, row, base=base[row.prompt]) for row in rows])
    torch.testing.assert_close(done.values, expected, atol=1e-4, rtol=1e-4)


def test_bf16():
    lm = LanguageModel(tiny("llama", dtype=torch.bfloat16))
    rows = some_rows(lm)
    done = sweep(lm, prompts(1), rows, difference)
    expected = torch.tensor([one_at_a_time(lm, row) for row in rows])
    assert (done.values - expected).abs().median() < 0.1


def test_an_interrupted_sweep_goes_on_where_it_was(tmp_path):
    lm = LanguageModel(tiny("llama"))
    rows = some_rows(lm)
    kept = tmp_path / "sweep.safetensors"

    def stop(label, done, total):
        if done >= 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(lm, prompts(1), rows, difference, memory=100_000, checkpoint=kept, progress=stop)
    done = sweep(lm, prompts(1), rows, difference, memory=100_000, checkpoint=kept)
    assert 5 <= done.resumed < len(rows)
    torch.testing.assert_close(done.values, sweep(lm, prompts(1), rows, difference).values, atol=1e-5, rtol=1e-5)
    with pytest.raises(DataError, match="another sweep"):
        sweep(lm, prompts(2), rows, difference, checkpoint=kept)
    kept.write_bytes(b"nonsense")
    with pytest.raises(DataError, match="not a checkpoint"):
        sweep(lm, prompts(1), rows, difference, checkpoint=kept)


def test_a_nan_is_reported_with_its_site():
    model = tiny("llama")
    model.model.layers[1].mlp.up_proj.weight[3, 3] = torch.nan
    lm = LanguageModel(tiny("llama"))
    lm.hf.model.layers[1].mlp.up_proj.weight[3, 3] = torch.nan
    assert str(first_nonfinite(lm, prompts(1))) == "mlp_post.1"
    with pytest.raises(NonFiniteError, match=r"arises at mlp_post\.1"):
        sweep(lm, prompts(1), [SweepRow(0, ())], difference)


def test_a_nan_of_an_edit_is_reported_with_the_edit():
    lm = LanguageModel(tiny("llama"))
    row = SweepRow(0, (apply("z.1", lambda z, c: z * torch.nan),))
    with pytest.raises(NonFiniteError, match=r"apply z\.1"):
        sweep(lm, prompts(1), [row], difference)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (SweepRow(7, ()), "prompt 7"),
        (SweepRow(1, (ablate("z.1", pos=8),)), "not within its prompt of 6"),
        (SweepRow(0, (add("resid_pre.1", torch.ones(3)),)), "broadcasts"),
        (SweepRow(0, (ablate("z.1", rows=[0]),)), "rows="),
    ],
)
def test_a_row_that_does_not_fit_is_refused(row, message):
    lm = LanguageModel(tiny("llama"))
    with pytest.raises(EditError, match=message):
        sweep(lm, prompts(1), [row], difference)
    assert not any(part.block._forward_pre_hooks for part in lm.parts.layers)


def _peak(memory: int, send) -> None:
    import cutaway.model as model
    from cutaway.intervene import patch
    from cutaway.tasks import Pair

    lm = model.load("smollm2-135m")
    words = " one two three four five six seven eight nine ten" * 8
    pair = Pair(clean=f"When Mary and John met{words}, John gave a drink to",
                corrupted=f"When Mary and John met{words}, Mary gave a drink to", answer=" Mary", wrong=" John")  # fmt: skip
    lm.run(pair.clean)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    patch(lm, pair, site="resid_pre", over="pos", memory=memory, n_control=0)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    send.send(json.dumps(after - before))


@pytest.mark.slow
def test_the_memory_budget_holds(smollm2):
    """In a fresh process, where the largest resident set tells what was used at the most."""
    budget = 200 << 20
    receive, send = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_peak, args=(budget, send))
    process.start()
    send.close()
    used = json.loads(receive.recv())
    process.join()
    assert used < budget


@pytest.mark.slow
def test_on_the_real_model(smollm2):
    clean, corrupted = (f"When Mary and John went to the store, {name} gave a drink to" for name in ("John", "Mary"))
    source = smollm2.run(clean, read=["resid_pre", "z", "mlp_post"])
    mary, john = smollm2.token_id(" Mary"), smollm2.token_id(" John")
    edits = [replace(f"resid_pre.{layer}", source, pos=[9]) for layer in range(0, 30, 6)]
    edits += [replace(f"z.{layer}.4", source) for layer in range(0, 30, 6)]
    edits += [replace(f"mlp_post.{layer}.7", source) for layer in range(0, 30, 6)]
    done = sweep(
        smollm2,
        corrupted,
        [SweepRow(0, (edit,)) for edit in edits],
        lambda logits, prompt: logits[:, 0] - logits[:, 1],
        vocab=torch.tensor([mary, john]),
    )
    logits = torch.cat([smollm2.run(corrupted, edits=[edit]).last_logits for edit in edits])
    torch.testing.assert_close(done.values, logits[:, mary] - logits[:, john], atol=1e-4, rtol=1e-4)
