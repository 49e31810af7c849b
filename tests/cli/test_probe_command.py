"""`probe` and `probe monitor` as a user types them."""

import json
import random

import pytest
import torch
from safetensors.torch import save_file

from commands import run
from corpora import characters
from cutaway.evidence import Ledger
from cutaway.model import load
from cutaway.observe import Monitor, probe, read_labelled
from families import tiny


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A tiny model with its tokenizer as a folder in hub format."""
    folder = tmp_path_factory.mktemp("model")
    tiny("llama").save_pretrained(folder)
    characters().save_pretrained(folder)
    return folder


def write(path, seed: int):
    """Words that end in a vowel or not, about five things."""
    rng = random.Random(seed)
    rows = ["".join(rng.choices("bcdfg", k=rng.randint(1, 4))) + rng.choice("aeioxzk") for _ in range(80)]
    lines = [f'"{row}",{int(row[-1] in "aeio")},{rng.randrange(15)}' for row in rows]
    path.write_text("\n".join(["statement,label,about", *lines]))
    return path


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return write(tmp_path_factory.mktemp("data") / "vowels.csv", 0)


@pytest.fixture
def command(model, file):
    quick = ("--controls", 1, "--strength", 1.0, "--no-mdl", "--model", model)
    return ("probe", "--data", file, "--text", "statement", "--label", "label", "--site", "resid_post", *quick)


def test_json_is_what_the_library_finds(capsys, command, model, file):
    status, out, err = run(capsys, *command, "--group", "about", "--json")
    assert status == 0, err
    found = json.loads(out)
    assert [row["layer"] for row in found["layers"]] == [0, 1, 2]
    assert {"auroc", "interval", "control", "selectivity"} <= set(found["layers"][0])
    data = read_labelled(file, text="statement", group="about")
    study = probe(load(str(model)), data, controls=1, strength=1.0, mdl=False)
    for row, one in zip(found["layers"], study.layers, strict=True):
        assert row["auroc"] == pytest.approx(one.auroc) and row["interval"] == pytest.approx(list(one.interval))
        assert row["control"] == pytest.approx(one.control)
        assert row["selectivity"] == pytest.approx(one.accuracy - one.control)
    (finding,) = found["findings"]
    assert finding["grade"] == "observed" and found["provenance"]["fingerprint"]


def test_all_that_follows_from_a_probe(capsys, command, model, tmp_path):
    other, exported = write(tmp_path / "others.csv", 1), tmp_path / "m.safetensors"
    status, out, err = run(
        capsys, *command, "--layers", "0,2", "--layer", 2, "--transfer", other, "--use-test", "--use-prompts", 10,
        "--draws", 2, "--question", "{text}?", "--answer", "1=y", "--answer", "0=n", "--export-monitor", exported,
        "--study", tmp_path / "study", "--out", tmp_path / "result.json", "--json",
    )  # fmt: skip
    assert status == 0, err
    found = json.loads(out)
    assert [row["layer"] for row in found["layers"]] == [0, 2] and found["chosen"] == "resid_post.2"
    assert found["transfer"][0]["data"] == "others" and len(found["transfer"][0]["layers"]) == 2
    assert found["use_test"]["n"] == 10 and found["use_test"]["sites"] == ["resid_post.2"]
    assert len(found["findings"]) == 4 and json.loads((tmp_path / "result.json").read_text())["chosen"]
    assert len(list(Ledger.open(tmp_path / "study").findings())) == 4
    assert Monitor.load(exported, load(str(model))).probe.site == "resid_post.2"

    status, out, err = run(capsys, "probe", "monitor", exported, "abc", "de", "--tokens", 4, "--model", model, "--json")
    assert status == 0, err
    watched = json.loads(out)
    assert [len(row["scores"]) for row in watched["rows"]] == [len(row["tokens"]) for row in watched["rows"]]
    assert watched["watches_for"] == "1"
    _, out, _ = run(capsys, "probe", "monitor", exported, "abc", "--threshold", "-999", "--stop", "--model", model)
    assert "1 of 1 tokens flagged" in out and "stopped" in out


@pytest.mark.parametrize("extra", [(), ("--kind", "mean_difference")])
def test_tables_fit_a_terminal(capsys, command, file, monkeypatch, extra):
    monkeypatch.setenv("COLUMNS", "80")
    status, out, err = run(capsys, *command, "--transfer", file, "--layers", "0-1", *extra)
    assert status == 0, err
    assert "selectivity" in out and "bag" in out and "Transfer of" in out and "Findings" in out
    assert "no groups were given" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("name", ["pos", "sentiment"])
def test_built_in_sets(capsys, model, name):
    options = ("--n", 40, "--layers", 1, "--controls", 0, "--no-mdl", "--strength", 1, "--model", model, "--json")
    status, out, err = run(capsys, "probe", "--set", name, *options)
    assert status == 0, err
    found = json.loads(out)
    assert found["data"] == name and found["layers"][0]["control"] is None
    assert len(found["classes"]) == (7 if name == "pos" else 2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["probe"], "give --data FILE or --set NAME, one of them; the sets are pos"),
        (["probe", "--set", "truht"], "did you mean 'truth'"),
        (["probe", "--set", "truth", "--data", "x.csv"], "one of them"),
        (["probe", "--data", "nowhere.csv"], "cannot read nowhere.csv"),
        (["probe", "--set", "tense", "--use-test"], "give --question with {text} in it and --answer"),
        (["probe", "--set", "truth", "--answer", "true"], "write LABEL=TOKEN"),
        (["probe", "--set", "truth", "--group", "x"], "belong to a file"),
        (["probe", "--set", "truth", "--layers", "a-3"], "write numbers and ranges"),
        (["probe", "--set", "truth", "--kind", "svm"], "svm"),
        (["probe", "--set", "pos", "--export-monitor", "x"], "name the class to watch for with --positive: adjective"),
        (["probe", "--set", "truth", "--positive", "yes"], "the labels are false, true"),
        (["probe", "--set", "truth", "--false-positive-rate", "2"], "a share from 0 up to 1"),
        (["probe", "monitor", "nowhere"], "give a prompt"),
        (["probe", "monitor", "nowhere", "a"], "there is no file nowhere"),
    ],
)
def test_an_error_is_one_message_and_a_status(capsys, model, arguments, message):
    status, out, err = run(capsys, *arguments, "--model", model)
    assert status != 0 and message in " ".join((out + err).split())
    assert "Traceback" not in err


def test_a_monitor_of_another_model_is_refused(capsys, command, model, tmp_path):
    exported, other = tmp_path / "m.safetensors", tmp_path / "other"
    run(capsys, *command, "--layers", 1, "--export-monitor", exported)
    tiny("llama", seed=3).save_pretrained(other)
    characters().save_pretrained(other)
    status, _, err = run(capsys, "probe", "monitor", exported, "abc", "--model", other)
    assert status == 2 and "was trained on" in err and "load that model" in " ".join(err.split())
    save_file({"x": torch.zeros(1)}, exported)
    status, _, err = run(capsys, "probe", "monitor", exported, "abc", "--model", model)
    assert status == 2 and "is not a monitor" in err


@pytest.mark.slow
def test_truth_on_the_real_model(capsys, smollm2):
    """Held-out subjects, above what the tokens tell; and turned round by negation, as is known of such probes."""
    status, out, err = run(
        capsys, "probe", "--set", "truth", "--n", 300, "--layers", 16, "--controls", 2, "--no-mdl",
        "--transfer", "truth_negated", "--json",
    )  # fmt: skip
    assert status == 0, err
    found = json.loads(out)
    assert found["best"]["auroc"] > 0.8 and found["best"]["interval"][0] > found["baselines"]["bag_of_tokens"]["auroc"]
    assert found["transfer"][0]["layers"][0]["auroc"] < 0.3
