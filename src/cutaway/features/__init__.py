"""Dictionaries: sparse codes of activations, trained, measured, read and used."""

from cutaway.features._config import KINDS, DictionaryConfig, Kind
from cutaway.features._dictionary import Dictionary, load_dictionary
from cutaway.features._evaluate import DictionaryEvaluation, evaluate_dictionary
from cutaway.features._format_saelens import write_saelens
from cutaway.features._formats import read_published_dictionary
from cutaway.features._metrics import Estimate, Histogram, fvu

__all__ = [
    "KINDS",
    "Dictionary",
    "DictionaryConfig",
    "DictionaryEvaluation",
    "Estimate",
    "Histogram",
    "Kind",
    "evaluate_dictionary",
    "fvu",
    "load_dictionary",
    "read_published_dictionary",
    "write_saelens",
]
