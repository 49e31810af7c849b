"""Every method on every family and on the real model: some cells of each against plain edited runs."""

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

from cutaway.intervene import Contrast, Fact, ablate, attribution_patch, patch, path_patch, trace
from cutaway.model import LanguageModel, add, replace
from cutaway.model import ablate as ablation
from cutaway.tasks import Answers
from families import FAMILIES, VOCAB, tiny

WORDS = {f"w{i}": i for i in range(VOCAB)}


class Setting:
    """A model, a clean and a corrupted prompt, an answer and its rival, and a fact."""

    def __init__(self, lm, clean, corrupted, answer, rival, fact):
        self.lm, self.fact = lm, fact
        self.clean, self.corrupted = lm.tokenize(clean), lm.tokenize(corrupted)
        self.answer, self.rival = lm.token_id(answer), lm.token_id(rival)
        self.pair = Contrast(
            clean=self.clean, corrupted=self.corrupted, answers=Answers(((self.answer,),), ((self.rival,),))
        )

    def lead(self, tokens, *edits):
        return self.difference(self.lm.run(tokens, edits=edits).last_logits[0])

    def difference(self, logits):
        return float(logits[self.answer].double() - logits[self.rival].double())


@pytest.fixture(scope="module", params=[*FAMILIES, pytest.param("smollm2", marks=pytest.mark.slow)])
def setting(request):
    if request.param == "smollm2":
        return Setting(
            request.getfixturevalue("smollm2"),
            "When Mary and John went to the store, John gave a drink to",
            "When Mary and John went to the store, Mary gave a drink to",
            " Mary",
            " John",
            Fact(prompt="The capital of France is", subject="France", answer=" Paris"),
        )
    tokenizer = Tokenizer(models.WordLevel(WORDS, unk_token="w0"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    words = PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="w0")
    lm = LanguageModel(tiny(request.param), words)
    fact = Fact(prompt="w3 w4 w5 w6", subject="w4 w5", answer="w10")
    return Setting(lm, "w3 w4 w5 w6 w7 w8", "w3 w4 w9 w6 w7 w8", "w10", "w11", fact)


def some(cells, n=4):
    return range(0, len(cells), max(1, len(cells) // n))


def test_patch(setting):
    lm = setting.lm
    taken = lm.run(setting.clean, read=["z", "resid_pre"])
    for site, over in (("z", "layer,head"), ("resid_pre", "layer,pos")):
        result = patch(lm, setting.pair, site=site, over=over, n_control=1)
        cells = result.grid.cells()
        for cell in some(cells):
            pos = cells[cell].get("pos")
            edit = replace(result.grid.site_of(cells[cell]), taken, pos=None if pos is None else [pos])
            expected = setting.lead(setting.corrupted, edit)
            assert float(result.values.flatten()[cell]) == pytest.approx(expected, abs=1e-4)


def test_ablate(setting):
    lm = setting.lm
    reference = lm.run(setting.corrupted, read=["z"])
    result = ablate(lm, setting.pair, site="z", over="layer,head", how="mean")
    cells = result.grid.cells()
    for cell in some(cells):
        edit = ablation(result.grid.site_of(cells[cell]), "mean", reference=reference)
        assert float(result.values.flatten()[cell]) == pytest.approx(setting.lead(setting.clean, edit), abs=1e-4)


def test_trace(setting):
    lm, fact = setting.lm, setting.fact
    result = trace(lm, fact, samples=1, noise=0.3, seed=5)
    start, end = result.subjects[0]
    noise = torch.randn(end - start, lm.d_model, generator=torch.Generator().manual_seed(5))
    hidden = add("embed", result.noise * noise, pos=list(range(start, end)))
    clean = lm.run(fact.prompt, read=["resid_post"])
    answer = lm.token_id(fact.answer)

    def probability(*edits):
        return float(lm.run(fact.prompt, edits=[hidden, *edits]).last_logits.softmax(-1)[0, answer])

    noised = probability()
    for layer in (0, lm.n_layers // 2, lm.n_layers - 1):
        for pos in range(result.effects[0].shape[1]):
            given = replace(f"resid_post.{layer}", clean, pos=[pos])
            assert float(result.effects[0][layer, pos]) == pytest.approx(probability(given) - noised, abs=1e-4)


def test_path_patch(setting):
    """The direct path of an MLP to the logits: its own change in the last stream, and nothing else."""
    lm = setting.lm
    result = path_patch(lm, setting.pair, senders=["mlp_out.1"], receivers=["logits"])
    last = f"resid_post.{lm.n_layers - 1}"
    before, after = (lm.run(tokens, read=["mlp_out.1", last]) for tokens in (setting.clean, setting.corrupted))
    logits = lm.unembed(before[last] + after["mlp_out.1"] - before["mlp_out.1"])[0, -1]
    assert float(result.per_pair[0, 0]) == pytest.approx(setting.difference(logits), abs=1e-4)


def test_attribution_patch(setting):
    """AtP is the slope of exact patching, by central differences extrapolated to a step of nothing (Richardson)."""
    lm = setting.lm
    result = attribution_patch(lm, setting.pair, site="z", over="layer,head", method="atp", sample=2)
    clean, corrupted = (lm.run(tokens, read=["z"]) for tokens in (setting.clean, setting.corrupted))
    cells = result.grid.cells()

    def central(at, step):
        change = step * (corrupted[at] - clean[at])
        ends = [setting.lead(setting.clean, replace(at, clean[at] + sign * change)) for sign in (1, -1)]
        return (ends[0] - ends[1]) / (2 * step)

    for cell in result.values.flatten().abs().argsort(descending=True)[:3].tolist():
        at = result.grid.site_of(cells[cell])
        slope = (4 * central(at, 0.01) - central(at, 0.02)) / 3
        assert float(result.values.flatten()[cell]) == pytest.approx(slope, rel=2e-2, abs=2e-4)
