"""Cutaway takes a language model apart: it shows how an answer is computed inside, and tests every explanation."""

from cutaway.explain import Explanation, explain
from cutaway.model import (
    LanguageModel,
    Run,
    ablate,
    add,
    apply,
    load,
    project_out,
    replace,
    scale,
    sweep,
)

__all__ = [
    "Explanation",
    "LanguageModel",
    "Run",
    "ablate",
    "add",
    "apply",
    "explain",
    "load",
    "project_out",
    "replace",
    "scale",
    "sweep",
]
