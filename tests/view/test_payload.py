"""A payload gives back what went in, text stays text, and labels that do not fit are refused."""

import json
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cutaway.errors import DataError
from cutaway.view import (
    AttentionHeads,
    Bars,
    Curves,
    FindingCard,
    Group,
    HeatMap,
    LatentCard,
    LensGrid,
    Page,
    Section,
    Table,
    Text,
    TokenStrip,
    dumps,
    pack,
    unpack,
)
from cutaway.view._payload import pack_array, unpack_array

EVIL = "</script><script>window.hurt = 1</script><!-- <img src=x onerror='window.hurt = 2'> &amp; \u2028\u2029"


def one(part) -> dict:
    return unpack(dumps(Page(title="t", parts=[part])))["parts"][0]


def heat(values, **options) -> HeatMap:
    named = {"row_title": "layer", "column_title": "token", "value_title": "v", **options}
    shape = np.shape(values)
    labels = {"rows": [f"{i}" for i in range(shape[0])], "columns": [f"{i}" for i in range(shape[1])]}
    return HeatMap(values=values, **{**labels, **named})


@given(
    arrays.arrays(
        np.float32,
        arrays.array_shapes(max_dims=3, max_side=30),
        elements=st.floats(width=32, allow_nan=True, allow_infinity=True),
    )
)
def test_small_arrays_come_back_exactly(values):
    found = unpack_array(json.loads(json.dumps(pack_array(values), allow_nan=False)))
    np.testing.assert_array_equal(found, values)
    assert found.shape == values.shape


def test_large_arrays_lose_nothing_that_can_be_seen_and_shrink():
    values = np.random.default_rng(0).normal(size=(100, 100))
    values[3, 4] = np.nan
    values[5, 6] = np.inf
    packed = pack_array(values)
    found = unpack_array(packed)
    finite = np.isfinite(values)
    assert packed["dtype"] == "float16"
    assert np.abs(found[finite] - values[finite]).max() <= np.abs(values[finite]).max() / 2000
    assert np.isnan(found[3, 4]) and found[5, 6] == np.inf


def test_what_half_precision_cannot_hold_stays_whole():
    values = np.linspace(0, 1e6, 10_000)
    assert pack_array(values)["dtype"] == "float32"
    np.testing.assert_allclose(unpack_array(pack_array(values)), values, rtol=1e-6)


def test_large_patterns_are_bytes_within_half_a_step():
    pattern = torch.rand(60, 30, 30).softmax(-1)
    packed = pack_array(pattern.numpy(), pattern=True)
    assert packed["dtype"] == "uint8"
    assert np.abs(unpack_array(packed) - pattern.numpy()).max() <= 0.5 / 254 + 1e-7


@given(st.text(st.characters()))
def test_any_text_comes_back_and_none_of_it_is_markup(text):
    found = dumps(Page(title=text, parts=[Text(text=text)]))
    assert not set(found) & set("<>&\u2028\u2029")
    found.encode()
    assert unpack(found)["title"] == text and unpack(found)["parts"][0]["text"] == text


def test_text_that_looks_like_html_everywhere():
    page = Page(
        title=EVIL,
        subtitle=EVIL,
        provenance={EVIL: {"more": EVIL}},
        parts=[
            Section(
                title=EVIL,
                how=EVIL,
                parts=[TokenStrip(tokens=[EVIL, "b"], values=[1.0, 2.0])],
                details=[{"title": EVIL, "parts": [Table(columns=[{"title": EVIL, "kind": "text"}], rows=[[EVIL]])]}],
            )
        ],
    )
    text = dumps(page)
    assert "<" not in text and ">" not in text
    seen = unpack(text)
    assert seen["parts"][0]["details"][0]["parts"][0]["rows"] == [[EVIL]]
    assert seen["provenance"][EVIL]["more"] == EVIL


def test_every_part_keeps_its_numbers():
    assert one(heat([[1.0, None], [math.nan, 2.0]]))["values"][0, 0] == 1
    assert np.isnan(one(heat([[1.0, None]]))["values"][0, 1])
    grid = LensGrid(layers=["0"], tokens=["a", "b"], top=[[["x", "y"], ["z", "w"]]], probabilities=torch.rand(1, 2, 2))
    assert one(grid)["probabilities"].shape == (1, 2, 2)
    curves = Curves(series=[{"name": "n", "x": [0, 1], "y": [2, 3], "low": None}], x_title="x", y_title="y")
    assert list(one(curves)["series"][0]["y"]) == [2, 3] and "low" not in one(curves)["series"][0]
    latent = LatentCard(
        name="l",
        examples=[{"tokens": ["a"], "values": [0.5]}],
        logits_up=[("x", 1.0)],
        logits_down=[],
        histogram={"edges": [0, 1, 2], "counts": [3, 4]},
    )
    assert one(latent)["examples"][0]["values"] == 0.5 and list(one(latent)["histogram"]["counts"]) == [3, 4]
    pattern = torch.rand(2, 3, 3)
    attention = AttentionHeads(tokens=["a", "b", "c"], names=["0.0", "0.1"], pattern=pattern, notes=["n", "m"])
    torch.testing.assert_close(torch.tensor(one(attention)["pattern"]), pattern)


def test_numbers_that_are_none_are_left_out():
    card = one(FindingCard(claim="c", grade="observed", effect=math.nan, control=math.inf))
    assert "effect" not in card and "control" not in card
    table = Table(columns=[{"title": "a", "kind": "number"}], rows=[[math.nan], [1]])
    assert one(table)["rows"] == [[None], [1]]


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (
            lambda: heat(np.zeros((2, 3)), columns=["a"]),
            "HeatMap.values has shape .2, 3.; its labels are for 2 rows × 1",
        ),
        (lambda: heat(np.zeros((2, 3)), low=np.zeros((2, 2))), "HeatMap.low has shape"),
        (lambda: heat(np.zeros((2, 3)), texts=[["a"] * 3]), "HeatMap.texts has 1 entries for 2 rows"),
        (lambda: heat(np.zeros((2, 3)), texts=[["a"] * 3, ["b"]]), "HeatMap.texts has 1 entries for 3 columns"),
        (lambda: heat([[1.0, "x"]]), "these are not numbers"),
        (lambda: TokenStrip(tokens=["a"], values=[1, 2]), "TokenStrip.values"),
        (lambda: Bars(labels=["a", "b"], values=[1], value_title="v"), "Bars.values"),
        (lambda: Group(titles=["a"], parts=[]), "Group.parts has 0 entries for 1 titles"),
        (lambda: Table(columns=[{"title": "a", "kind": "text"}], rows=[["b", "c"]]), "row 0 of a table has 2 cells"),
        (lambda: Curves(series=[{"name": "n", "x": [1], "y": [1, 2]}], x_title="x", y_title="y"), "the curve 'n'"),
        (lambda: Curves(series=[{"name": object(), "x": [1], "y": [1]}], x_title="x", y_title="y"), "holds a object"),
    ],
)
def test_what_does_not_fit_is_refused(part, message):
    with pytest.raises(DataError, match=message):
        pack(Page(title="t", parts=[part()]))


def test_another_version_is_refused():
    with pytest.raises(DataError, match="version 2"):
        unpack({"cutaway": 2, "page": {}, "arrays": []})
