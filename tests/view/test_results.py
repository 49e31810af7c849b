"""Every kind of result has a page, says how to read it, and the page holds the result's own numbers."""

import json

import numpy as np
import pytest
import torch

import made
from cutaway.errors import DataError
from cutaway.shown import Shown
from cutaway.view import Bars, Group, HeatMap, Section, dumps, has_page, page_of, unpack
from cutaway.view._static import static_html


def parts_of(parts):
    """All parts, however deep."""
    for part in parts:
        yield part
        if isinstance(part, Section | Group):
            yield from parts_of(part.parts)
        for folded in getattr(part, "details", None) or ():
            yield from parts_of(folded["parts"])


@pytest.mark.parametrize("kind", made.results(), ids=lambda kind: kind.__name__)
def test_every_result_has_a_page_and_can_show_itself(kind):
    assert has_page(kind), f"{kind.__name__} has no page; register one in cutaway/view/results"
    assert issubclass(kind, Shown), f"{kind.__name__} cannot show itself; let it inherit from cutaway.shown.Shown"
    assert kind.__name__ in made.MADE, f"make one in tests/made.py, so that the page of {kind.__name__} is tested"


@pytest.mark.parametrize(("name", "number"), [(name, i) for name, each in made.MADE.items() for i in range(len(each))])
def test_every_page_can_be_packed_and_says_how_to_read_it(name, number):
    page = page_of(made.MADE[name][number]())
    assert page.title and page.parts and page.provenance
    seen = unpack(dumps(page))
    assert seen["title"] == page.title and len(seen["parts"]) == len(page.parts)
    pictures = {"heat_map", "bars", "curves", "attention", "lens_grid", "token_strip"}
    for part in parts_of(page.parts):
        if isinstance(part, Section) and any(inner.part in pictures for inner in parts_of(part.parts)):
            assert part.how and part.how.endswith("."), f"{part.title!r} does not say how to read it"
    assert "<h1>" in static_html(page)


def test_what_is_no_result_is_refused_by_name():
    with pytest.raises(DataError, match="no page for a dict"):
        page_of({})


def test_a_sweeps_map_holds_its_cells_under_their_labels():
    result = made.MADE["PatchSweep"][1]()
    heat = next(part for part in parts_of(page_of(result).parts) if isinstance(part, HeatMap))
    torch.testing.assert_close(torch.as_tensor(heat.values), result.normalised)
    assert heat.rows == ["0", "1", "2"] and heat.columns == made.PAIRS[0].clean.split()


def test_the_largest_of_further_axes_keeps_its_sign():
    result = made.MADE["PatchSweep"][2]()
    heat = next(part for part in parts_of(page_of(result).parts) if isinstance(part, HeatMap))
    for layer in range(3):
        for head in range(len(heat.columns)):
            cell = result.normalised[layer, head]
            cell = cell[~cell.isnan()]
            assert float(heat.values[layer, head]) == float(cell[cell.abs().argmax()])


def test_bars_are_the_largest_with_their_own_intervals():
    result = made.MADE["PathPatching"][0]()
    bars = next(part for part in parts_of(page_of(result).parts) if isinstance(part, Bars))
    values = np.abs(np.asarray(bars.values))
    assert list(values) == sorted(values, reverse=True)
    mean = dict(zip(result.senders, result.effect.mean(0).tolist(), strict=True))
    for label, value, low, high in zip(bars.labels, bars.values, bars.low, bars.high, strict=True):
        assert value == mean[label] and low - 1e-6 <= value <= high + 1e-6


def test_the_report_tells_the_story_in_order_with_every_claim_once_as_a_card():
    result = made.explained()
    page = page_of(result)
    titles = [part.title for part in page.parts if isinstance(part, Section)]
    order = ["In short", "What it said", "When it decided", "Where the information flowed", "Which parts wrote it"]
    assert [title for title in titles if title in order] == order and "How sure this is" in titles
    claims = [part.claim for part in parts_of(page.parts) if part.part == "finding"]
    assert sorted(claims) == sorted(finding.claim for finding in result.findings)
    assert json.loads(dumps(page))["page"]["provenance"]["seed"] == 0
