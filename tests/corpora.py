"""A tokenizer of single characters for tiny models, and documents for it."""

import random
import string

from tokenizers import Tokenizer, models, pre_tokenizers, processors
from tokenizers import decoders as tokenizer_decoders
from transformers import PreTrainedTokenizerFast

from families import VOCAB

LETTERS = [*string.ascii_letters, *string.digits, *" .,;:!?()-'\n"]


def characters(*, start: bool = False) -> PreTrainedTokenizerFast:
    """One token a character; with `start`, a start token is put before every text and an end token behind it."""
    vocabulary = {"<unk>": 0, "<s>": 1, "</s>": 2} | {letter: 3 + i for i, letter in enumerate(LETTERS)}
    assert len(vocabulary) <= VOCAB
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.decoder = tokenizer_decoders.Fuse()
    if start:
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<s> $A </s>", special_tokens=[("<s>", 1), ("</s>", 2)]
        )
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", unk_token="<unk>")


def documents(n: int = 40, seed: int = 0) -> list[str]:
    """Random words, of unequal length."""
    rng = random.Random(seed)
    words = ["".join(rng.choices(string.ascii_lowercase, k=rng.randint(1, 6))) for _ in range(50)]
    return [f"Text {n}. " + " ".join(rng.choices(words, k=rng.randint(2, 40))) for n in range(n)]
