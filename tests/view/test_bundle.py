"""The built front end is the one that these sources give."""

import hashlib
import json
from importlib.resources import files
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
STATIC = Path(str(files("cutaway.view"))) / "static"
LEFT_OUT = {"node_modules", "dist"}


def digests(root: Path, paths: list[Path]) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def recorded() -> dict[str, dict[str, str]]:
    return json.loads((STATIC / "built-from.json").read_text())


def test_the_bundles_are_built_from_these_sources():
    if not WEB.is_dir():
        pytest.skip("the sources of the front end are not beside the tests")
    sources = [p for p in WEB.rglob("*") if p.is_file() and not LEFT_OUT & set(p.relative_to(WEB).parts)]
    assert digests(WEB, sources) == recorded()["sources"], "the front end has changed: run `make web` and commit it"


def test_the_bundles_are_as_they_were_built():
    built = [path for path in STATIC.iterdir() if path.suffix in (".js", ".css")]
    assert digests(STATIC, built) == recorded()["bundles"], "a bundle was edited by hand: run `make web`"
    assert {"page.js", "widget.js", "app.js", "app.css"} <= {path.name for path in built}


def test_the_lock_file_names_no_registry():
    if WEB.is_dir():
        assert '"resolved"' not in (WEB / "package-lock.json").read_text()
