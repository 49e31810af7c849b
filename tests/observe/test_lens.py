"""The lens says what plain transformers says: hidden state, norm, unembedding."""

import dataclasses
import math

import pytest
import torch

from cutaway.errors import DataError, NotReadError, SiteUnavailableError
from cutaway.model import LanguageModel, ablate
from cutaway.observe import logit_lens
from families import FAMILIES, VOCAB, tiny

IDS = [5, 9, 13, 2, 44, 71]


@pytest.fixture(scope="module")
def lm():
    return LanguageModel(tiny("llama"))


@pytest.fixture(scope="module")
def hidden(lm):
    with torch.no_grad():
        return lm.hf(torch.tensor([IDS]), output_hidden_states=True).hidden_states


@pytest.mark.parametrize("family", ["llama", "gpt2", "gemma3_text"])
def test_every_layer_is_norm_and_unembedding_of_its_hidden_state(family):
    lm = LanguageModel(tiny(family))
    with torch.no_grad():
        output = lm.hf(torch.tensor([IDS]), output_hidden_states=True)
        norm = lm.hf.transformer.ln_f if family == "gpt2" else lm.hf.model.norm
        expected = [lm.hf.lm_head(norm(h)) for h in output.hidden_states[1:-1]] + [output.logits]
    lens = logit_lens(lm, IDS, top=VOCAB, follow=range(VOCAB))
    for layer, logits in enumerate(expected):
        probabilities = logits.softmax(-1)
        for token in (0, 7, VOCAB - 1):
            torch.testing.assert_close(lens.probability(token)[layer], probabilities[..., token], rtol=1e-4, atol=1e-7)
            above = (probabilities > probabilities[..., [token]]).sum(-1)
            assert torch.equal(lens.rank(token)[layer], above + 1)
        assert torch.equal(lens.top_ids[layer, ..., 0], logits.argmax(-1))


@pytest.mark.parametrize("family", list(FAMILIES))
def test_the_last_layer_is_the_model_itself(family):
    lm = LanguageModel(tiny(family))
    with torch.no_grad():
        own = lm.hf(torch.tensor([IDS])).logits.softmax(-1)
    lens = logit_lens(lm, IDS, follow=[3])
    torch.testing.assert_close(lens.probability(3)[-1], own[..., 3], rtol=1e-4, atol=1e-7)
    assert torch.equal(lens.top_ids[-1, ..., 0], own.argmax(-1))


def test_other_streams_are_the_same_states_under_another_name(lm):
    pre, post = (logit_lens(lm, IDS, at=at, follow=[3]) for at in ("resid_pre", "resid_post"))
    torch.testing.assert_close(pre.probability(3)[1:], post.probability(3)[:-1])


def test_a_padded_prompt_reads_as_alone(lm):
    both = logit_lens(lm, [IDS, IDS[:3]], follow=[3, 8])
    alone = logit_lens(lm, IDS[:3], follow=[3, 8])
    torch.testing.assert_close(both.probability(8)[:, 1, :3], alone.probability(8)[:, 0], rtol=1e-4, atol=1e-7)
    assert both.probability(8)[:, 1, 3:].isnan().all()
    assert (both.top_ids[:, 1, 3:] == -1).all()
    assert len(both.to_frame()) == lm.n_layers * (len(IDS) + 3)


def test_decided_at_is_the_first_layer_after_which_the_top_token_stays(lm, hidden):
    lens = logit_lens(lm, IDS)
    (final,) = lens.followed
    tops = [int(lm.unembed(h[0, -1]).argmax()) for h in hidden[1:-1]] + [final]
    assert final == int(lm.run(IDS).last_logits.argmax())
    expected = next(n for n in range(len(tops)) if all(t == final for t in tops[n:]))
    assert lens.decided_at(final) == expected
    assert lens.decided_at((final + 1) % VOCAB) is None


def test_a_token_that_wins_early_and_loses_again_is_not_decided_there(lm):
    run = lm.run([[5, 9]], read="resid_post")
    lens = logit_lens(lm, run, top=1, follow=[7])
    tops = torch.tensor([7, 3, 7])
    lens = dataclasses.replace(lens, top_ids=tops[:, None, None, None].expand(3, 1, 2, 1))
    assert lens.decided_at(7) == 2
    assert lens.decided_at(3) is None


def test_a_run_with_edits_is_read_as_it_ran(lm):
    run = lm.run(IDS, read="resid_post", edits=ablate("mlp_out.1", "zero"))
    lens = logit_lens(lm, run, follow=[3])
    torch.testing.assert_close(lens.probability(3)[-1], run.logits.softmax(-1)[..., 3], rtol=1e-4, atol=1e-7)
    assert not torch.allclose(lens.probability(3)[-1], logit_lens(lm, IDS, follow=[3]).probability(3)[-1])


def test_json_holds_one_prompt_without_its_padding(lm):
    lens = logit_lens(lm, [IDS, IDS[:3]], top=2, follow=[3])
    data = lens.to_json(prompt=1)
    assert data["tokens"] == [str(i) for i in IDS[:3]]
    assert len(data["top"]) == lm.n_layers and len(data["top"][0]) == 3 and len(data["top"][0][0]) == 2
    assert all(math.isfinite(p) for row in data["answer_probability"] for p in row)
    first, second = (entry["probability"] for entry in data["top"][0][0])
    assert first >= second


def test_its_finding_is_an_observation(lm):
    lens = logit_lens(lm, IDS)
    (finding,) = lens.findings(command="again")
    assert finding.grade == "observed" and finding.command == "again"
    decided = lens.decided_at(lens.followed[0])
    assert finding.effect == pytest.approx(float(lens.probability(lens.followed[0])[decided, 0, -1]))


def test_what_cannot_be_read_is_refused_by_name(lm):
    with pytest.raises(SiteUnavailableError, match="residual stream, not 'attn_out'"):
        logit_lens(lm, IDS, at="attn_out")
    with pytest.raises(SiteUnavailableError, match="resid_mid"):
        logit_lens(LanguageModel(tiny("gptj")), IDS, at="resid_mid")
    with pytest.raises(DataError, match="outside the vocabulary"):
        logit_lens(lm, IDS, follow=[VOCAB])
    with pytest.raises(DataError, match="top=0"):
        logit_lens(lm, IDS, top=0)
    with pytest.raises(NotReadError, match="resid_post"):
        logit_lens(lm, lm.run(IDS, read="z"))
    with pytest.raises(DataError, match="positions=None"):
        logit_lens(lm, lm.run(IDS, read="resid_post", positions=-1))
    with pytest.raises(DataError, match="was not followed"):
        logit_lens(lm, IDS, follow=[3]).probability(4)
