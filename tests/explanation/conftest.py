"""A tiny random model that reads words."""

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

from cutaway.model import LanguageModel
from families import VOCAB, tiny

WORDS = [
    "<s>",
    "[UNK]",
    "When",
    "Mary",
    "John",
    "Anna",
    "Paul",
    "and",
    "went",
    "to",
    "the",
    "store",
    "market",
    ",",
    "gave",
    "a",
    "an",
    "drink",
    "book",
    "letter",
    ".",
    "1",
    "2",
    "3",
    "Rain",
    "fell",
    "on",
    "all",
    "morning",
    "boats",
    "stayed",
    "in",
    "By",
    "noon",
    "fog",
    "had",
    "baker",
    "his",
    "windows",
    "let",
    "out",
    "heat",
]


def words_tokenizer() -> PreTrainedTokenizerFast:
    vocabulary = {word: i for i, word in enumerate([*WORDS, *(f"w{i}" for i in range(len(WORDS), VOCAB))])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", unk_token="[UNK]")


@pytest.fixture(scope="session")
def lm() -> LanguageModel:
    return LanguageModel(tiny("llama"), words_tokenizer(), name="tiny")
