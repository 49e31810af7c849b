"""Dictionaries: sparse codes of activations, trained, measured, read and used."""

from cutaway.features._config import KINDS, DictionaryConfig, Kind
from cutaway.features._dictionary import Dictionary, load_dictionary

__all__ = ["KINDS", "Dictionary", "DictionaryConfig", "Kind", "load_dictionary"]
