"""Tiny models, and prompts whose label a random model's activations hold."""

import random

import pytest

from corpora import characters
from cutaway.model import LanguageModel
from cutaway.observe import Labelled
from families import VOCAB, tiny


@pytest.fixture(scope="module")
def lm() -> LanguageModel:
    return LanguageModel(tiny("llama"), characters(start=True), name="tiny")


@pytest.fixture(scope="module")
def other() -> LanguageModel:
    return LanguageModel(tiny("llama", seed=1), characters(start=True), name="other")


@pytest.fixture(scope="module")
def ids() -> Labelled:
    """Prompts of token ids, labelled by whether the last one is low or high; the ids before it are the groups."""
    rng = random.Random(0)
    prompts, labels, groups = [], [], []
    for _ in range(160):
        last = rng.choice([*range(5, 11), *range(80, 86)])
        prompt = (*(rng.randrange(3, VOCAB) for _ in range(rng.randint(2, 6))), last)
        prompts.append(prompt)
        labels.append("low" if prompt[-1] < 50 else "high")
        groups.append(str(prompt[-2] % 40))
    return Labelled(name="ids", prompts=tuple(prompts), labels=tuple(labels), groups=tuple(groups))
