"""Cutaway takes a language model apart: it shows how an answer is computed inside, and tests every explanation."""

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
)

__all__ = ["LanguageModel", "Run", "ablate", "add", "apply", "load", "project_out", "replace", "scale"]
