"""The report: text stays text, nothing is fetched, values are exact, both themes work."""

import os
from pathlib import Path

import pytest

from cutaway.view import report_html, save_report

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EVIL = "</script><script>window.hurt = 1</script><img src=x onerror='window.hurt = 2'>"


def data(prompt: str = "a prompt") -> dict:
    tokens = ["a", " prompt", EVIL]
    finding = {
        "claim": f"a claim about {EVIL}",
        "method": "patching",
        "effect": 0.5,
        "interval": [0.4, 0.6],
        "control": 0.1,
        "n": 3,
        "grade": "causal",
        "command": "cutaway explain",
    }
    return {
        "prompt": prompt,
        "answer": " x",
        "probability": 0.9,
        "rival": " y",
        "corrupted": "another",
        "tokens": tokens,
        "corrupted_tokens": tokens,
        "top": [{"token": " x", "probability": 0.9}, {"token": EVIL, "probability": 0.05}],
        "choices": {"answer": "the likeliest"},
        "lens": {
            "tokens": tokens,
            "layers": [0, 1],
            "top": [[[{"token": EVIL, "probability": 0.5}]] * 3] * 2,
            "answer_probability": [[0.0, 0.1, None], [0.25, 0.5, 0.875]],
            "decided_at": 1,
        },
        "attribution": {
            "total": 1.5,
            "parts": [
                {"name": "head_out.0.0", "kind": "head", "layer": 0, "head": 0, "value": 1.0},
                {"name": "head_out.1.1", "kind": "head", "layer": 1, "head": 1, "value": -0.5},
                {"name": "embed", "kind": "embed", "layer": None, "head": None, "value": 1.0},
            ],
        },
        "attention": [
            {"layer": 0, "head": 0, "contribution": 1.0, "pattern": [[1.0, 0, 0], [0.5, 0.5, 0], [0.2, 0.3, 0.5]]}
        ],
        "patching": {
            "axes": ["layer", "pos"],
            "values": [[0.0, 1.0, 2.0], [None, 1.0, 2.0]],
            "normalised": [[0.0, 0.5, 1.03], [None, 0.5, -0.2]],
            "clean": 2.0,
            "corrupted": -1.0,
            "control": None,
        },
        "findings": [finding],
        "seconds": 1.0,
        "provenance": {"model": "m", "command": "cutaway explain 'a prompt'"},
    }


def test_text_is_never_markup():
    html = report_html(data(EVIL))
    assert "<script>window.hurt" not in html
    assert "<img" not in html
    assert html.count("<script") == 1


def test_numbers_that_are_none_are_marked():
    assert "not a number" in report_html(data())


def test_a_report_is_saved_whole(tmp_path):
    class Result:
        def to_json(self):
            return data()

    path = save_report(Result(), tmp_path / "new" / "report.html")
    assert path.read_text() == report_html(data())


@pytest.fixture(scope="module")
def browser():
    problem = None
    if not CHROMIUM.exists():
        problem = "Chromium is not installed (Debian: apt-get install chromium)"
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        problem = "playwright is not installed"
    if problem:
        if os.environ.get("CUTAWAY_REQUIRE_BROWSER") == "1":
            pytest.fail(problem)
        pytest.skip(problem)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield running
        running.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser(browser, tmp_path, scheme):
    path = tmp_path / "report.html"
    path.write_text(report_html(data(EVIL)))
    page = browser.new_page(color_scheme=scheme)
    requests, errors = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(path.as_uri())
    assert page.evaluate("window.hurt") is None
    assert EVIL in page.inner_text("h1")
    page.hover("rect[data-v*='layer 1'][data-v*='0.875']")
    assert "0.875" in page.inner_text("#under")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.focus("#theme")
    page.keyboard.press("Enter")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert errors == []
    page.close()
