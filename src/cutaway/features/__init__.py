"""Dictionaries: sparse codes of activations, trained, measured, read and used."""

from cutaway.features._bundled import BUNDLED, bundled_dictionary
from cutaway.features._config import KINDS, DictionaryConfig, Kind
from cutaway.features._dictionary import Dictionary, load_dictionary
from cutaway.features._units import Units, open_units
from cutaway.features.cards._card import Card, CardExample, Companion, card
from cutaway.features.cards._judge import HttpJudge, Judge, JudgedLabel, JudgeScore, ModelJudge, judged_label
from cutaway.features.cards._labels import TokenRule, UnitLabel, label_card, label_cards, other_examples
from cutaway.features.cards._pass import CardOptions
from cutaway.features.cards._search import CardSearch, Hit, search_label, search_raised, search_text, search_token
from cutaway.features.cards._store import Cards, make_cards, open_cards
from cutaway.features.formats._read import read_published_dictionary
from cutaway.features.formats._saelens import write_saelens
from cutaway.features.measures._evaluate import DictionaryEvaluation, evaluate_dictionary, latent_density
from cutaway.features.measures._metrics import Estimate, Histogram, fvu
from cutaway.features.measures._polysemantic import ContextCounts, count_contexts
from cutaway.features.measures._sparse_probing import SparseProbes, first_letters, sparse_probe
from cutaway.features.measures._stability import Stability, compare_dictionaries
from cutaway.features.measures._synthetic import (
    SYNTHETIC_SETTINGS,
    SyntheticFeatures,
    SyntheticScore,
    SyntheticSetting,
    oracle_dictionaries,
    score_synthetic,
    synthetic_benchmark,
)
from cutaway.features.neuron2graph._build import GraphOptions
from cutaway.features.neuron2graph._neuron import GraphNode, NeuronGraph, neuron_graph, neuron_graphs
from cutaway.features.neuron2graph._replace import Replaced
from cutaway.features.neuron2graph._score import Detection
from cutaway.features.neuron2graph._study import GraphStudy, draw_units
from cutaway.features.training._settings import DictionaryTraining
from cutaway.features.training._train import train_dictionaries, train_dictionary
from cutaway.features.use._attribution import KeptLatents, LatentAttribution, LatentEffect, attribute_latents
from cutaway.features.use._latent_circuit import LatentCircuit, latent_circuit
from cutaway.features.use._splice import LatentChange, ablate_latents, splice
from cutaway.features.use._steering import OPENINGS, Arm, Steering, promoted, steer

__all__ = [
    "BUNDLED",
    "KINDS",
    "OPENINGS",
    "SYNTHETIC_SETTINGS",
    "Arm",
    "Card",
    "CardExample",
    "CardOptions",
    "CardSearch",
    "Cards",
    "Companion",
    "ContextCounts",
    "Detection",
    "Dictionary",
    "DictionaryConfig",
    "DictionaryEvaluation",
    "DictionaryTraining",
    "Estimate",
    "GraphNode",
    "GraphOptions",
    "GraphStudy",
    "Histogram",
    "Hit",
    "HttpJudge",
    "Judge",
    "JudgeScore",
    "JudgedLabel",
    "KeptLatents",
    "Kind",
    "LatentAttribution",
    "LatentChange",
    "LatentCircuit",
    "LatentEffect",
    "ModelJudge",
    "NeuronGraph",
    "Replaced",
    "SparseProbes",
    "Stability",
    "Steering",
    "SyntheticFeatures",
    "SyntheticScore",
    "SyntheticSetting",
    "TokenRule",
    "UnitLabel",
    "Units",
    "ablate_latents",
    "attribute_latents",
    "bundled_dictionary",
    "card",
    "compare_dictionaries",
    "count_contexts",
    "draw_units",
    "evaluate_dictionary",
    "first_letters",
    "fvu",
    "judged_label",
    "label_card",
    "label_cards",
    "latent_circuit",
    "latent_density",
    "load_dictionary",
    "make_cards",
    "neuron_graph",
    "neuron_graphs",
    "open_cards",
    "open_units",
    "oracle_dictionaries",
    "other_examples",
    "promoted",
    "read_published_dictionary",
    "score_synthetic",
    "search_label",
    "search_raised",
    "search_text",
    "search_token",
    "sparse_probe",
    "splice",
    "steer",
    "synthetic_benchmark",
    "train_dictionaries",
    "train_dictionary",
    "write_saelens",
]
