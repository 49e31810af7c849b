"""A tiny model with a character tokenizer, and a small corpus on disk."""

import pytest

from corpora import characters, documents
from cutaway.model import LanguageModel
from families import tiny


@pytest.fixture(scope="session")
def lm() -> LanguageModel:
    return LanguageModel(tiny("llama"), characters(), name="tiny")


@pytest.fixture
def folder(tmp_path):
    """A folder of text files."""
    for number, text in enumerate(documents()):
        (tmp_path / "texts" / f"{number % 3}").mkdir(parents=True, exist_ok=True)
        (tmp_path / "texts" / f"{number % 3}" / f"{number}.txt").write_text(text)
    return tmp_path / "texts"
