"""A page as a file and as notebook output: text stays text, nothing is fetched, and something is there without scripts."""

import re
from html import unescape

import pytest

import made
from browser import Watched, accessibility_findings
from cutaway.errors import DataError, FileError
from cutaway.view import HeatMap, Page, Section, Table, Text, TokenStrip, html, notebook_html, save_html
from cutaway.view._page import bundle

EVIL = "</script><script>window.hurt = 1</script><!--<img src=x onerror='window.hurt = 2'>"


def evil() -> Page:
    return Page(
        title=EVIL,
        subtitle=EVIL,
        provenance={EVIL: EVIL, "command": EVIL},
        parts=[
            Section(
                title=EVIL,
                how=EVIL,
                parts=[
                    Text(text=EVIL),
                    TokenStrip(tokens=[EVIL, " b"], values=[1.0, -1.0]),
                    HeatMap(
                        values=[[0.25, 0.875], [None, 1.03]],
                        rows=["0", EVIL],
                        columns=["a", EVIL],
                        row_title="layer",
                        column_title=EVIL,
                        value_title=EVIL,
                    ),
                    Table(columns=[{"title": EVIL, "kind": "text"}], rows=[[EVIL]]),
                ],
            )
        ],
    )


def test_text_is_never_markup_in_the_file():
    document = html(evil())
    assert "<script>window.hurt" not in document and "<img" not in document
    assert document.count("<script") == 3 and document.count("</script>") == 3


def test_text_is_never_markup_in_a_notebook():
    output = notebook_html(evil())
    assert "<script>window.hurt" not in output and "<img" not in output
    srcdoc = re.search(r'srcdoc="([^"]*)"', output)
    assert srcdoc and unescape(srcdoc[1]) == html(evil())
    assert 'sandbox="allow-scripts"' in output and "allow-same-origin" not in output


def test_scripts_are_admitted_by_their_digests_alone():
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html(evil()))
    assert policy
    script = next(part for part in unescape(policy[1]).split(";") if part.strip().startswith("script-src"))
    assert "unsafe" not in script and script.count("sha256-") == 2 and "default-src 'none'" in unescape(policy[1])


def test_a_result_is_saved_whole_and_shows_itself(tmp_path):
    result = made.MADE["PatchSweep"][0]()
    path = result.save_html(tmp_path / "new" / "a.html")
    assert path.read_text() == html(result)
    assert result._repr_html_() == notebook_html(result)
    with pytest.raises(FileError):
        save_html(result, tmp_path)
    with pytest.raises(DataError, match="no page for a int"):
        html(3)


def test_a_missing_bundle_is_said(monkeypatch):
    with pytest.raises(FileError, match=r"the front end nothing.js is missing"):
        bundle("nothing.js")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_file_in_a_browser(browser, tmp_path, scheme):
    path = save_html(evil(), tmp_path / "a.html")
    seen = Watched(browser, color_scheme=scheme)
    seen.page.goto(path.as_uri())
    seen.page.get_by_text(EVIL).first.wait_for()
    assert seen.page.evaluate("window.hurt") is None
    assert seen.page.locator("img").count() == 0
    assert seen.asked == [] and seen.errors == []
    seen.page.close()


@pytest.mark.browser
def test_a_file_without_scripts_still_tells_the_numbers(browser, tmp_path):
    result = made.explained()
    path = result.save_html(tmp_path / "a.html")
    seen = Watched(browser, java_script_enabled=False)
    seen.page.goto(path.as_uri())
    text = seen.page.locator("noscript").inner_text()
    for finding in result.findings:
        assert finding.claim in text
    seen.page.close()


@pytest.mark.browser
def test_a_notebook_shows_the_frame_and_no_second_copy(browser, tmp_path):
    """Two outputs on one page: each frame is as high as its own content, and cut off from its host."""
    short = Page(title="short", parts=[Text(text="one line")])
    long = Page(title="long", parts=[Text(text=f"line {i}") for i in range(60)])
    path = tmp_path / "notebook.html"
    path.write_text(f"<!doctype html><body>{notebook_html(short)}{notebook_html(long)}</body>")
    seen = Watched(browser)
    seen.page.goto(path.as_uri())
    frames = seen.page.locator("iframe.cutaway")
    frames.nth(1).content_frame.get_by_text("line 59").first.wait_for()
    seen.page.wait_for_function(
        "() => { const [a, b] = document.querySelectorAll('iframe.cutaway');"
        " return a.clientHeight < 500 && b.clientHeight > 900 }"
    )
    assert not seen.page.locator(".cutaway-static").first.is_visible()
    reach = "() => { try { return parent.document.title } catch { return 'refused' } }"
    inner = next(frame for frame in seen.page.frames if frame != seen.page.main_frame)
    assert inner.evaluate(reach) == "refused"
    assert seen.asked == [] and seen.errors == []
    seen.page.close()


@pytest.mark.browser
def test_where_frames_are_stripped_the_page_is_there_as_text(browser):
    """As on a code host, which takes away frames, scripts and styles."""
    output = notebook_html(made.explained())
    stripped = re.sub(r"<(iframe|script|style)\b.*?</\1>", "", output, flags=re.S)
    seen = Watched(browser)
    seen.page.set_content(stripped)
    assert made.explained().findings[0].claim in seen.page.inner_text("body")
    seen.page.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", list(made.MADE))
def test_every_page_is_drawn_at_any_width(browser, tmp_path, name):
    """Nothing fails, nothing is fetched, and the page itself never scrolls sideways."""
    for number, make in enumerate(made.MADE[name]):
        path = save_html(make(), tmp_path / f"{number}.html")
        seen = Watched(browser, viewport={"width": 360, "height": 800})
        seen.page.goto(path.as_uri())
        seen.page.locator("h1").first.wait_for()
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360
        seen.page.set_viewport_size({"width": 1600, "height": 900})
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 1600
        assert seen.asked == [] and seen.errors == []
        seen.page.close()


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_all_results_are_accessible(browser, tmp_path, theme):
    page = Watched(browser, color_scheme=theme, reduced_motion="reduce").page
    for name, makers in made.MADE.items():
        path = tmp_path / f"{name}.html"
        save_html(makers[0](), path)
        page.goto(path.as_uri())
        page.wait_for_selector("h1")
        assert accessibility_findings(page) == [], name
    page.close()
