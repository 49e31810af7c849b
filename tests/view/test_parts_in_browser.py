"""Every part of the front end in Chromium: by mouse, by keyboard, in both themes, without a request.

The payloads are packed here by hand, from the definition of the format.
"""

import base64
import json
import struct
import zlib

import pytest

from browser import Watched
from cutaway.view._page import bundle

TOKENS = ["<script>alert(1)</script>", " and", "\n", " John"]


def packed(values, shape):
    raw = struct.pack(f"<{len(values)}f", *values)
    return {"dtype": "float32", "shape": shape, "data": base64.b64encode(zlib.compress(raw)).decode()}


class Payload:
    def __init__(self):
        self.arrays, self.parts = [], []

    def numbers(self, values, *shape):
        self.arrays.append(packed(values, list(shape) or [len(values)]))
        return {"$array": len(self.arrays) - 1}

    def add(self, part, **fields):
        self.parts.append({"part": part, **fields})
        return self

    def html(self):
        text = json.dumps(
            {
                "cutaway": 1,
                "page": {"title": "Parts", "parts": self.parts, "provenance": {"seed": 0}},
                "arrays": self.arrays,
            }
        )
        text = text.replace("<", "\\u003c")
        return (
            f"<!doctype html><html lang=en><meta charset=utf-8><title>Parts</title><div id=here></div>"
            f"<script>{bundle('page.js')}</script>"
            f"<script>globalThis.shown = cutaway.mount(document.getElementById('here'), {text})</script>"
        )


@pytest.fixture
def show(browser, tmp_path):
    """Opens a payload as a file; at the end nothing may have failed, run, or been asked for."""
    opened = []

    def opening(payload, **options):
        path = tmp_path / f"{len(opened)}.html"
        path.write_text(payload.html())
        watched = Watched(browser, **options)
        opened.append(watched)
        watched.page.goto(path.as_uri())
        watched.page.wait_for_selector("h1")
        return watched.page

    yield opening
    for watched in opened:
        watched.page.close()
        assert watched.errors == []
        assert watched.asked == []


def heat_map(payload, rows=3, columns=4, **more):
    values = [0.01 * i - 0.05 for i in range(rows * columns)]
    values[0], values[1] = float("nan"), 9.0
    return payload.add(
        "heat_map",
        values=payload.numbers(values, rows, columns),
        rows=[str(i) for i in range(rows)],
        columns=[TOKENS[i % 4] for i in range(columns)],
        row_title="layer",
        column_title="position",
        value_title="effect",
        scale="diverging",
        origin="bottom",
        **{"limit": 0.1, **more},
    )


def cell(page, row, column, rows=3, columns=4):
    """The middle of a cell of the first heat map, by the page's own geometry: axes left and above, rows from below."""
    box = page.locator(".map canvas").last.bounding_box()
    left = min(132, 18 + 7)
    widest = 12
    top = min(84, 20 + widest * 5.4)
    width = min(46, (box["width"] - left - 30) / columns)
    return box["x"] + left + (column + 0.5) * width, box["y"] + top + (rows - 1 - row + 0.5) * 16


def test_heat_map_by_mouse(show):
    page = show(heat_map(Payload()))
    readout = page.locator(".readout").first
    page.mouse.move(*cell(page, 2, 3))
    assert "0.0600" in readout.inner_text() and "layer 2" in readout.inner_text() and "John" in readout.inner_text()
    page.mouse.move(*cell(page, 0, 0))
    assert "not a number" in readout.inner_text() and "<script>alert(1)</script>" in readout.inner_text()
    page.mouse.click(*cell(page, 1, 2))
    page.mouse.move(5, 5)
    assert "0.0100" in readout.inner_text()
    page.locator(".map").focus()
    page.keyboard.press("Escape")
    assert "Point at a cell" in readout.inner_text()
    legend = page.locator(".legend").inner_text()
    assert "beyond the scale" in legend and "not a number" in legend and "−0.100" in legend


def test_heat_map_by_keyboard(show):
    page = show(heat_map(Payload(), rows=30, columns=1024))
    page.locator(".map").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    readout = page.locator(".readout").first
    assert "layer 1" in readout.inner_text() and "10.2" in readout.inner_text()
    for _ in range(8):
        page.keyboard.press("+")
    assert page.get_by_role("button", name="whole").count() == 1
    page.keyboard.press("0")
    assert page.get_by_role("button", name="whole").count() == 0
    page.keyboard.press("Escape")
    assert "Point at a cell" in readout.inner_text()


def test_heat_map_zooms_where_the_pointer_is_and_is_pulled_along(show):
    page = show(heat_map(Payload(), rows=30, columns=1024))
    readout = page.locator(".readout").first
    box = page.locator(".map canvas").last.bounding_box()
    middle = box["x"] + 500.3, box["y"] + 300.3
    page.mouse.move(*middle)
    place = readout.inner_text()
    page.keyboard.down("Control")
    for _ in range(3):
        page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.get_by_role("button", name="whole").wait_for()
    page.mouse.move(middle[0] + 0.1, middle[1])
    assert readout.inner_text() == place
    page.mouse.down()
    page.mouse.move(middle[0] - 120, middle[1], steps=4)
    page.mouse.up()
    page.mouse.move(*middle)
    assert readout.inner_text() != place
    assert page.evaluate("scrollY") == 0
    page.mouse.move(middle[0] - 120, middle[1])
    assert readout.inner_text() == place
    page.get_by_role("button", name="whole").click()
    page.mouse.move(*middle)
    assert readout.inner_text() == place


def test_token_strip(show):
    payload = Payload()
    payload.add(
        "token_strip",
        tokens=TOKENS,
        values=payload.numbers([1, -2, float("nan"), 0.5]),
        scale="diverging",
        value_title="weight",
    )
    page = show(payload)
    strip = page.locator(".strip button")
    assert strip.nth(0).inner_text() == "<script>alert(1)</script>" and strip.nth(2).inner_text() == "⏎"
    strip.nth(1).hover()
    readout = page.locator(".readout")
    assert "position 1" in readout.inner_text() and "−2" in readout.inner_text()
    strip.nth(0).click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert "not a number" in readout.inner_text()
    page.keyboard.press("Enter")
    assert strip.nth(2).get_attribute("aria-pressed") == "true"
    page.keyboard.press("Escape")
    assert page.locator(".strip [aria-pressed=true]").count() == 0


def test_long_strips_are_cut_until_asked(show):
    payload = Payload()
    payload.add("token_strip", tokens=[" a"] * 4096, values=payload.numbers([0.5] * 4096), scale="sequential")
    page = show(payload)
    assert page.locator(".strip button").count() == 400
    page.get_by_role("button", name="show more").click()
    assert page.locator(".strip button").count() == 2000


def lens(payload, n=4, layers=3):
    top = [[[f"t{layer}.{pos}", "other"] for pos in range(n)] for layer in range(layers)]
    return payload.add(
        "lens_grid",
        layers=[str(i) for i in range(layers)],
        tokens=[TOKENS[i % 4] for i in range(n)],
        top=top,
        probabilities=payload.numbers([0.5, 0.25] * n * layers, layers, n, 2),
        answer=" Mary",
        answer_probability=payload.numbers([i / (n * layers) for i in range(n * layers)], layers, n),
        decided_at=1,
    )


def test_lens_grid(show):
    page = show(lens(Payload()))
    page.locator("[data-layer='2'][data-pos='3']").hover()
    readout = page.locator(".readout")
    assert (
        "layer 2, position 3" in readout.inner_text()
        and "t2.3" in readout.inner_text()
        and "0.917" in readout.inner_text()
    )
    page.locator("[data-layer='0'][data-pos='1']").click()
    page.mouse.move(2, 2)
    assert "t0.1" in readout.inner_text()
    page.locator(".box").focus()
    page.keyboard.press("ArrowUp")
    assert "t1.1" in readout.inner_text()
    page.keyboard.press("Escape")
    assert "Point at a cell" in readout.inner_text()
    before = page.locator("[data-layer='2'][data-pos='3']").get_attribute("style")
    page.get_by_label("shade by the probability").check()
    assert page.locator("[data-layer='2'][data-pos='3']").get_attribute("style") != before


def test_a_long_lens_draws_only_what_is_seen(show):
    page = show(lens(Payload(), n=1024, layers=30))
    assert page.locator(".column").count() < 40
    assert page.locator("[data-pos='1023']").count() == 30  # it starts at the end, where the answer is


def test_bars_tables_and_text(show):
    payload = Payload()
    payload.add("bars", labels=["head 1.2", TOKENS[0]], values=payload.numbers([2, -1]), value_title="logits",
                low=payload.numbers([1.5, -2]), high=payload.numbers([2.5, 0]))  # fmt: skip
    payload.add("text", text=TOKENS[0], tone="quote")
    payload.add("table", columns=[{"title": "name", "kind": "text"}, {"title": "size", "kind": "number"}],
                rows=[["b", 1.0], ["a", None], [TOKENS[0], 3.0]])  # fmt: skip
    page = show(payload)
    assert "+2" in page.locator("li").first.inner_text() and "1.50 to 2.50" in page.locator("li").first.inner_text()
    first = page.locator("tbody tr").first
    page.get_by_role("button", name="size").click()
    assert first.inner_text().startswith(TOKENS[0])
    page.get_by_role("button", name="name").focus()
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("name")


def test_curves(show):
    payload = Payload()
    x = payload.numbers([1, 10, 100])
    payload.add(
        "curves",
        series=[
            {"name": "ours", "x": x, "y": payload.numbers([0.1, 0.5, 0.9]), "low": payload.numbers([0, 0.4, 0.8]), "high": payload.numbers([0.2, 0.6, 1.0])},
            {"name": "random", "x": x, "y": payload.numbers([0.1, float("nan"), 0.2])},
        ],
        x_title="edges",
        y_title="faithfulness",
        x_log=True,
        marks=[{"x": 10, "text": "enough"}],
    )  # fmt: skip
    page = show(payload)
    plot = page.locator("svg[role=application]")
    plot.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    legend = page.locator(".legend")
    assert "edges 10" in legend.inner_text() and "0.500 (0.400 to 0.600)" in legend.inner_text()
    page.get_by_role("button", name="ours 0.5").click()
    assert "0.500" not in legend.inner_text()
    plot.focus()
    page.keyboard.press("Escape")
    assert "edges 10" not in legend.inner_text()


def attention(payload, n, heads=2):
    pattern = []
    for h in range(heads):
        for q in range(n):
            row = [0.0] * n
            row[0 if h == 0 else q] = 1.0
            pattern += row
    array = payload.numbers(pattern, heads, n, n)
    return payload.add("attention", tokens=[f"{TOKENS[i % 4]}" for i in range(n)], names=["1.0", "2.3"],
                       pattern=array, value_weighted=array, notes=["first", "itself"])  # fmt: skip


def test_attention(show):
    page = show(attention(Payload(), 4))
    large = page.locator(".large")
    large.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    readout = page.locator(".readout")
    assert "position 1" in readout.inner_text() and TOKENS[0] in readout.inner_text()
    page.get_by_role("option", name="2.3").click()
    assert "itself" in page.locator(".bar").inner_text() and "and" in readout.inner_text()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    assert page.get_by_role("option", name="1.0").get_attribute("aria-selected") == "true"
    page.get_by_role("button", name="lines").click()
    assert page.locator("svg text").count() == 8
    page.locator("svg text.left").nth(3).hover()
    assert "position 3" in readout.inner_text()
    page.get_by_role("button", name="value-weighted").click()
    assert page.get_by_role("button", name="value-weighted").get_attribute("aria-pressed") == "true"
    large.focus()
    page.keyboard.press("Escape")
    page.mouse.move(1, 1)
    assert "looks at" in readout.inner_text()


def test_attention_by_mouse(show):
    page = show(attention(Payload(), 4))
    readout = page.locator(".readout")
    box = page.locator(".stack canvas").last.bounding_box()

    def over(query, key):
        return box["x"] + 92 + (key + 0.5) * 34, box["y"] + 74 + (query + 0.5) * 34

    page.mouse.move(*over(2, 0))
    assert readout.inner_text().startswith("1 from ⏎ (2) to")
    page.mouse.click(*over(3, 1))
    page.mouse.move(2, 2)
    assert "position 3" in readout.inner_text()
    page.mouse.click(*over(3, 0))
    page.mouse.move(2, 2)
    assert "A row is the token that looks" in readout.inner_text()
    page.mouse.move(*over(0, 3))
    assert readout.inner_text().startswith("0 from")


def test_long_attention_is_drawn(show):
    page = show(attention(Payload(), 1024))
    page.locator(".large").focus()
    page.keyboard.press("ArrowUp")
    assert "position 1023" in page.locator(".readout").inner_text()
    page.get_by_role("button", name="lines").click()
    assert page.locator("svg text").count() == 320


def test_graph(show):
    payload = Payload()
    payload.add(
        "graph",
        nodes=[
            {"id": "embed", "label": "embed", "kind": "embed", "layer": 0},
            {"id": "h", "label": "1.2", "kind": "head", "layer": 1, "role": "induction", "evidence": [TOKENS[0]]},
            {"id": "logits", "label": "logits", "kind": "logits", "layer": 1},
        ],
        edges=[{"source": "embed", "target": "h", "score": 2, "label": "k"}, {"source": "h", "target": "logits", "score": -1}],
        score_title="logit difference",
    )  # fmt: skip
    page = show(payload)
    page.locator(".node", has_text="1.2").click()
    page.mouse.move(2, 2)
    readout = page.locator(".readout")
    assert (
        "induction" in readout.inner_text()
        and TOKENS[0] in readout.inner_text()
        and "embed (k) +2" in readout.inner_text()
    )
    page.locator("input[type=range]").fill("1")
    assert page.locator("path.edge").count() == 1 and page.locator(".node").count() == 2
    page.locator("svg[role=application]").focus()
    page.keyboard.press("Escape")
    assert "Point at a node" in readout.inner_text()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    assert "embed" in readout.inner_text()


def graph(payload, layers=4, heads=3):
    """Every head hears every head of the layer below it."""
    nodes = [{"id": f"{layer}.{head}", "label": f"{layer}.{head}", "kind": "head", "layer": layer} for layer in range(layers) for head in range(heads)]  # fmt: skip
    edges = [{"source": f"{layer}.{a}", "target": f"{layer + 1}.{b}", "score": 1 + layer + 0.1 * a + 0.01 * b} for layer in range(layers - 1) for a in range(heads) for b in range(heads)]  # fmt: skip
    return payload.add("graph", nodes=nodes, edges=edges, score_title="logits")


def test_graph_is_pulled_zoomed_and_its_nodes_pinned(show):
    page = show(graph(Payload()))
    node = page.locator(".node", has_text="1.1")
    start = node.bounding_box()

    def pull(x, y, by):
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + by[0], y + by[1], steps=3)
        page.mouse.up()

    frame = page.locator("svg[role=application]").bounding_box()
    pull(frame["x"] + 8, frame["y"] + 8, (40, 25))
    moved = node.bounding_box()
    assert moved["x"] - start["x"] == pytest.approx(40, abs=1) and moved["y"] - start["y"] == pytest.approx(25, abs=1)
    page.mouse.move(moved["x"] + 5, moved["y"] + 5)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -150)
    page.keyboard.up("Control")
    page.wait_for_timeout(50)
    larger = node.bounding_box()
    assert larger["width"] > 1.3 * moved["width"] and larger["x"] <= moved["x"] + 5 <= larger["x"] + larger["width"]
    page.get_by_role("button", name="whole").click()
    assert node.bounding_box()["x"] == pytest.approx(start["x"], abs=1)
    pull(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2, (60, -10))
    assert page.locator(".node.pinned").count() == 1
    assert node.bounding_box()["x"] - start["x"] == pytest.approx(60, abs=2)
    page.locator("input[type=range]").fill("9")
    assert page.locator("path.edge").count() == 9 and page.locator(".node").count() == 6
    page.locator("input[type=range]").focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator("path.edge").count() == 8
    page.locator("svg[role=application]").focus()
    page.keyboard.press("+")
    page.keyboard.press("0")
    assert page.locator(".node.pinned").count() == 0


CARD = {"part": "latent_card", "name": "7", "logits_up": [], "logits_down": []}


def test_a_text_of_the_readers_own_on_a_latent_card(show):
    page = show(Payload())
    payload = Payload()
    payload.add(**{**CARD, "examples": [{"tokens": TOKENS, "values": payload.numbers([0, 2, 0, 0])}]})
    given = json.dumps({"cutaway": 1, "page": {"title": "Card", "parts": payload.parts}, "arrays": payload.arrays})
    page.evaluate(
        """text => {
          const here = document.createElement("div");
          document.body.append(here);
          cutaway.mount(here, JSON.parse(text), { onTry: async (name, text) => {
            if (text === "bad") throw new Error("no such text");
            return { tokens: [name, ...text.split(" ")], values: { shape: [3], values: Float32Array.from([0, 1, 9]) } };
          } });
        }""",
        given,
    )
    card = page.locator("article")
    card.get_by_label("Try your own text").fill("ab <b>cd</b>")
    page.keyboard.press("Enter")
    strip = card.locator(".strip button")
    strip.nth(2).hover()
    assert [strip.nth(i).inner_text() for i in range(3)] == ["7", "ab", "<b>cd</b>"]
    assert "9 activation" in card.locator(".readout").inner_text()
    card.get_by_label("Try your own text").fill("bad")
    card.get_by_role("button", name="run").click()
    assert card.get_by_role("alert").inner_text() == "no such text"


def test_without_somebody_who_runs_it_there_is_no_field_for_a_text(show):
    payload = Payload()
    page = show(payload.add(**{**CARD, "examples": [{"tokens": TOKENS, "values": payload.numbers([0, 2, 0, 0])}]}))
    assert page.locator("article").count() == 1 and page.locator("article input").count() == 0


def test_latent_card_findings_groups_and_sections(show):
    payload = Payload()
    values = payload.numbers([0, 3, 0, 1])
    card = {"part": "latent_card", "name": "472", "label": "names", "density": 0.01, "logits_up": [[" Mary", 1.5]], "logits_down": [["\n", -2]],
            "examples": [{"tokens": TOKENS, "values": values}], "histogram": {"edges": payload.numbers([0, 1, 2]), "counts": payload.numbers([5, 1])},
            "neighbours": [["12", 0.4]]}  # fmt: skip
    finding = {
        "part": "finding",
        "claim": TOKENS[0],
        "grade": "causal",
        "effect": 0.5,
        "interval": [0.4, 0.6],
        "control": 0.1,
        "n": 8,
        "refuted_by": "more prompts",
    }
    payload.add(
        "section",
        title="Outer",
        how="How to read it.",
        parts=[{"part": "group", "layout": "tabs", "titles": ["card", "claim"], "parts": [card, finding]}],
        details=[
            {"title": "More", "parts": [{"part": "answer", "prompt": TOKENS[0], "answer": " Mary", "probability": 0.9}]}
        ],
    )
    page = show(payload)
    assert "␣" not in page.locator("article").inner_text() and "⏎" in page.locator("article").inner_text()
    page.get_by_role("tab", name="card").focus()
    page.keyboard.press("ArrowRight")
    assert "causal" in page.locator("article").inner_text() and TOKENS[0] in page.locator("article").inner_text()
    assert "0.400 to 0.600" in page.locator("article").inner_text()
    page.get_by_text("More", exact=True).click()
    assert page.locator("mark").inner_text() == " Mary"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_is_the_systems_until_it_is_switched(show, scheme):
    page = show(heat_map(Payload()), color_scheme=scheme)
    host = "document.getElementById('here')"
    colour = f"getComputedStyle({host}).backgroundColor"
    before = page.evaluate(colour)
    page.get_by_role("button", name="switch to").click()
    assert page.evaluate(colour) != before
    assert page.evaluate(f"{host}.dataset.theme") == ("light" if scheme == "dark" else "dark")


def test_another_payload_takes_the_place_of_the_first(show):
    page = show(Payload().add("text", text="one"))
    page.evaluate("shown.update({cutaway: 1, page: {title: 'Two', parts: [{part: 'text', text: 'two'}]}, arrays: []})")
    page.wait_for_selector("text=two")
    assert page.get_by_text("one").count() == 0
    page.evaluate("shown.update({cutaway: 99})")
    page.wait_for_selector("[role=alert]")
    assert "another version of Cutaway (99)" in page.get_by_role("alert").inner_text()
