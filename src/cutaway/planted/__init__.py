"""Models with known mechanisms, and how well each method finds them."""

from cutaway.planted._calibrate import QUICK, calibrate, open_planted, planted_models
from cutaway.planted._calibration import Calibrated, Calibration, Summary
from cutaway.planted._compile import Wire
from cutaway.planted._harden import Hardening, harden, hardened
from cutaway.planted._language import (
    Program,
    Selector,
    Variable,
    aggregate,
    apply,
    combine,
    given_indices,
    given_tokens,
    linear,
    select,
    selector_width,
)
from cutaway.planted._network import PlantedConfig, PlantedForCausalLM
from cutaway.planted._planted import PlantedModel, compile_program
from cutaway.planted._programs import PROGRAMS
from cutaway.planted._truth import Effects, edge_effects

__all__ = [
    "PROGRAMS",
    "QUICK",
    "Calibrated",
    "Calibration",
    "Effects",
    "Hardening",
    "PlantedConfig",
    "PlantedForCausalLM",
    "PlantedModel",
    "Program",
    "Selector",
    "Summary",
    "Variable",
    "Wire",
    "aggregate",
    "apply",
    "calibrate",
    "combine",
    "compile_program",
    "edge_effects",
    "given_indices",
    "given_tokens",
    "harden",
    "hardened",
    "linear",
    "open_planted",
    "planted_models",
    "select",
    "selector_width",
]
