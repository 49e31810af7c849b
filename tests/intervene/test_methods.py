"""Patching, ablation, tracing, path patching and attribution patching against loops of plain edited runs."""

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

from cutaway.errors import AlignmentError, DataError, UnknownSiteError
from cutaway.intervene import Contrast, Fact, ablate, attribution_patch, patch, path_patch, trace
from cutaway.model import LanguageModel, Site, add, replace
from cutaway.model import ablate as ablation
from cutaway.model import apply as changed
from cutaway.tasks import Answers, Pair, Task
from families import VOCAB, tiny

WORDS = [f"w{i}" for i in range(VOCAB)]
PAIRS = (
    Pair(clean="w3 w4 w5 w6 w7 w8", corrupted="w3 w4 w9 w6 w7 w8", answer="w10", wrong="w11"),
    Pair(clean="w13 w14 w15 w16", corrupted="w13 w24 w15 w16", answer="w20", wrong="w21"),
)
FAMILIES = ["llama", "gpt2", "gemma2", "gpt_neox", "bloom", "qwen3_moe"]


def wordly(family: str, dtype: torch.dtype = torch.float32) -> LanguageModel:
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="w0"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return LanguageModel(tiny(family, dtype=dtype), PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="w0"))


@pytest.fixture(scope="module", params=FAMILIES)
def lm(request):
    return wordly(request.param)


def lead(lm, pair, prompt, edits):
    logits = lm.run(prompt, edits=edits).last_logits[0].float()
    return float(logits[lm.token_id(pair.answer)] - logits[lm.token_id(pair.wrong)])


@pytest.mark.parametrize("direction", ["denoise", "noise"])
@pytest.mark.parametrize(
    ("site", "over"),
    [("resid_pre", "layer,pos"), ("z", "layer,head"), ("v", "head,pos"), ("mlp_out.1", "pos"), ("head_out.2", "head")],
)
def test_patching_is_a_loop_of_edited_runs(lm, site, over, direction):
    result = patch(lm, PAIRS, site=site, over=over, direction=direction)
    cells = result.grid.cells()
    for number, pair in enumerate(PAIRS):
        source, base = (pair.clean, pair.corrupted) if direction == "denoise" else (pair.corrupted, pair.clean)
        taken = lm.run(source, read=[Site.parse(site).kind])
        length = len(base.split())
        for index, cell in enumerate(cells):
            value = result.per_pair[number].flatten()[index]
            if cell.get("pos", 0) >= length:
                assert value.isnan()
                continue
            pos = [cell["pos"]] if "pos" in cell else None
            expected = lead(lm, pair, base, [replace(result.grid.site_of(cell), taken, pos=pos)])
            assert float(value) == pytest.approx(expected, abs=1e-4)
        assert float(result.clean[number]) == pytest.approx(lead(lm, pair, pair.clean, []), abs=1e-4)


def test_token_ids_give_what_their_texts_give(lm):
    pair = PAIRS[0]
    answers = Answers(((lm.token_id(pair.answer),),), ((lm.token_id(pair.wrong),),))
    ids = Contrast(clean=lm.tokenize(pair.clean), corrupted=lm.tokenize(pair.corrupted), answers=answers)
    assert torch.equal(patch(lm, ids).values.nan_to_num(), patch(lm, pair).values.nan_to_num())
    with pytest.raises(AlignmentError, match="2 rows of answers"):
        Contrast(clean=ids.clean, corrupted=ids.corrupted, answers=answers.repeat(2))


def test_what_lies_before_the_first_difference_is_not_run(lm):
    result = patch(lm, PAIRS[0])
    first = next(
        i for i, (a, b) in enumerate(zip(PAIRS[0].clean.split(), PAIRS[0].corrupted.split(), strict=True)) if a != b
    )
    assert result.unchanged == lm.n_layers * first
    assert bool((result.values[:, :first] == result.corrupted[0]).all())


def test_patching_everything_restores_everything():
    result = patch(wordly("llama"), PAIRS[:1], site="embed", over="pos")
    whole = patch(wordly("llama"), PAIRS[:1], site="resid_post.2", over="pos")
    assert float(result.normalised[2]) == pytest.approx(1.0, abs=1e-4)  # the one token that differs
    assert float(whole.normalised[-1]) == pytest.approx(1.0, abs=1e-4)  # the last stream at the last token
    assert result.to_json()["rows"] == 6


@pytest.mark.parametrize("how", ["zero", "mean", "resample"])
def test_ablation_is_a_loop_of_edited_runs(lm, how):
    result = ablate(lm, PAIRS, site="z", over="layer,head", how=how)
    reference = None if how == "zero" else lm.run([pair.corrupted for pair in PAIRS], read=["z"])
    for number, pair in enumerate(PAIRS):
        for index, cell in enumerate(result.grid.cells()):
            own = reference
            if how == "resample":
                own = lm.run(pair.corrupted, read=["z"])
            edit = ablation(result.grid.site_of(cell), how, reference=own)
            expected = lead(lm, pair, pair.clean, [edit])
            assert float(result.per_pair[number, index]) == pytest.approx(expected, abs=1e-4)


def test_pairs_and_cumulative_sets_remove_what_they_say(lm):
    both = ablate(lm, PAIRS, how="zero", mode="pairs", top=3)
    assert [len(cells) for cells in both.sets] == [1, 1, 1, 2, 2, 2]
    cells = both.grid.cells()
    for index, chosen in enumerate(both.sets):
        edits = [ablation(both.grid.site_of(cells[cell])) for cell in chosen]
        for number, pair in enumerate(PAIRS):
            assert float(both.per_pair[number, index]) == pytest.approx(lead(lm, pair, pair.clean, edits), abs=1e-4)
    extra = both.interaction()[0]
    a, b = (next(i for i, s in enumerate(both.sets) if len(s) == 1 and both.name(s[0]) == n) for n in extra["cells"])
    pair_index = next(i for i, s in enumerate(both.sets) if set(s) == {both.sets[a][0], both.sets[b][0]})
    drop = both.drop.mean(0)
    assert extra["interaction"] == pytest.approx(float(drop[pair_index] - drop[a] - drop[b]), abs=1e-5)
    sizes = [len(cells) for cells in ablate(lm, PAIRS, how="zero", mode="cumulative", top=4).sets]
    assert sizes == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("kind", "window", "severed"), [("resid_post", 1, None), ("mlp_out", 2, None), ("resid_post", 1, "mlp")]
)
def test_tracing_is_a_loop_of_edited_runs(lm, kind, window, severed):
    fact = Fact(prompt="w3 w4 w5 w6 w7", subject="w4 w5", answer="w10")
    result = trace(lm, fact, kind=kind, window=window, severed=severed, samples=2, noise=1.0, seed=3)
    assert result.subjects == ((1, 3),)
    answer = lm.token_id(fact.answer)
    generator = torch.Generator().manual_seed(3)
    clean = lm.run(fact.prompt, read=[kind])
    expected = torch.zeros(lm.n_layers, 5)
    total = 0.0
    for _ in range(2):
        noise = add("embed", result.noise * torch.randn(2, lm.d_model, generator=generator), pos=[1, 2])
        noised = lm.run(fact.prompt, read=["mlp_out"], edits=[noise])
        plain = float(noised.last_logits.softmax(-1)[0, answer])
        total += plain / 2
        for layer in range(lm.n_layers):
            for pos in range(5):
                first = max(0, layer - window // 2)
                given = range(first, min(lm.n_layers, layer - window // 2 + window))
                edits = [noise, *(replace(f"{kind}.{n}", clean, pos=[pos]) for n in given)]
                if severed:
                    later = range(layer + 1, lm.n_layers)
                    edits += [replace(f"mlp_out.{n}", noised, pos=[pos]) for n in later]
                back = lm.run(fact.prompt, edits=edits).last_logits.softmax(-1)[0, answer]
                expected[layer, pos] += (float(back) - plain) / 2
    torch.testing.assert_close(result.effects[0], expected, atol=1e-5, rtol=1e-3)
    assert float(result.noised[0]) == pytest.approx(total, abs=1e-5)


@pytest.mark.parametrize("family", ["llama", "gpt2", "gpt_neox"])
def test_a_frozen_path_is_a_difference_carried_through_the_stream(family):
    """The direct path from a head to another's query, by hand: the receiver's own arithmetic on a shifted stream."""
    lm, pair = wordly(family), PAIRS[0]
    sender, receiver = "head_out.0.1", "q.2.3"
    result = path_patch(lm, pair, senders=[sender], receivers=[receiver])
    before, after = (lm.run(text, read=["head_out", "resid_pre"]) for text in (pair.clean, pair.corrupted))
    delta = after[sender] - before[sender]
    shifted = lm.run(pair.clean, read=[receiver], edits=[replace("resid_pre.2", before["resid_pre.2"] + delta)])
    expected = lead(lm, pair, pair.clean, [replace(receiver, shifted)])
    assert float(result.per_pair[0, 0]) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("family", ["llama", "gemma2"])
def test_all_direct_paths_to_the_logits_carry_their_parts_of_the_last_stream(family):
    lm, pair = wordly(family), PAIRS[0]
    result = path_patch(lm, pair, senders=["mlp_out.1"], receivers=["logits"])
    runs = [lm.run(text, read=["mlp_out", "resid_post"]) for text in (pair.clean, pair.corrupted)]
    stream = runs[0]["resid_post.2"] + runs[1]["mlp_out.1"] - runs[0]["mlp_out.1"]
    logits = lm.unembed(stream)[0, -1]
    expected = float(logits[lm.token_id(pair.answer)] - logits[lm.token_id(pair.wrong)])
    assert float(result.per_pair[0, 0]) == pytest.approx(expected, abs=1e-4)


def test_recomputed_paths_freeze_every_other_head():
    lm, pair = wordly("llama"), PAIRS[0]
    result = path_patch(lm, pair, senders=["head_out.0.1"], receivers=["logits"], mlps="recomputed")
    before, after = (lm.run(text, read=["z"]) for text in (pair.clean, pair.corrupted))

    def only_the_sender(z, context):
        z = before[context.site].clone()
        z[:, :, 1] = after[context.site][:, :, 1]
        return z

    frozen = [replace(f"z.{layer}", before) for layer in (1, 2)]
    expected = lead(lm, pair, pair.clean, [changed("z.0", only_the_sender), *frozen])
    assert float(result.per_pair[0, 0]) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("site", ["z", "mlp_out", "q", "k", "mlp_post"])
def test_attribution_is_the_slope_of_exact_patching(site):
    """For a small step from clean towards corrupted, AtP equals the exact change: that is what first order means."""
    lm = wordly("gpt2", torch.float64)
    over = {"mlp_out": "layer", "mlp_post": "layer,neuron"}.get(site, "layer,head")
    result = attribution_patch(lm, PAIRS[:1], site=site, over=over, method="atp", sample=4)
    clean, corrupted = (lm.run(text, read=[site]) for text in (PAIRS[0].clean, PAIRS[0].corrupted))
    step = 1e-2
    base = lead(lm, PAIRS[0], PAIRS[0].clean, [])
    cells = result.grid.cells()
    for index in range(0, len(cells), max(1, len(cells) // 6)):
        at = result.grid.site_of(cells[index])
        moved = clean[at] + step * (corrupted[at] - clean[at])
        back = clean[at] - step * (corrupted[at] - clean[at])
        slope = (
            lead(lm, PAIRS[0], PAIRS[0].clean, [replace(at, moved)])
            - lead(lm, PAIRS[0], PAIRS[0].clean, [replace(at, back)])
        ) / 2
        assert float(result.values.flatten()[index]) == pytest.approx(slope / step, abs=5e-3, rel=2e-2)
    assert base == pytest.approx(lead(lm, PAIRS[0], PAIRS[0].clean, []))


@pytest.mark.parametrize("method", ["atp", "atp*", "ig"])
@pytest.mark.parametrize("site", ["z", "q", "k"])
def test_attribution_states_its_agreement(site, method):
    result = attribution_patch(wordly("llama"), PAIRS, site=site, method=method, sample=12)
    assert -1 <= result.rank_correlation <= 1
    exact = {cell: float(result.exact.mean(0)[i]) for i, cell in enumerate(result.sample)}
    cell = result.sample[0]
    at = result.grid.site_of(result.grid.cells()[cell])
    lm = wordly("llama")
    moves = [
        lead(lm, pair, pair.clean, [replace(at, lm.run(pair.corrupted, read=[site]))]) - lead(lm, pair, pair.clean, [])
        for pair in PAIRS
    ]
    assert exact[cell] == pytest.approx(sum(moves) / 2, abs=1e-4)


class TestRefusals:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"over": "layer,heads"}, "did you mean 'head'"),
            ({"over": "layer,head"}, "no head"),
            ({"site": "resid_pre.1", "over": "layer"}, "one layer only"),
            ({"over": "pos,span"}, "pos or span"),
            ({"metric": "logit_diff"}, "logit_difference"),
        ],
    )
    def test_axes_and_metrics(self, arguments, message):
        with pytest.raises(DataError, match=message):
            patch(wordly("llama"), PAIRS, **arguments)

    def test_pairs_that_do_not_align(self):
        pair = Pair(clean="w1 w2 w3", corrupted="w1 w2", answer="w5", wrong="w6")
        with pytest.raises(AlignmentError, match="3 tokens and the corrupted one 2"):
            patch(wordly("llama"), pair)

    def test_prompts_that_do_not_differ_in_their_answer(self):
        lm = wordly("llama")
        task = Task(name="t", pairs=(Pair(clean="w1 w2 w3", corrupted="w1 w4 w3", answer="w5", wrong="w6"),))
        with pytest.raises(UnknownSiteError):
            patch(lm, task, site="resid_pree")

    def test_a_subject_that_is_not_there(self):
        with pytest.raises(DataError, match="does not stand in"):
            trace(wordly("llama"), Fact(prompt="w1 w2 w3", subject="w9", answer="w4"))

    def test_senders_above_every_receiver(self):
        with pytest.raises(DataError, match="above every receiver"):
            path_patch(wordly("llama"), PAIRS, senders=["head_out.2.0"], receivers=["q.1.0"])

    def test_a_metric_without_a_gradient(self):
        with pytest.raises(DataError, match="no gradient"):
            attribution_patch(wordly("llama"), PAIRS, metric="rank")
