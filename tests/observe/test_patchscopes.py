"""Patchscopes are what forward hooks on plain transformers give, and patching a state into its own place does nothing."""

import pytest
import torch

from cutaway.errors import DataError, NotReadError, UnknownSiteError
from cutaway.model import LanguageModel
from cutaway.observe import patchscopes
from families import VOCAB, tiny

IDS, TARGET = [5, 9, 13, 2, 44, 71], [8, 30, 31, 8]


@pytest.fixture(scope="module", params=["llama", "gpt2", "gemma2"])
def lm(request):
    return LanguageModel(tiny(request.param))


def blocks(lm):
    return lm.hf.transformer.h if hasattr(lm.hf, "transformer") else lm.hf.model.layers


def by_hooks(lm, layer: int, pos: int, target_layer: int, target_pos: int, ids=IDS, target=TARGET) -> torch.Tensor:
    """The same with hooks of our own making."""
    kept = {}

    def keep(module, args, output):
        kept["h"] = (output[0] if isinstance(output, tuple) else output)[0, pos].clone()

    def put(module, args, output):
        hidden = output[0] if isinstance(output, tuple) else output
        hidden = hidden.clone()
        hidden[0, target_pos] = kept["h"]
        return (hidden, *output[1:]) if isinstance(output, tuple) else hidden

    with torch.no_grad():
        hook = blocks(lm)[layer].register_forward_hook(keep)
        lm.hf(torch.tensor([ids]))
        hook.remove()
        hook = blocks(lm)[target_layer].register_forward_hook(put)
        logits = lm.hf(torch.tensor([target])).logits[0, -1]
        hook.remove()
    return logits.softmax(-1)


@pytest.mark.parametrize("target_layer", [None, 0, 1])
def test_every_state_decodes_as_hooks_decode_it(lm, target_layer):
    found = patchscopes(
        lm, IDS, target=TARGET, positions=[0, 3, -1], target_layer=target_layer, target_pos=1, top=VOCAB, batch=4
    )
    assert found.top_ids.shape == (lm.n_layers, 3, VOCAB)
    for i, layer in enumerate(found.layers):
        for j, pos in enumerate((0, 3, 5)):
            into = layer if target_layer is None else target_layer
            expected = by_hooks(lm, layer, pos, into, 1)
            own = torch.zeros(VOCAB).scatter(0, found.top_ids[i, j], found.top_probabilities[i, j])
            torch.testing.assert_close(own, expected, rtol=1e-4, atol=1e-6)
            assert float(found.answer_probabilities[i, j]) == pytest.approx(
                float(expected[found.answer]), rel=1e-3, abs=1e-6
            )


def test_a_state_in_its_own_place_reproduces_the_run(lm):
    found = patchscopes(lm, IDS, target=IDS, positions=[2, -1], target_pos=-1, top=1)
    assert found.error == 0
    plain = lm.run(IDS).last_logits.softmax(-1)[0]
    torch.testing.assert_close(
        found.answer_probabilities[:, 1], plain[found.answer].expand(lm.n_layers), rtol=1e-4, atol=1e-6
    )
    assert found.control == pytest.approx(float(plain[found.answer]), rel=1e-4)
    assert not torch.allclose(found.answer_probabilities[:, 0], plain[found.answer].expand(lm.n_layers))


def test_generation_goes_on_from_the_patched_state(lm):
    found = patchscopes(lm, IDS, target=TARGET, layers=[1], positions=[3], target_pos=-1, max_new_tokens=3)
    first = int(found.texts[0][0].split()[0])
    assert first == int(found.top_ids[0, 0, 0]) == int(by_hooks(lm, 1, 3, 1, len(TARGET) - 1).argmax())
    assert len(found.to_frame()) == 1 and found.to_json()["texts"] == [[found.texts[0][0]]]


def test_mistakes_are_named(lm):
    with pytest.raises(DataError, match="2 prompts"):
        patchscopes(lm, [IDS, IDS], target=TARGET)
    with pytest.raises(UnknownSiteError, match="layer 9"):
        patchscopes(lm, IDS, target=TARGET, layers=[9])
    with pytest.raises(NotReadError, match="position 6"):
        patchscopes(lm, IDS, target=TARGET, positions=[6])
    with pytest.raises(DataError, match="top=0"):
        patchscopes(lm, IDS, target=TARGET, top=0)


@pytest.mark.slow
def test_a_real_model_says_what_its_late_states_hold(smollm2):
    found = patchscopes(smollm2, "The Eiffel Tower is located in the city of", layers=[0, 20, 28, 29], max_new_tokens=2)
    assert smollm2.tokenizer.decode(found.answer) == " Paris"
    assert float(found.answer_probabilities[-1, 0]) > 0.5 > found.control
    assert "Paris" in found.texts[-1][0]
    (finding,) = found.findings(command="again")
    assert finding.grade == "observed" and finding.control == found.control < finding.effect
