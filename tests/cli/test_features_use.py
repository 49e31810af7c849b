"""`features eval`, `attribute`, `steer`, `convert`, `compare` and `contexts` as a user types them."""

import json

import pytest
import torch

from commands import run
from corpora import characters, documents
from cutaway.features import Dictionary, DictionaryConfig, load_dictionary, read_published_dictionary
from cutaway.model import LanguageModel
from families import tiny


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    tiny("llama").save_pretrained(folder)
    characters().save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("texts")
    for number, text in enumerate(documents(60)):
        (folder / f"{number}.txt").write_text(text)
    return folder


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    lm = LanguageModel(tiny("llama"))
    directions = torch.nn.functional.normalize(torch.randn(40, 24, generator=torch.Generator().manual_seed(0)), dim=-1)
    config = DictionaryConfig(
        sites=("resid_post.1",), widths_in=(24,), latents=40, k=4, models=(("tiny", lm.fingerprint),)
    )
    weights = {"W_enc": directions.T, "b_enc": torch.zeros(40), "W_dec": directions, "b_dec": torch.zeros(24)}
    dictionary = Dictionary(config, **weights, threshold=torch.full((40,), 0.3))
    return dictionary.save(tmp_path_factory.mktemp("dictionary"))


@pytest.fixture
def cutaway(capsys, model):
    """The JSON that a command prints."""

    def call(*arguments):
        status, out, err = run(capsys, *arguments, "--model", model, "--json")
        assert status == 0, err
        return json.loads(out)

    return call


def test_eval(cutaway, saved, texts, tmp_path):
    page = tmp_path / "page.html"
    size = ("--tokens", 1500, "--loss-tokens", 300, "--length", 32)
    found = cutaway("features", "eval", saved, "--corpus", texts, *size, "--html", page)
    for key in ("fvu", "l0", "dead", "delta_ce", "kl", "ce_recovered", "tokens", "intervals", "findings", "provenance"):
        assert key in found
    assert found["fvu"] > 0 and 0 <= found["dead"] < 1 and found["intervals"]["fvu"]
    assert "FVU" in page.read_text()


def test_convert_there_and_back(cutaway, saved, tmp_path):
    cutaway("features", "convert", saved, "--to", "saelens", "--out", tmp_path / "theirs")
    found = cutaway("features", "convert", tmp_path / "theirs", "--out", tmp_path / "ours")
    assert found["training"]["published"]["layout"] == "SAELens"
    x = torch.randn(9, 24)
    first, theirs, ours = (
        load_dictionary(saved),
        read_published_dictionary(tmp_path / "theirs"),
        load_dictionary(tmp_path / "ours"),
    )
    for other in (theirs, ours):
        torch.testing.assert_close(other.encode(x), first.encode(x))
        torch.testing.assert_close(other.reconstruct(x), first.reconstruct(x))


def test_attribute_and_steer(cutaway, saved):
    found = cutaway("features", "attribute", saved, "some text", "--answer", "q", "--sample", 8)
    assert len([row for row in found["latents"] if row["exact"] is not None]) == min(8, found["active"])
    options = ("--draws", 1, "--random", 1, "--new-tokens", 3)
    found = cutaway("features", "steer", saved, 3, "some text", "other", *options)
    assert found["prompts"] == ["some text", "other"] and len(found["steered"]["texts"]) == 2


@pytest.mark.slow
def test_the_plural_is_one_latent_of_the_dictionary_that_comes_along(capsys, smollm2):
    prompt = "I know that the keys to the cabinet"
    asked = "--answer", " are", "--wrong", " is", "--sample", "4", "--json"
    _, out, _ = run(capsys, "features", "attribute", "bundled", prompt, *asked)
    first = max(json.loads(out)["latents"], key=lambda row: abs(row["exact"] or 0))
    assert first["latent"] == 1120 and first["exact"] > 10 and first["estimate"] < 1


def test_compare_and_contexts(cutaway, saved, texts):
    found = cutaway("features", "compare", saved, saved, "--corpus", texts, "--tokens", 500, "--length", 32)
    assert found["stability"] == pytest.approx(1, abs=1e-5)
    found = cutaway("features", "contexts", saved, "--corpus", texts, "--tokens", 800, "--units", 8, "--length", 32)
    assert found["latent_tokens"] >= 1


@pytest.mark.parametrize(
    "command", ["eval", "attribute", "steer", "circuit", "convert", "compare", "probe", "contexts"]
)
def test_help_explains_the_options(capsys, command):
    _, out, _ = run(capsys, "features", command, "--help")
    assert "--json" in out and "--model" in out


def test_what_cannot_be_done_is_one_message(capsys, model, saved, tmp_path):
    status, _, err = run(capsys, "features", "eval", tmp_path, "--model", model)
    assert status == 2 and "layouts" in err and "Traceback" not in err
    status, _, err = run(
        capsys, "features", "convert", saved, "--to", "pickle", "--out", tmp_path / "x", "--model", model
    )
    assert status == 2 and "saelens" in err
