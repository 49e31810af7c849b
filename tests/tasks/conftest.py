"""Tokenizers of several kinds, built here, and a model that says what it is told to say."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

from cutaway.tasks import _agreement, _facts_table, _greater_than, _induction, _ioi, _words

YEARS = [str(year) for year in range(1500, 1900)]
UNSEEN = frozenset({"Mary", "John", "Paul", "Anna", "France", "Paris"})  # words that some tokenizers must split


def corpus() -> list[str]:
    """Every word that our templates can contain, as it stands in a sentence."""
    text = [*_ioi.FRAMES, *_greater_than.FRAMES, *(frame for frame, *_ in _agreement.FRAMES)]
    text += [verb for _, *verbs in _agreement.FRAMES for verb in verbs]
    text += [intro for intro, _ in _induction.FRAMES]
    text += [frame for frames in _facts_table.FRAMES.values() for frame in frames]
    for table in _facts_table.FACTS.values():
        text += [*table, *table.values()]
    text += [*_words.NAMES, *_words.PLACES, *_words.THINGS, *_words.EVENTS, *_words.RARE]
    text += [noun for pair in _words.NOUNS for noun in pair]
    return [*text, "end. more, and; more:"]


def bpe(digits: str, *, unseen: frozenset[str] = frozenset(), vocab_size: int = 8000) -> PreTrainedTokenizerFast:
    """A byte-level BPE that keeps whole words where it saw them, and cuts numbers by the pattern `digits`."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(digits), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        show_progress=False,
        special_tokens=["<end>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    lines = [" ".join(word for word in line.split() if word not in unseen) for line in corpus()]
    tokenizer.train_from_iterator([form for line in [*lines, *YEARS] for form in (line, " " + line)], trainer)
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<end>", pad_token="<end>")


def metaspace() -> PreTrainedTokenizerFast:
    """As SentencePiece: spaces are "▁", one is put in front, and a start token is added."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Metaspace(prepend_scheme="first"), pre_tokenizers.Digits(individual_digits=True)]
    )
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="first")
    trainer = trainers.BpeTrainer(vocab_size=8000, show_progress=False, special_tokens=["<unk>", "<s>"])
    tokenizer.train_from_iterator([form for line in [*corpus(), *YEARS] for form in (line, "a " + line)], trainer)
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", unk_token="<unk>")


def whole_words() -> PreTrainedTokenizerFast:
    """A token per word or mark, and one token for every word that it does not know."""
    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.WordLevelTrainer(vocab_size=20000, show_progress=False, special_tokens=["[UNK]"])
    known = [" ".join(word for word in line.split() if word not in UNSEEN) for line in corpus()]
    tokenizer.train_from_iterator(known, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]")


KINDS: dict[str, Callable[[], PreTrainedTokenizerFast]] = {
    "digit": lambda: bpe(r"\d"),
    "two-digit": lambda: bpe(r"\d{2}"),
    "three-digit": lambda: bpe(r"\d{1,3}"),
    "unseen": lambda: bpe(r"\d", unseen=UNSEEN),
    "bytes": lambda: bpe(r"\d", vocab_size=0),
    "metaspace": metaspace,
    "whole_words": whole_words,
}


class Parrot:
    """A stand-in for `LanguageModel`: a real tokenizer, and logits from a table of prompts."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        self.tokenizer = tokenizer
        self.says: dict[str, dict[int, float]] = {}
        self.batches: list[int] = []

    def tokenize(self, prompts: list[str]) -> SimpleNamespace:
        return SimpleNamespace(rows=[self.tokenizer(prompt)["input_ids"] for prompt in prompts])

    def run(self, prompts: list[str], *, logits: object = True) -> SimpleNamespace:
        self.batches.append(len(prompts))
        last = torch.zeros(len(prompts), len(self.tokenizer))
        for row, prompt in enumerate(prompts):
            for token, logit in self.says.get(prompt, {}).items():
                last[row, token] = logit
        return SimpleNamespace(last_logits=last)


@pytest.fixture(scope="session")
def _tokenizers() -> dict[str, PreTrainedTokenizerFast]:
    return {}


@pytest.fixture
def parrot(_tokenizers: dict[str, PreTrainedTokenizerFast]) -> Callable[[str], Parrot]:
    """`parrot(kind)`: a stand-in model with a tokenizer of that kind (built once a session)."""

    def make(kind: str) -> Parrot:
        if kind not in _tokenizers:
            _tokenizers[kind] = KINDS[kind]()
        return Parrot(_tokenizers[kind])

    return make
