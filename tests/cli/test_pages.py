"""`--html` and `--open`: the page holds the numbers of the JSON beside it."""

import json

import numpy as np
import pytest

from commands import page_in
from cutaway.cli import main

PROMPT = "When Mary and John went to the store, John gave a drink to"
PAIR = [
    PROMPT,
    "--corrupted",
    "When Mary and John went to the store, Mary gave a drink to",
    "--answer",
    " Mary",
    "--wrong",
    " John",
]


def run(*arguments: str) -> None:
    """The command, which must succeed."""
    with pytest.raises(SystemExit) as end:
        main(list(arguments))
    assert not end.value.code


def parts(value):
    """All parts, however deep."""
    if isinstance(value, dict):
        if "part" in value:
            yield value
        for item in value.values():
            yield from parts(item)
    elif isinstance(value, list):
        for item in value:
            yield from parts(item)


@pytest.mark.slow
def test_a_sweeps_page_shows_the_json_beside_it(smollm2, tmp_path, capsys):
    page, data = tmp_path / "a.html", tmp_path / "a.json"
    run("patch", *PAIR, "--html", str(page), "--out", str(data))
    found = json.loads(data.read_text())
    seen = page_in(page)
    heat = next(part for part in parts(seen) if part["part"] == "heat_map")
    np.testing.assert_allclose(heat["values"], np.array(found["normalised"], dtype=float), atol=1e-6)
    assert "".join(heat["columns"]) == PROMPT
    claims = [part["claim"] for part in parts(seen) if part["part"] == "finding"]
    assert claims == [finding["claim"] for finding in found["findings"]]
    assert seen["provenance"]["fingerprint"] == found["provenance"]["fingerprint"]
    assert "page in" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (["attention", PROMPT], "Attention of 270 heads"),
        (["attention", PROMPT, "--layer", "23"], "Where 9 heads look"),
        (["lens", PROMPT], "The logit lens on"),
        (["attribute", PROMPT, "--answer", " Mary", "--wrong", " John"], "Which parts write “Mary” over “John”"),
    ],
)
def test_other_commands_write_pages_too(smollm2, tmp_path, capsys, arguments, title):
    run(*arguments, "--html", str(tmp_path / "a.html"))
    assert page_in(tmp_path / "a.html")["title"].startswith(title)
