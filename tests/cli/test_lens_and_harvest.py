"""`lens`, `lens train` and `harvest` as a user types them."""

import json

import pytest

from commands import run
from corpora import characters, documents
from cutaway.store import Store
from families import tiny

PROMPT = "The Eiffel Tower is located in the city of"


@pytest.mark.parametrize("command", [["lens"], ["lens", "train"], ["harvest"]])
def test_help_explains_the_options(capsys, command):
    _, out, _ = run(capsys, *command, "--help")
    assert "--json" in out and "--model" in out


def test_help_names_the_commands(capsys):
    _, out, _ = run(capsys, "--help")
    assert "harvest" in out and "lens" in out
    _, out, _ = run(capsys, "lens", "--help")
    assert "train" in out


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A tiny model with its tokenizer as a folder in hub format."""
    folder = tmp_path_factory.mktemp("model")
    tiny("llama").save_pretrained(folder)
    characters().save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("texts")
    for number, text in enumerate(documents(100)):
        (folder / f"{number}.txt").write_text(text)
    return folder


def test_train_and_use_a_lens(capsys, model, texts, tmp_path):
    file = tmp_path / "lens.safetensors"
    status, out, err = run(
        capsys, "lens", "train", "--corpus", texts, "--tokens", "4000", "--length", "32", "--out", file,
        "--published", tmp_path / "published", "--model", model, "--json",
    )  # fmt: skip
    assert status == 0, err
    found = json.loads(out)
    assert len(found["points"]) == 4 and set(found["worse"]) <= {"resid_pre.0"}
    assert found["training"]["tokens"] >= 4000
    assert found["corpus"]["part"] == "heldout" and found["training"]["source"]["part"] == "train"
    lenses = []
    for tuned in (file, tmp_path / "published"):
        status, out, err = run(capsys, "lens", "some text", "--tuned", tuned, "--model", model, "--json")
        assert status == 0, err
        lenses.append(json.loads(out))
    assert lenses[0]["lens"] == "tuned lens" and lenses[0]["top"] == lenses[1]["top"]
    status, out, _ = run(capsys, "lens", "some text", "--tuned", file, "--model", model)
    assert status == 0 and "tuned lens" in out
    status, _, err = run(capsys, "lens", "some text", "--tuned", tmp_path / "nothing", "--model", model, "--json")
    assert status == 2 and "no file" in err


def test_harvest(capsys, model, texts, tmp_path):
    command = ["harvest", "resid_post.1", "z.2.1", "--corpus", texts, "--out", tmp_path / "store", "--model", model]
    command += ["--length", 32]
    status, out, err = run(capsys, *command, "--tokens", "500", "--as", "bfloat16", "--json")
    assert status == 0, err
    found = json.loads(out)
    assert found["sites"] == ["resid_post.1", "z.2.1"] and 500 <= found["tokens"] < 532
    assert len(Store.open(tmp_path / "store")) == found["tokens"]
    status, _, err = run(capsys, *command, "--tokens", "300")
    assert status == 2 and "another harvest" in err


@pytest.mark.slow
def test_lens_on_the_real_model(capsys, smollm2, tmp_path):
    status, out, err = run(capsys, "lens", PROMPT, "--json", "--top", "3", "--study", tmp_path / "study")
    assert status == 0, err
    found = json.loads(out)
    n = len(smollm2.tokenize(PROMPT).rows[0])
    assert len(found["tokens"]) == n and found["layers"] == list(range(30))
    assert (len(found["top"]), len(found["top"][0]), len(found["top"][0][0])) == (30, n, 3)
    assert found["answer"] == " Paris" and 0 <= found["decided_at"] < 30
    assert found["top"][-1][-1][0]["token"] == " Paris"
    assert (tmp_path / "study" / "ledger.sqlite").exists()
