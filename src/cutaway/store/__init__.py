"""Activations over a corpus: streamed through memory, or harvested to disk and read back in any order."""

from cutaway.store._corpus import (
    Corpus,
    builtin_corpus,
    dataset_corpus,
    joined_corpus,
    jsonl_corpus,
    open_corpus,
    packages_corpus,
    sampled_corpus,
    text_corpus,
)
from cutaway.store._harvest import harvest
from cutaway.store._manifest import Manifest, Shard
from cutaway.store._rows import Packing
from cutaway.store._store import Store
from cutaway.store._stream import Batch, stream

__all__ = [
    "Batch",
    "Corpus",
    "Manifest",
    "Packing",
    "Shard",
    "Store",
    "builtin_corpus",
    "dataset_corpus",
    "harvest",
    "joined_corpus",
    "jsonl_corpus",
    "open_corpus",
    "packages_corpus",
    "sampled_corpus",
    "stream",
    "text_corpus",
]
