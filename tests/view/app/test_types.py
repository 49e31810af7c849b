"""The front end's types are those of the server's schema."""

import importlib.util
from pathlib import Path

MAKER = Path(__file__).parents[3] / "docs" / "make_api.py"


def maker():
    spec = importlib.util.spec_from_file_location("make_api", MAKER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_types_are_those_of_the_schema():
    make = maker()
    made = make.typescript(make.schema())
    assert make.PLACE.read_text(encoding="utf-8") == made, "run: python docs/make_api.py, then make web"


def test_a_change_of_the_schema_changes_the_types():
    make = maker()
    api = make.schema()
    before = make.typescript(api)
    api["components"]["schemas"]["Job"]["properties"]["weight"] = {"anyOf": [{"type": "number"}, {"type": "null"}]}
    after = make.typescript(api)
    assert after != before and "weight?: number | null;" in after


def test_every_request_of_the_schema_has_a_type():
    make = maker()
    api = make.schema()
    text = make.typescript(api)
    calls = [f'"{method.upper()} {path}"' for path, methods in api["paths"].items() for method in methods]
    assert len(calls) >= 20 and all(call in text for call in calls)
    assert "unknown[]" not in text and ": unknown;" in text  # only Problem's value may be anything
