"""Write `web/src/app/api.ts`, the front end's types of the API, from the server's OpenAPI schema.

    python docs/make_api.py

A test compares the file with what this makes, so that the two cannot drift apart.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

from cutaway.view import AppSettings, create_app

PLACE = Path(__file__).parents[1] / "web" / "src" / "app" / "api.ts"
_HEAD = """/** Made by `docs/make_api.py` from the server's OpenAPI schema; not to be edited. */

import type { Payload } from "../parts/types";

"""
_METHODS = ("get", "post", "put", "patch", "delete")


def schema() -> dict[str, Any]:
    """The OpenAPI schema of the app."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(AppSettings(workspace=Path(folder)))
        try:
            return app.openapi()
        finally:
            app.state.service.close()


def typescript(api: dict[str, Any]) -> str:
    """Types of everything on the wire, and `Calls`: for each request its parameters, body and answer."""
    return _HEAD + "\n\n".join([*map(_declared, *_named(api)), _calls(api)]) + "\n"


def _named(api: dict[str, Any]) -> tuple[list[str], list[dict[str, Any]]]:
    schemas = {
        name: one for name, one in sorted(api["components"]["schemas"].items()) if "ValidationError" not in name
    }
    return list(schemas), list(schemas.values())


def _declared(name: str, one: dict[str, Any]) -> str:
    said = one.get("description", "").strip().replace("\n", " ")
    comment = f"/** {said} */\n" if said else ""
    return f"{comment}export type {name} = {_type(one)};"


def _type(one: dict[str, Any], depth: int = 0) -> str:
    if "x-typescript" in one:
        return one["x-typescript"]
    if "$ref" in one:
        return one["$ref"].rpartition("/")[2]
    if "const" in one:
        return json.dumps(one["const"])
    if "enum" in one:
        return " | ".join(map(json.dumps, one["enum"]))
    for key in ("anyOf", "oneOf", "allOf"):
        if key in one:
            return (" & " if key == "allOf" else " | ").join(dict.fromkeys(_type(part, depth) for part in one[key]))
    match one.get("type"):
        case "object" if "properties" in one:
            required, inner = set(one.get("required", ())), "  " * (depth + 1)
            fields = [
                f"{inner}{name}{'' if name in required else '?'}: {_type(value, depth + 1)};\n"
                for name, value in one["properties"].items()
            ]
            return "{\n" + "".join(fields) + "  " * depth + "}"
        case "object":
            values = one.get("additionalProperties")
            return f"Record<string, {_type(values, depth) if isinstance(values, dict) else 'unknown'}>"
        case "array" if "prefixItems" in one:
            return "[" + ", ".join(_type(item, depth) for item in one["prefixItems"]) + "]"
        case "array":
            item = _type(one.get("items", {}), depth)
            return f"({item})[]" if "|" in item else f"{item}[]"
        case "string":
            return "string"
        case "integer" | "number":
            return "number"
        case "boolean":
            return "boolean"
        case "null":
            return "null"
    return "unknown"


def _calls(api: dict[str, Any]) -> str:
    lines = []
    for path, methods in sorted(api["paths"].items()):
        for method in _METHODS:
            if method not in methods:
                continue
            call = methods[method]
            parameters = [f"{p['name']}: {_type(p['schema'])}" for p in call.get("parameters", ()) if p["in"] == "path"]
            body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            done = next(response for code, response in call["responses"].items() if code.startswith("2"))
            content = done.get("content", {})
            answer = _type(content["application/json"]["schema"]) if "application/json" in content else "undefined"
            path_type = "{ " + "; ".join(parameters) + " }" if parameters else "undefined"
            lines.append(
                f'  "{method.upper()} {path}": {{ path: {path_type}; '
                f"body: {'undefined' if body is None else _type(body)}; answer: {answer} }};\n"
            )
    return "/** Every request: what is in its path, its body and its answer. */\nexport type Calls = {\n" + "".join(lines) + "};"


if __name__ == "__main__":
    PLACE.write_text(typescript(schema()), encoding="utf-8")
