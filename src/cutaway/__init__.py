"""Cutaway takes a language model apart: it shows how an answer is computed inside, and tests every explanation."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cutaway import features
    from cutaway.explanation import Explanation, explain
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
    "features",
    "load",
    "project_out",
    "replace",
    "scale",
    "sweep",
]


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used, so that the command line can answer at once."""
    if name not in __all__:
        raise AttributeError(f"module 'cutaway' has no attribute {name!r}")
    if name == "features":
        return import_module("cutaway.features")
    package = "explanation" if name in ("Explanation", "explain") else "model"
    value = getattr(import_module(f"cutaway.{package}"), name)
    globals()[name] = value
    return value
