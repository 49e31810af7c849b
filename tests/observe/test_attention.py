"""Patterns are those of plain transformers, and what is summed up of them is what loops over them give."""

import math

import pytest
import torch

from cutaway.errors import DataError, NotReadError, UnknownSiteError
from cutaway.model import LanguageModel
from cutaway.observe import _attention, attention, head_summary
from families import tiny

IDS = [5, 9, 13, 2, 44, 71]


@pytest.fixture(scope="module")
def lm():
    return LanguageModel(tiny("llama"))


def eager(family, ids):
    """Plain transformers' own patterns, [layer batch head query key]."""
    model = tiny(family)
    model.set_attn_implementation("eager")
    with torch.no_grad():
        return torch.stack(model(torch.tensor(ids), output_attentions=True).attentions)


@pytest.mark.parametrize("family", ["llama", "gpt2", "qwen3", "gemma3_text"])
def test_patterns_are_those_of_transformers(family):
    lm = LanguageModel(tiny(family))
    found = attention(lm, IDS)
    expected = eager(family, [IDS])
    assert len(found.heads) == lm.n_layers * lm.n_heads
    for layer, head in found.heads:
        torch.testing.assert_close(found.pattern(layer, head), expected[layer, :, head], rtol=1e-4, atol=1e-6)


def test_only_the_heads_that_are_asked_for_are_kept(lm):
    found = attention(lm, IDS, heads=[(2, 3), (0, 1)])
    assert found.heads == ((2, 3), (0, 1)) and found.patterns.shape == (2, 1, 6, 6)
    torch.testing.assert_close(found.pattern(2, 3), eager("llama", [IDS])[2, :, 3], rtol=1e-4, atol=1e-6)
    with pytest.raises(NotReadError, match=r"head 1.1 was not asked for"):
        found.pattern(1, 1)


def test_weights_are_the_sizes_of_what_a_head_takes(lm):
    """v and W_O from the modules themselves; heads 2 and 3 share the second key-value head."""
    found = attention(lm, IDS, heads=[(1, 2), (1, 1)])
    layer = lm.hf.model.layers[1]
    with torch.no_grad():
        hidden = lm.hf(torch.tensor([IDS]), output_hidden_states=True).hidden_states[1]
        v = layer.self_attn.v_proj(layer.input_layernorm(hidden)).split(8, dim=-1)
        w_o = layer.self_attn.o_proj.weight.split(8, dim=1)
    for head, shared in ((2, 1), (1, 0)):
        pattern = found.pattern(1, head)
        values = v[shared].norm(dim=-1)
        outputs = (v[shared] @ w_o[head].T).norm(dim=-1)
        torch.testing.assert_close(found.weighted(1, head, by="value"), pattern * values[:, None], rtol=1e-4, atol=1e-6)
        torch.testing.assert_close(found.weighted(1, head), pattern * outputs[:, None], rtol=1e-4, atol=1e-6)


def test_a_summary_is_what_loops_give():
    lm = LanguageModel(tiny("gpt2"))
    prompts = [IDS, IDS[:3]]
    summary = head_summary(lm, prompts)
    patterns = [eager("gpt2", [ids])[:, 0] for ids in prompts]
    for index, (layer, head) in enumerate(summary.heads):
        entropy = distance = sink = count = 0.0
        for pattern in patterns:
            for q in range(1, pattern.shape[-1]):
                row = pattern[layer, head, q, : q + 1].tolist()
                entropy -= sum(p * math.log(p) for p in row)
                distance += sum(p * (q - k) for k, p in enumerate(row))
                sink += row[0]
                count += 1
        assert float(summary.entropy[index]) == pytest.approx(entropy / count, rel=1e-4)
        assert float(summary.distance[index]) == pytest.approx(distance / count, rel=1e-4)
        assert float(summary.sink[index]) == pytest.approx(sink / count, rel=1e-4)
    assert summary.uniform_sink == pytest.approx((1 / 2 + 1 / 3 + 1 / 4 + 1 / 5 + 1 / 6 + 1 / 2 + 1 / 3) / 7)
    assert float(summary.entropy.max()) <= summary.uniform_entropy


def test_a_summary_does_not_depend_on_how_it_is_cut(lm, monkeypatch):
    whole = head_summary(lm, IDS)
    monkeypatch.setattr(_attention, "_PATTERN_BYTES", 1)
    cut = head_summary(lm, IDS)
    assert whole.heads == cut.heads
    for name in ("entropy", "distance", "sink"):
        torch.testing.assert_close(getattr(whole, name), getattr(cut, name))
    torch.testing.assert_close(attention(lm, IDS).summary().sink, whole.sink)


def test_json_and_frame_hold_one_prompt_without_its_padding(lm):
    found = attention(lm, [IDS, IDS[:3]], heads=[(0, 0)])
    data = found.to_json(prompt=1)
    assert data["tokens"] == [str(i) for i in IDS[:3]]
    (head,) = data["heads"]
    assert [sum(row) for row in head["pattern"]] == pytest.approx([1.0] * 3)
    assert {"entropy", "mean_distance", "sink_share", "value_weighted", "output_weighted"} <= set(head)
    assert len(found.to_frame(prompt=1)) == 1 + 2 + 3


def test_findings_are_observations(lm):
    findings = [*attention(lm, IDS).findings(command="again"), *head_summary(lm, IDS).findings(command="again")]
    assert len(findings) == 4
    assert all(f.grade == "observed" and f.command == "again" and f.control is not None for f in findings)


def test_bad_input_is_refused_by_name(lm):
    with pytest.raises(UnknownSiteError, match="3 layers"):
        attention(lm, IDS, heads=[(7, 0)])
    with pytest.raises(UnknownSiteError, match="4 heads"):
        attention(lm, IDS, heads=[(0, 9)])
    with pytest.raises(DataError, match="names none"):
        attention(lm, IDS, heads=[])
    with pytest.raises(DataError, match="second token"):
        head_summary(lm, [5])
