"""A monitor during generation scores as it scores the text afterwards; files; the wrong model."""

import dataclasses
import errno
import json

import pytest
import torch

from cutaway import files
from cutaway.errors import CorruptFileError, DataError, FileError, ModelError, UnknownSiteError
from cutaway.model import add
from cutaway.observe import Labelled, Monitor, Probe, probe

PROMPTS = [[5, 9, 13], [44, 71, 8, 30, 22, 17], [60, 3]]


@pytest.fixture(scope="module")
def monitor(lm, ids):
    return Monitor(lm=lm, probe=probe(lm, ids, layers=[1], strength=1.0, controls=0, mdl=False).best.probe)


@pytest.mark.parametrize("edits", [(), (add("resid_post.0", torch.ones(24), scale=2.0),)])
def test_scores_while_writing_are_those_of_the_text_afterwards(lm, monitor, edits):
    found = monitor.generate(PROMPTS, max_new_tokens=6, edits=edits, eos_token_id=None)
    plain = lm.generate(PROMPTS, max_new_tokens=6, edits=edits, eos_token_id=None)
    assert found.generation.new_ids == plain.new_ids  # watching changes nothing
    for row, ids in enumerate(found.generation.ids):
        run = lm.run([ids], read="resid_post.1", edits=edits)
        after = monitor.probe.scores(run["resid_post.1"][0])
        n = len(PROMPTS[row])
        assert found.prompt_scores[row] == pytest.approx(after[:n].tolist(), abs=1e-3)
        assert found.scores[row] == pytest.approx(after[n - 1 : -1].tolist(), abs=1e-3)
    if not edits:
        again = monitor.scores([ids[:-1] for ids in found.generation.ids])
        assert found.scores[2] == pytest.approx(again[2][1:], abs=1e-3)


def test_flags_and_stops_at_the_first_score_above_the_threshold(monitor):
    free = monitor.generate(PROMPTS, max_new_tokens=8, eos_token_id=None)
    flat = sorted(score for row in free.scores for score in row)
    for threshold in (flat[0] - 1, flat[len(flat) // 2], flat[-2], flat[-1] + 1):
        at = monitor.at(threshold)
        expected = [[i for i, score in enumerate(row) if score > threshold] for row in free.scores]
        assert at.generate(PROMPTS, max_new_tokens=8, eos_token_id=None).flagged == expected
        stopped = at.generate(PROMPTS, max_new_tokens=8, stop=True, eos_token_id=None)
        for row, flags in enumerate(expected):
            n = flags[0] + 1 if flags else 8
            assert stopped.generation.new_ids[row] == free.generation.new_ids[row][:n]
            assert stopped.scores[row] == pytest.approx(free.scores[row][:n], abs=1e-4)
            assert stopped.stopped[row] == bool(flags) and stopped.flagged[row] == flags[:1]
            assert len(stopped.generation.new_text[row]) <= len(free.generation.new_text[row])
    json.dumps(free.to_json())


def test_a_text_that_ends_by_itself_is_not_stopped_by_the_monitor(lm, monitor):
    plain = lm.generate(PROMPTS, max_new_tokens=5, eos_token_id=None)
    end = plain.new_ids[1][2]
    found = monitor.at(1e9).generate(PROMPTS, max_new_tokens=5, stop=True, eos_token_id=end)
    assert found.generation.new_ids[1][-1] == end and found.stopped == [False] * 3
    assert [len(s) for s in found.scores] == [len(ids) for ids in found.generation.new_ids]


def test_the_other_class_has_the_opposite_score(lm, monitor):
    turned = Monitor(lm=lm, probe=monitor.probe, positive="high")
    for one, other in zip(monitor.scores(PROMPTS), turned.scores(PROMPTS), strict=True):
        assert one == pytest.approx([-x for x in other])


def test_one_class_of_several(lm, ids):
    prompts = ids.prompts
    data = Labelled(name="thirds", prompts=prompts, labels=tuple(str(p[-1] % 3) for p in prompts))
    one = probe(lm, data, layers=[0], strength=1.0, controls=0, mdl=False).best.probe
    with pytest.raises(DataError, match="no class None; the classes are 0, 1, 2"):
        Monitor(lm=lm, probe=one)
    x = lm.run([list(prompts[0])], read="resid_post.0")["resid_post.0"][0]
    p = one.logits(x).softmax(-1)[:, 2].double()
    expected = torch.log(p / (1 - p)).tolist()
    assert Monitor(lm=lm, probe=one, positive="2").scores([list(prompts[0])])[0] == pytest.approx(expected, abs=1e-2)


@pytest.mark.parametrize("kind", ["logistic", "mlp"])
def test_a_round_trip(lm, ids, tmp_path, kind):
    one = probe(lm, ids, site="z.1", kind=kind, strength=1.0, controls=0, mdl=False).best.probe
    wrote = Monitor(lm=lm, probe=dataclasses.replace(one, threshold=1.25), positive="high")
    path = wrote.export(tmp_path / "deep" / "m.safetensors")
    read = Monitor.load(path, lm)
    assert read.scores(PROMPTS) == wrote.scores(PROMPTS) and read.positive == "high"
    for field in dataclasses.fields(Probe):
        if field.name not in ("weights", "biases"):
            assert getattr(read.probe, field.name) == getattr(wrote.probe, field.name)


def test_another_model_is_refused(lm, other, monitor, tmp_path):
    path = monitor.export(tmp_path / "m.safetensors")
    with pytest.raises(ModelError, match=f"trained on tiny.*{lm.fingerprint}.*other.*{other.fingerprint}"):
        Monitor.load(path, other)


def test_damaged_and_foreign_files_are_refused(lm, monitor, tmp_path):
    from safetensors.torch import save_file

    path = monitor.export(tmp_path / "m.safetensors")
    whole = path.read_bytes()
    for content in (b"", whole[:100], whole[:-4]):
        path.write_bytes(content)
        with pytest.raises(CorruptFileError, match="damaged"):
            Monitor.load(path, lm)
    save_file({"a": torch.zeros(1)}, path)
    with pytest.raises(DataError, match="is not a monitor"):
        Monitor.load(path, lm)
    with pytest.raises(DataError, match="there is no file"):
        Monitor.load(tmp_path / "nowhere", lm)


def test_weights_that_do_not_fit_the_classes_are_refused(lm, monitor, tmp_path):
    from safetensors import safe_open
    from safetensors.torch import save_file

    path = monitor.export(tmp_path / "m.safetensors")
    with safe_open(path, "pt") as file:
        metadata = file.metadata()
    save_file({"weight.0": torch.zeros(3, 24), "bias.0": torch.zeros(3)}, path, metadata)
    with pytest.raises((CorruptFileError, DataError), match=r"\(3, 24\)"):
        Monitor.load(path, lm)
    with pytest.raises(UnknownSiteError):
        Monitor(lm=lm, probe=dataclasses.replace(monitor.probe, site="resid_post.9"))


def test_a_full_disk_leaves_the_old_monitor_or_nothing(lm, monitor, tmp_path, monkeypatch):
    path = monitor.export(tmp_path / "m.safetensors")
    before = path.read_bytes()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(FileError, match="no space left"):
        monitor.at(3.0).export(path)
    with pytest.raises(FileError, match="no space left"):
        monitor.export(tmp_path / "new.safetensors")
    assert [one.name for one in tmp_path.iterdir()] == ["m.safetensors"] and path.read_bytes() == before


def test_several_sequences_a_prompt_are_refused(monitor):
    with pytest.raises(DataError, match="one sequence a prompt"):
        monitor.generate(PROMPTS, max_new_tokens=2, num_beams=2)
