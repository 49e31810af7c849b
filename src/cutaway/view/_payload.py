"""A page as the payload that every mount reads: a JSON head, and its arrays beside it, compressed.

The head is strict JSON (what is no number is left out) in which an array is `{"$array": i}`, the i-th of `arrays`: base64
of zlib-compressed little-endian bytes. Small arrays are float32, so that a reader who points at a cell sees its value;
large ones are float16 where that moves no value by more than a two-thousandth of the largest, and large attention
patterns are uint8, in steps of 1/254. The text is safe inside HTML: `<`, `>`, `&` and the two line separators are escaped.

`web/src/parts/types.ts` is the other side.
"""

import base64
import json
import math
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from cutaway.errors import DataError
from cutaway.view._parts import (
    AttentionHeads,
    Bars,
    Curves,
    Group,
    HeatMap,
    LatentCard,
    LensGrid,
    Page,
    Part,
    Table,
    TokenStrip,
)

VERSION = 1
EXACT = 4096
"""Arrays of up to so many numbers stay float32."""
COARSE = 40_000
"""Patterns of more than so many numbers are uint8."""

_SHAPES: dict[type[Part], dict[str, tuple[str | None, ...]]] = {
    TokenStrip: {"values": ("tokens",)},
    AttentionHeads: {"pattern": ("names", "tokens", "tokens"), "value_weighted": ("names", "tokens", "tokens")},
    HeatMap: dict.fromkeys(("values", "low", "high"), ("rows", "columns")),
    LensGrid: {"probabilities": ("layers", "tokens", None), "answer_probability": ("layers", "tokens")},
    Bars: dict.fromkeys(("values", "low", "high"), ("labels",)),
}
"""The numeric fields of each part, and the fields whose lengths their axes have (None: any)."""
_TEXTS: dict[type[Part], dict[str, tuple[str, ...]]] = {
    AttentionHeads: {"notes": ("names",)},
    HeatMap: {"texts": ("rows", "columns")},
    LensGrid: {"top": ("layers", "tokens")},
    Bars: {"notes": ("labels",)},
    Group: {"parts": ("titles",)},
}
"""The same of lists."""
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def pack(page: Page) -> dict[str, Any]:
    """The payload of a page, as plain data.

    Raises:
        DataError: a part's labels do not fit its numbers, or it holds something that a page cannot.
    """
    packer = _Packer()
    head = packer.page(page)
    return {"cutaway": VERSION, "page": head, "arrays": packer.arrays}


def dumps(page: Page) -> str:
    """The payload as JSON text that may stand anywhere in HTML.

    Raises:
        DataError: as `pack`.
    """
    text = json.dumps(pack(page), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def unpack(payload: Mapping[str, Any] | str) -> dict[str, Any]:
    """The page of a payload with NumPy arrays in their places, as the front end sees it.

    Raises:
        DataError: it is no payload, or one of another version.
    """
    data = json.loads(payload) if isinstance(payload, str) else payload
    if data.get("cutaway") != VERSION:
        raise DataError(f"a payload of version {data.get('cutaway')!r}; this version of cutaway reads {VERSION}")
    arrays = [unpack_array(packed) for packed in data["arrays"]]

    def placed(value: Any) -> Any:
        if isinstance(value, Mapping):
            return arrays[value["$array"]] if "$array" in value else {k: placed(v) for k, v in value.items()}
        return [placed(item) for item in value] if isinstance(value, list) else value

    return placed(data["page"])


def pack_array(values: NDArray[np.floating], *, pattern: bool = False) -> dict[str, Any]:
    """One array as its dtype, shape and compressed bytes.

    Args:
        values: any shape; NaN and infinities are kept (but in uint8, where infinities become NaN).
        pattern: values from 0 to 1 that are looked at rather than read.
    """
    values = np.ascontiguousarray(values, dtype=np.float32)
    if pattern and values.size > COARSE:
        finite = np.isfinite(values)
        levels = np.where(finite, np.clip(np.rint(np.where(finite, values, 0) * 254), 0, 254), 255).astype(np.uint8)
        return _packed(levels) | {"scale": 1 / 254, "offset": 0.0}
    if values.size > EXACT:
        with np.errstate(over="ignore"):
            half = values.astype("<f2")
        finite = np.isfinite(values)
        most = np.abs(values[finite]).max(initial=0.0)
        error = np.abs(half[finite].astype(np.float32) - values[finite]).max(initial=0.0)
        if error <= most / 2000:
            return _packed(half)
    return _packed(values.astype("<f4"))


def unpack_array(packed: Mapping[str, Any]) -> NDArray[np.float32]:
    """What `pack_array` packed."""
    kinds = {"float32": "<f4", "float16": "<f2", "uint8": "u1", "int32": "<i4"}
    raw = np.frombuffer(zlib.decompress(base64.b64decode(packed["data"])), dtype=kinds[packed["dtype"]])
    values = raw.astype(np.float32).reshape(packed["shape"])
    if packed["dtype"] == "uint8":
        values = np.where(values == 255, np.nan, values * packed["scale"] + packed["offset"]).astype(np.float32)
    return values


def numbers(values: Any) -> NDArray[np.float64]:
    """Anything that a part may hold as numbers, None as NaN.

    Raises:
        DataError: it is ragged, or holds something else.
    """
    if isinstance(values, torch.Tensor):
        return values.detach().cpu().double().numpy()
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise DataError(f"these are not numbers in rows of equal length ({error}); give an array") from None


def _packed(values: np.ndarray) -> dict[str, Any]:
    data = base64.b64encode(zlib.compress(values.tobytes(), 9)).decode()
    return {"dtype": values.dtype.newbyteorder("=").name, "shape": list(values.shape), "data": data}


class _Packer:
    """Collects the arrays of one page."""

    def __init__(self) -> None:
        self.arrays: list[dict[str, Any]] = []

    def page(self, page: Page) -> dict[str, Any]:
        """The head of a page."""
        parts = [self.part(part) for part in page.parts]
        rest = {"subtitle": page.subtitle, "provenance": _plain(page.provenance, "the provenance")}
        return {"title": page.title, "parts": parts, **{k: v for k, v in rest.items() if v is not None}}

    def part(self, part: Part) -> dict[str, Any]:
        """The head of a part."""
        if not isinstance(part, Part):
            raise DataError(f"a page holds parts, not a {type(part).__name__}; wrap it in one of cutaway.view's parts")
        kind = type(part)
        _check_lengths(part)
        shapes = _SHAPES.get(kind, {})
        head: dict[str, Any] = {"part": part.part}
        for field in fields(part):
            value = getattr(part, field.name)
            if value is None:
                continue
            name = f"{kind.__name__}.{field.name}"
            if field.name in shapes:
                head[field.name] = self.numbers(value, name, pattern=kind is AttentionHeads)
            elif field.name == "parts":
                head["parts"] = [self.part(inner) for inner in value]
            elif field.name == "details":
                head["details"] = [{"title": d["title"], "parts": [self.part(p) for p in d["parts"]]} for d in value]
            elif (kind, field.name) in _NESTED:
                head[field.name] = self.nested(value, _NESTED[kind, field.name], name)
            elif (plain := _plain(value, name)) is not None:
                head[field.name] = plain
        return head

    def nested(self, value: Any, keys: frozenset[str], name: str) -> Any:
        """Mappings that hold arrays under some of their keys."""
        if isinstance(value, Mapping):
            return {
                key: self.numbers(item, f"{name}'s {key}") if key in keys else _plain(item, f"{name}'s {key}")
                for key, item in value.items()
                if item is not None
            }
        return [self.nested(item, keys, name) for item in value]

    def numbers(self, values: Any, name: str, *, pattern: bool = False) -> dict[str, int]:
        """A reference to an array."""
        try:
            self.arrays.append(pack_array(numbers(values), pattern=pattern))
        except DataError as error:
            raise DataError(f"{name}: {error}") from None
        return {"$array": len(self.arrays) - 1}


_NESTED: dict[tuple[type[Part], str], frozenset[str]] = {
    (Curves, "series"): frozenset({"x", "y", "low", "high"}),
    (LatentCard, "examples"): frozenset({"values"}),
    (LatentCard, "histogram"): frozenset({"edges", "counts"}),
}


def _check_lengths(part: Part) -> None:
    """Labels fit numbers, and everything that goes together has the same length."""
    kind = type(part)
    for name, axes in _SHAPES.get(kind, {}).items():
        value = getattr(part, name)
        if value is not None:
            shape = numbers(value).shape
            expected = [None if axis is None else len(getattr(part, axis)) for axis in axes]
            if len(shape) != len(axes) or any(e not in (None, s) for e, s in zip(expected, shape, strict=True)):
                meant = " × ".join("any" if axis is None else f"{len(getattr(part, axis))} {axis}" for axis in axes)
                raise DataError(f"{kind.__name__}.{name} has shape {list(shape)}; its labels are for {meant}")
    for name, axes in _TEXTS.get(kind, {}).items():
        value = getattr(part, name)
        if value is not None:
            rows = [value] if len(axes) == 1 else [value, *value]
            wanted = [len(getattr(part, axis)) for axis in axes]
            for depth, row in enumerate(rows):
                if len(row) != wanted[min(depth, 1)]:
                    axis = axes[min(depth, 1)]
                    raise DataError(
                        f"{kind.__name__}.{name} has {len(row)} entries for {wanted[min(depth, 1)]} {axis}; give one each"
                    )
    if isinstance(part, Table):
        for number, row in enumerate(part.rows):
            if len(row) != len(part.columns):
                raise DataError(f"row {number} of a table has {len(row)} cells for {len(part.columns)} columns")
    for series in part.series if isinstance(part, Curves) else ():
        lengths = {key: numbers(series[key]).shape for key in ("x", "y", "low", "high") if series.get(key) is not None}
        if len(set(lengths.values())) > 1:
            raise DataError(f"the curve {series['name']!r} has {lengths}; give as many of each")
    if isinstance(part, LatentCard):
        for example in part.examples:
            if numbers(example["values"]).shape != (len(example["tokens"]),):
                raise DataError(f"an example of {part.name!r} has {len(example['tokens'])} tokens; give one value each")


def _plain(value: Any, name: str) -> Any:
    """Plain data for strict JSON; None for what is no finite number."""
    if isinstance(value, torch.Tensor | np.ndarray | np.generic):
        value = value.tolist()
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(item, name) for key, item in value.items()}
    if isinstance(value, Sequence | set | frozenset):
        return [_plain(item, name) for item in value]
    raise DataError(f"{name} holds a {type(value).__name__}, which JSON cannot; give text, numbers or lists of them")
