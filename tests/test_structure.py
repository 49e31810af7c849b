"""The shape of the code: who may import whom, what is public, and how large a module may grow."""

import ast
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "cutaway"
ORDER = [
    "model",
    "evidence",
    "tasks",
    "store",
    "observe",
    "intervene",
    "circuits",
    "features",
    "planted",
    "explanation",
    "view",
    "cli",
]
"""A package imports only from those before it."""
ANYWHERE = {"errors", "files", "progress", "shown"}
LONGEST = 620
READS_TENSORS_OF_OTHERS = {"_published_lens.py", "_dictionary_learning.py"}
"""The modules that may call torch.load, since a published format exists in no other form; with weights_only=True."""
PACKAGES = sorted(path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists())
MODULES = sorted(SOURCE.rglob("*.py"))


def imported(path: Path) -> list[tuple[str, list[str]]]:
    """(module, names) for every import of ours, also inside functions."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [(alias.name, []) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.append((node.module or "", [alias.name for alias in node.names]))
    return [(module, names) for module, names in found if module.split(".")[0] == "cutaway"]


def test_every_package_has_its_place():
    assert set(PACKAGES) == set(ORDER)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_down_and_through_public_names(path):
    own = path.relative_to(SOURCE).parts[0] if path.parent != SOURCE else None
    for module, names in imported(path):
        parts = module.split(".")
        if own is None:
            assert path.name == "__init__.py" or len(parts) == 1 or parts[1] in ANYWHERE, (
                f"{path.name} imports {module}"
            )
            continue
        targets = names if len(parts) == 1 else [parts[1]]
        for target in targets:
            if target in ANYWHERE or target == own:
                continue
            assert target in ORDER, f"{path.name} imports {module}.{target}"
            assert ORDER.index(target) < ORDER.index(own), f"{own} must not import {target}"
            if len(parts) > 1:
                assert len(parts) == 2, f"{path.name} reaches into {module}"
                public = importlib.import_module(f"cutaway.{target}").__all__
                assert set(names) <= set(public), f"{module} does not publish {set(names) - set(public)}"


@pytest.mark.parametrize("name", ["cutaway", *(f"cutaway.{package}" for package in PACKAGES)])
def test_public_names_are_exactly_all(name):
    module = importlib.import_module(name)
    assert list(module.__all__) == sorted(
        module.__all__, key=lambda n: (not n.isupper(), not n[0].isupper(), n)
    ) or sorted(module.__all__) == sorted(set(module.__all__))
    ours = {"annotations", "Any", "import_module"} if name == "cutaway" else set()
    ours.add("TYPE_CHECKING")
    public = {
        key
        for key, value in vars(module).items()
        if not key.startswith("_")
        and key not in ours
        and not isinstance(value, type(importlib))
        and getattr(value, "__module__", "") != "typing"
    }
    assert public <= set(module.__all__) | {"Callable"}, public - set(module.__all__)
    assert all(hasattr(module, key) for key in module.__all__)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_has_one_idea_and_says_it(path):
    text = path.read_text()
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert len(text.splitlines()) <= LONGEST


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_pickle_and_no_terminal(path):
    text = path.read_text()
    assert not re.search(r"\bpickle\b\.|import pickle", text)
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    loads = [call for call in calls if ast.unparse(call.func) in ("torch.load", "th.load")]
    assert not loads or path.name in READS_TENSORS_OF_OTHERS
    assert all("weights_only=True" in [ast.unparse(keyword) for keyword in call.keywords] for call in loads)
    if "cli" not in path.parts:
        assert not [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]


def test_every_public_thing_is_documented():
    for package in PACKAGES:
        module = importlib.import_module(f"cutaway.{package}")
        for name in module.__all__:
            value = getattr(module, name)
            if callable(value) and getattr(value, "__module__", "").startswith("cutaway"):
                assert value.__doc__, f"cutaway.{package}.{name}"


def test_the_recipes_are_there():
    makefile = (ROOT / "Makefile").read_text()
    for target in ("demo", "test", "check"):
        assert re.search(rf"^{target}:", makefile, re.M)
    assert "make test" in (ROOT / ".ci" / "run").read_text()
