"""Models with known mechanisms, and how well each method finds them."""

from cutaway.planted._compile import Wire
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

__all__ = [
    "PROGRAMS",
    "PlantedConfig",
    "PlantedForCausalLM",
    "PlantedModel",
    "Program",
    "Selector",
    "Variable",
    "Wire",
    "aggregate",
    "apply",
    "combine",
    "compile_program",
    "given_indices",
    "given_tokens",
    "linear",
    "select",
    "selector_width",
]
