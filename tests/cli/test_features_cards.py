"""`features cards`, `show`, `search`, `label` and `graph` as a user types them."""

import json

import pytest

from commands import run
from corpora import characters, documents
from cutaway.features import Cards
from families import tiny
from made import dictionary


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


@pytest.mark.parametrize("command", ["cards", "show", "search", "label", "graph"])
def test_help_explains_the_options(capsys, command):
    _, out, _ = run(capsys, "features", command, "--help")
    assert "--json" in out and "--model" in out


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A dictionary's folder."""
    return dictionary().save(tmp_path_factory.mktemp("dictionary") / "latents")


def test_cards_of_latents_and_what_can_be_done_with_them(capsys, model, texts, saved, tmp_path):
    folder = tmp_path / "cards"
    command = ["features", "cards", saved, "--corpus", texts, "--out", folder, "--model", model, "--length", "32"]
    status, out, err = run(capsys, *command, "--tokens", "800", "--json")
    assert status == 0, err
    found = json.loads(out)
    assert found["units"] == 40 and found["tokens"] >= 800 - 40 and len(Cards.open(folder)) == 40
    status, _, err = run(capsys, *command, "--tokens", "900", "--json")
    assert status == 2 and "another job" in err
    status, out, err = run(capsys, "features", "show", folder, "7", "--json")
    assert status == 0, err
    card = json.loads(out)
    assert card["unit"] == 7 and card["examples"] and card["promoted"] and card["histogram"]["counts"]
    status, out, err = run(capsys, "features", "show", folder, "7")
    assert status == 0 and "raises" in out, err
    status, out, err = run(capsys, "features", "label", folder, "--json")
    assert status == 0, err
    assert len(json.loads(out)["labels"]) == 40
    for by, query in (("token", "e"), ("raises", "e"), ("label", "a"), ("text", "some text")):
        more = ["--dictionary", saved, "--model", model] if by == "text" else []
        status, out, err = run(capsys, "features", "search", folder, query, "--by", by, *more, "--json")
        assert status == 0, err
        assert json.loads(out)["by"] == by
    status, _, err = run(capsys, "features", "show", folder, "99", "--json")
    assert status == 2 and "0 to 39" in err


def test_one_card_without_cards(capsys, model, texts, saved, tmp_path):
    command = ["features", "show", saved, "3", "--corpus", texts, "--tokens", "400", "--length", "32", "--model", model]
    status, out, err = run(capsys, *command, "--json", "--html", tmp_path / "card.html")
    assert status == 0, err
    assert json.loads(out)["unit"] == 3 and (tmp_path / "card.html").read_text().startswith("<!doctype html>")
    status, out, err = run(
        capsys,
        "features",
        "show",
        "5",
        "--site",
        "mlp_post.1",
        "--corpus",
        texts,
        "--tokens",
        "400",
        "--length",
        "32",
        "--model",
        model,
        "--json",
    )
    assert status == 0 and json.loads(out)["name"] == "mlp_post.1.5", err


def test_graphs(capsys, model, texts, saved):
    options = [
        "--corpus",
        texts,
        "--tokens",
        "2000",
        "--length",
        "32",
        "--strongest",
        "4",
        "--replace-rows",
        "2",
        "--model",
        model,
    ]
    status, out, err = run(capsys, "features", "graph", saved, "3", *options, "--json")
    assert status == 0, err
    found = json.loads(out)
    assert {"graph", "precision", "recall", "f1", "token_table", "ngram", "replaced"} <= set(found)
    assert found["unit"] == 3 and found["graph"]["nodes"] and 0 <= found["f1"] <= 1
    status, out, err = run(capsys, "features", "graph", saved, "--random", "2", *options, "--json")
    assert status == 0 and json.loads(out)["units"] == 2, err
    status, out, err = run(capsys, "features", "graph", "--site", "mlp_post.1", "--random", "1", *options, "--json")
    assert status == 0 and json.loads(out)["each"][0]["name"].startswith("mlp_post.1."), err
    status, _, err = run(capsys, "features", "graph", saved, *options)
    assert status == 2 and "Give its number" in err


def test_refusals(capsys, model, tmp_path):
    status, _, err = run(capsys, "features", "label", tmp_path, "--json")
    assert status == 2 and "no cards" in err
    status, _, err = run(
        capsys, "features", "cards", "--site", "resid_post.1", "--out", tmp_path / "c", "--model", model
    )
    assert status == 2 and "neurons of a layer" in err
