"""Dictionaries: sparse codes of activations, trained, measured, read and used."""

from cutaway.features._config import KINDS, DictionaryConfig, Kind
from cutaway.features._dictionary import Dictionary, load_dictionary
from cutaway.features._format_saelens import write_saelens
from cutaway.features._formats import read_published_dictionary

__all__ = [
    "KINDS",
    "Dictionary",
    "DictionaryConfig",
    "Kind",
    "load_dictionary",
    "read_published_dictionary",
    "write_saelens",
]
