"""`cutaway circuit` beyond scores: searches, comparison, stability and words, on a tiny model in a folder."""

import json

import pytest

from cutaway.circuits import Circuit
from cutaway.cli import main
from families import tiny
from made import PAIRS, words


@pytest.fixture(scope="module")
def options(tmp_path_factory):
    """The model and the pairs, as options."""
    folder = tmp_path_factory.mktemp("circuits")
    tiny("llama").save_pretrained(folder / "model")
    words().save_pretrained(folder / "model")
    rows = [json.dumps({**pair.to_json(), "spans": {}}) for pair in PAIRS * 2]
    (folder / "pairs.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return ["--model", str(folder / "model"), "--data", str(folder / "pairs.jsonl")]


def say(capsys, *arguments: object) -> dict:
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    assert not stopped.value.code
    return json.loads(capsys.readouterr().out)


def test_every_search_gives_a_circuit_that_can_be_compared(options, tmp_path, capsys):
    files = {name: tmp_path / f"{name}.safetensors" for name in ("acdc", "prune", "threshold", "eap")}
    find = ["circuit", "find", *options, "--json"]
    acdc = say(capsys, *find, "--method", "acdc", "--tau", 0.001, "--among", 12, "--out", files["acdc"])
    assert 0 < acdc["chosen"] < 12 and acdc["method"].startswith("acdc") and acdc["metric"] == "kl"
    prune = say(capsys, *find, "--method", "prune", "--edges", 25, "--training-steps", 2, "--out", files["prune"])
    assert prune["chosen"] == 25 and prune["method"] == "prune"
    passed = say(capsys, *find, "--method", "threshold", "--tau", 0.5, "--out", files["threshold"])
    assert passed["chosen"] == passed["requested"] > 0
    say(capsys, *find, "--method", "eap", "--edges", 25, "--out", files["eap"])
    compared = say(capsys, "circuit", "compare", *files.values(), "--html", tmp_path / "page.html", "--json")
    assert compared["names"] == list(files) and len(compared["pairs"]) == 6 and (tmp_path / "page.html").exists()
    assert compared["kept"] == [Circuit.load(path).kept for path in files.values()]


def test_stability_is_measured_on_the_pairs_that_are_given(options, tmp_path, capsys):
    out = tmp_path / "a.safetensors"
    say(capsys, "circuit", "find", *options, "--method", "eap", "--edges", 25, "--out", out, "--json")
    tried = say(capsys, "circuit", "eval", out, *options, "--draws", 1, "--drop", 1, "--stability", "--json")
    again = tried["stability"]
    assert again["edges"] == 25 and 0 <= again["floor"] <= again["jaccard"] <= 1 and again["n"] == 4
    say(
        capsys,
        "circuit",
        "find",
        *options,
        "--method",
        "prune",
        "--edges",
        9,
        "--training-steps",
        2,
        "--out",
        out,
        "--json",
    )
    with pytest.raises(SystemExit):
        main(["circuit", "eval", str(out), *options, "--stability"])
    assert "--stability draws" in capsys.readouterr().err


def test_a_circuit_is_described(options, tmp_path, capsys):
    out = tmp_path / "a.safetensors"
    say(capsys, "circuit", "find", *options, "--method", "eap", "--edges", 25, "--out", out, "--json")
    shown = say(capsys, "circuit", "show", out, *options[:2], "--describe", "--json")
    assert "The circuit keeps" in shown["description"]["text"]


@pytest.mark.parametrize("method", ["acdc", "prune", "threshold"])
def test_a_search_without_its_number_says_what_is_missing(options, tmp_path, capsys, method):
    with pytest.raises(SystemExit):
        main(["circuit", "find", *options, "--method", method, "--out", str(tmp_path / "a")])
    assert ("--edges" if method == "prune" else "--tau") in capsys.readouterr().err


def test_whole_components_are_found_by_scores_alone(options, tmp_path, capsys):
    out = tmp_path / "c.safetensors"
    found = say(capsys, "circuit", "find", *options, "--components", 3, "--steps", 2, "--out", out, "--json")
    assert found["ablation"]["granularity"] == "node"
    assert int(Circuit.load(out).components.sum()) == 4, "the embedding is not counted"
    with pytest.raises(SystemExit):
        main(["circuit", "find", *options, "--method", "acdc", "--tau", "1", "--components", "3", "--out", str(out)])
    assert "--components" in capsys.readouterr().err


def test_an_option_of_the_searches_is_not_ignored_by_a_score(options, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["circuit", "find", *options, "--tau", "1", "--out", str(tmp_path / "a")])
    assert "--tau with --method eap-ig" in capsys.readouterr().err
