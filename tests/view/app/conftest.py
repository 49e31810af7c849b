"""A server around a tiny random model."""

import pytest
from serving import served, words_tokenizer

from cutaway.model import LanguageModel
from families import tiny


@pytest.fixture(scope="session")
def lm() -> LanguageModel:
    return LanguageModel(tiny("llama"), words_tokenizer(), name="tiny")


@pytest.fixture
def client(lm, tmp_path):
    """A server of its own, with a workspace of its own."""
    with served(lm, tmp_path / "workspace") as one:
        yield one
