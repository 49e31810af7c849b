"""The command line as a user types it."""

import json
import subprocess
import sys
from importlib import import_module

import pytest
from cyclopts import App

from commands import page_in, run
from cutaway.cli._main import COMMANDS


def test_help_names_every_command(capsys):
    _, out, _ = run(capsys, "--help")
    for command in COMMANDS:
        assert command in out


def lines() -> list[tuple[str, ...]]:
    """Every command as it is typed: of a group that does nothing by itself, each of its commands."""
    found: list[tuple[str, ...]] = []
    for name, (place, _) in COMMANDS.items():
        module, attribute = place.split(":")
        command = getattr(import_module(f"cutaway.cli.{module}"), attribute)
        group = isinstance(command, App) and command.default_command is None
        inner = [sub for sub in command if not sub.startswith("-")] if group else []
        found += [(name, sub) for sub in inner] or [(name,)]
    return found


@pytest.mark.parametrize("command", lines(), ids=" ".join)
def test_every_command_explains_its_options(capsys, command):
    _, out, _ = run(capsys, *command, "--help")
    assert "--json" in out


def test_models_as_json(capsys):
    status, out, _ = run(capsys, "models", "--json")
    assert status == 0
    assert {"smollm2-135m", "gemma3-270m"} <= {entry["name"] for entry in json.loads(out)}
    assert {"name", "source", "available", "licence"} <= set(json.loads(out)[0])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["explain", "a", "--model", "smollm2-135"], "did you mean 'smollm2-135m'"),
        (["models", "--jsn"], "jsn"),
        (["saliency"], "give a prompt; or --task NAME"),
        (["saliency", "a b", "--task", "ioi"], "a prompt and a task were given"),
        (["saliency", "--task", "ioi", "--answer", " x"], "a task brings its own"),
        (["saliency", "a b", "--method", "lime"], "lime"),
        (["saliency", "a b", "--steps", "1"], "steps=1; give at least 3"),
        (["trace", "--facts", "nowhere.json"], "nowhere.json"),
        (["trace", "A prompt"], "--subject"),
        (["patch", "A prompt"], "--corrupted"),
        (["patch", "--task", "ioii"], "did you mean 'ioi'"),
        (["heads", "--roles", "inducton"], "did you mean 'induction'"),
    ],
)
def test_an_error_is_one_message_and_a_status(capsys, arguments, message):
    status, out, err = run(capsys, *arguments)
    assert status != 0
    assert message in " ".join((out + err).split())
    assert "Traceback" not in err


def test_help_does_not_load_the_model_library():
    code = "import sys, cutaway.cli._main; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
class TestOnTheRealModel:
    PAIR = ("When Mary and John went to the store, John gave a drink to",)
    CONTRAST = (
        "--corrupted",
        "When Mary and John went to the store, Mary gave a drink to",
        "--answer",
        " Mary",
        "--wrong",
        " John",
    )

    def test_patch(self, capsys, smollm2, tmp_path):
        status, out, _ = run(
            capsys, "patch", *self.PAIR, *self.CONTRAST, "--site", "resid_pre", "--over", "layer,pos", "--json",
            "--study", str(tmp_path / "study"), "--out", str(tmp_path / "patch.json"),
        )  # fmt: skip
        found = json.loads(out)
        assert status == 0
        needed = {"site", "over", "axes", "values", "clean", "corrupted", "normalised", "seconds", "rows", "peak_bytes"}
        assert needed <= set(found)
        assert (len(found["values"]), len(found["values"][0])) == (30, 14)
        assert found["clean"] == pytest.approx(6.12, abs=0.05)
        assert found["normalised"][0][9] == pytest.approx(1.0, abs=0.01)
        assert (tmp_path / "study" / "ledger.sqlite").exists()
        assert json.loads((tmp_path / "patch.json").read_text())["rows"] == 420

    @pytest.mark.parametrize("by", ["component", "head", "neuron", "source"])
    def test_attribute(self, capsys, smollm2, by):
        status, out, _ = run(
            capsys, "attribute", *self.PAIR, "--answer", " Mary", "--wrong", " John", "--by", by, "--json"
        )
        found = json.loads(out)
        assert status == 0
        assert found["logit_difference"] == pytest.approx(6.12, abs=0.05)
        assert sum(part["value"] for part in found["parts"]) == pytest.approx(found["total"], abs=1e-6)
        assert found["total"] == pytest.approx(found["logit_difference"], abs=1e-3)
        assert found["frozen"] == ["final norm"] and {f["grade"] for f in found["findings"]} == {"observed"}

    def test_attribute_as_a_table(self, capsys, smollm2):
        _, out, _ = run(capsys, "attribute", *self.PAIR, "--top", "3")
        assert "sum" in out and "others" in out and "final norm" in out

    def test_saliency(self, capsys, smollm2):
        status, out, _ = run(
            capsys, "saliency", "Paris is in", "--answer", " France", "--wrong", " Italy", "--method", "all", "--steps",
            "17", "--samples", "2", "--draws", "3", "--substitutes", "2", "--json",
        )  # fmt: skip
        found = json.loads(out)
        assert status == 0
        assert len(found["maps"]) == 5 and len(found["tokens"]) == len(found["maps"][0]["values"])
        for one in found["maps"]:
            assert {"deletion", "insertion", "margin"} <= set(one["faithfulness"])
            assert set(one["rank_correlation_with_patching"]) == {"noise", "denoise"}
        assert found["maps"][1]["completeness"]["error"] is not None
        assert len(found["findings"]) == 5

    def test_saliency_as_tables(self, capsys, smollm2, tmp_path):
        arguments = ("--method", "occlusion", "--draws", "3", "--substitutes", "1", "--points", "3")
        _, out, _ = run(capsys, "saliency", "Paris is in", *arguments)
        assert "occlusion" in out and "deletion" in out and "Paris" in out
        rows = [{"clean": "Paris is in", "corrupted": "Rome is in", "answer": " France", "wrong": " Italy"}] * 2
        (tmp_path / "pairs.jsonl").write_text("\n".join(map(json.dumps, rows)))
        _, out, _ = run(capsys, "saliency", "--data", str(tmp_path / "pairs.jsonl"), *arguments)
        assert "2 prompts" in out and "random" in out

    def test_task(self, capsys, smollm2):
        _, out, _ = run(capsys, "task", "ioi", "--n", "40", "--split", "heldout", "--json")
        found = json.loads(out)
        assert found["accuracy"] >= 0.95
        assert {"clean", "corrupted", "answer", "wrong"} <= set(found["pairs"][0])

    def test_trace(self, capsys, smollm2):
        _, out, _ = run(
            capsys, "trace", "The Eiffel Tower is located in the city of", "--subject", "The Eiffel Tower",
            "--answer", " Paris", "--samples", "2", "--json",
        )  # fmt: skip
        found = json.loads(out)
        assert found["clean"] == pytest.approx(0.70, abs=0.05)
        assert found["total_effect"] > 0.4

    def test_trace_of_a_file_of_facts(self, capsys, smollm2, tmp_path):
        facts = [
            {"prompt": "The Eiffel Tower is located in the city of", "subject": "The Eiffel Tower", "attribute": "Paris"},
            {"prompt": "The capital of France is", "subject": "France", "attribute": "Paris"},
            {"prompt": "The capital of France is", "subject": "France", "attribute": "Oslo"},
        ]  # fmt: skip
        (tmp_path / "facts.json").write_text(json.dumps(facts))
        status, out, _ = run(
            capsys, "trace", "--facts", str(tmp_path / "facts.json"), "--samples", "1", "--kind", "mlp_out", "--json"
        )
        found = json.loads(out)
        assert status == 0
        assert found["n"] == 2  # the third is not what the model says
        assert {"last subject", "last"} <= {entry["group"] for entry in found["average"]}

    def test_explain_opens_its_report(self, capsys, smollm2, tmp_path, monkeypatch):
        opened = []
        monkeypatch.setattr("webbrowser.open", lambda url: opened.append(url) or True)
        report = tmp_path / "a b.html"
        status, out, _ = run(capsys, "explain", *self.PAIR, "--json", "--out", str(report), "--open")
        found = json.loads(out)
        assert status == 0
        assert found["answer"] == " Mary"
        assert found["probability"] == pytest.approx(0.92, abs=0.01)
        assert "causal" in {finding["grade"] for finding in found["findings"]}
        assert opened == [report.resolve().as_uri()]
        assert page_in(report)["title"] == "Why “Mary”?" and report.stat().st_size < 1_500_000

    def test_attention(self, capsys, smollm2):
        prompt = self.PAIR[0]
        _, out, _ = run(capsys, "attention", prompt, "--json")
        found = json.loads(out)
        assert len(found["heads"]) == 270 and len(found["tokens"]) == 14
        assert {"layer", "head", "entropy", "mean_distance", "sink_share"} == set(found["heads"][0])
        _, out, _ = run(capsys, "attention", prompt, "--layer", "23", "--head", "0", "--json")
        (head,) = json.loads(out)["heads"]
        assert [sum(row) for row in head["pattern"]] == pytest.approx([1.0] * 14, abs=1e-4)

    def test_heads(self, capsys, smollm2, tmp_path):
        status, out, _ = run(
            capsys, "heads", "--roles", "previous_token,negative", "--n", "2", "--length", "12", "--prompts", "6",
            "--draws", "5", "--json", "--study", str(tmp_path),
        )  # fmt: skip
        found = json.loads(out)
        assert status == 0 and len(found["heads"]) == 270
        row = next(row for row in found["heads"] if (row["layer"], row["head"]) == (24, 4))
        assert row["roles"]["negative"] > 0.4 and row["confirmed"] == {"negative": True}
        assert {finding["grade"] for finding in found["findings"]} == {"causal"}
        assert (tmp_path / "ledger.sqlite").exists()
