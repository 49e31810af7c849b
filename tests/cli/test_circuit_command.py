"""`cutaway circuit`: the keys that scripts rely on, files that come back, errors that say what to do."""

import json

import pytest

from cutaway.circuits import Circuit
from cutaway.cli import main

ANSWER = {"sizes", "faithfulness", "cpr", "cmd", "random", "stability"}


def say(capsys, *arguments: object) -> dict:
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    assert not stopped.value.code
    return json.loads(capsys.readouterr().out)


@pytest.mark.slow
def test_a_circuit_is_found_in_a_file_of_pairs_tried_and_shown(smollm2, tmp_path, capsys):
    lines = [
        {
            "clean": f"When {a} and {b} went to the shop, {b} gave a drink to",
            "corrupted": f"When {a} and {b} went to the shop, {a} gave a drink to",
            "answer": f" {a}",
            "wrong": f" {b}",
        }
        for a, b in (("Mary", "John"), ("Tom", "James"), ("John", "Mary"))
    ]
    data = tmp_path / "pairs.jsonl"
    data.write_text("\n".join(map(json.dumps, lines)))
    out, page = tmp_path / "c.safetensors", tmp_path / "c.html"
    found = say(capsys, "circuit", "find", "--data", data, "--edges", 700, "--steps", 2, "--out", out, "--json")
    assert {"edges", "nodes", "method", "ablation", "seconds", "peak_bytes"} <= set(found)
    assert found["requested"] == 700 and found["kept"] == len(found["edges"]) <= 700
    assert len(found["edges"][0]) == 3 and "logits" in found["nodes"] and found["method"] == "eap-ig"
    circuit = Circuit.load(out)
    assert circuit.kept == found["kept"] and circuit.fingerprint == smollm2.fingerprint
    tried = say(capsys, "circuit", "eval", out, "--data", data, "--draws", 1, "--drop", 2, "--json")
    assert set(tried) >= ANSWER
    assert tried["sizes"][-1] == 70_651 and tried["faithfulness"][-1] == 1.0
    assert tried["circuit"]["faithfulness"] > max(tried["circuit"]["random"]["faithfulness"])
    joined = tried["random"]["connected"]
    assert joined["edges"] == found["kept"] and tried["circuit"]["faithfulness"] > max(joined["faithfulness"])
    shown = say(capsys, "circuit", "show", out, "--html", page, "--json")
    assert shown["edges"] == found["edges"] and "<h1>" in page.read_text()


def test_a_circuit_of_token_spans_is_found_and_tried(smollm2, tmp_path, capsys):
    clean = "When {0} and {1} went to the shop, {1} gave a drink to"
    lines = []
    for a, b in (("Mary", "John"), ("Tom", "James")):
        text, second = clean.format(a, b), clean.format(a, b).rindex(b)
        spans = {"name": [5, 5 + len(a)], "again": [second, second + len(b)]}
        lines.append(
            {"clean": text, "corrupted": text[:second] + a + text[second + len(b) :], "answer": f" {a}"}
            | {"wrong": f" {b}", "spans": spans}
        )
    data, out = tmp_path / "pairs.jsonl", tmp_path / "c.safetensors"
    data.write_text("\n".join(map(json.dumps, lines)))
    arguments = ("--data", data, "--edges", 700, "--steps", 2, "--out", out)
    found = say(capsys, "circuit", "find", *arguments, "--spans", "--json")
    assert found["ablation"]["positions"] == "spans" and found["of"] > 3 * 70_651
    places = {edge[1].partition("@")[2] for edge in found["edges"]}
    assert {"again", "end"} <= places <= {"name", "again", "end", "elsewhere"}
    tried = say(capsys, "circuit", "eval", out, "--data", data, "--draws", 1, "--drop", 0, "--json")
    assert tried["circuit"]["faithfulness"] > max(tried["circuit"]["random"]["faithfulness"])


def test_what_is_no_circuit_is_refused(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["circuit", "show", str(tmp_path / "none.safetensors")])
    assert "there is no file" in capsys.readouterr().err
