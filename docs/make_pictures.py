"""Make the screenshots in `docs/pictures`: the report of the demo prompt and the app, in both themes.

    python docs/make_pictures.py

Needs cutaway[app], playwright and Chromium.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

import cutaway

PLACE = Path(__file__).parent / "pictures"
PROMPT = "When Mary and John went to the store, John gave a drink to"
THEMES = ("light", "dark")


@contextmanager
def server(workspace: Path) -> Iterator[str]:
    """The address of `cutaway serve` with a workspace of its own."""
    command = [sys.executable, "-c", "from cutaway.cli import main; main()", "serve", "--json", "--port", "0"]
    with subprocess.Popen([*command, "--workspace", str(workspace)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.terminate()


def page(browser: Browser, theme: str, height: int) -> Any:
    """An empty page of a modest size."""
    made = browser.new_page(viewport={"width": 1100, "height": height}, reduced_motion="reduce")
    made.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    made.set_default_timeout(300_000)
    return made


def picture_report(browser: Browser, report: Path) -> None:
    """The head of the report, and where the information flowed."""
    for theme in THEMES:
        shown = page(browser, theme, 1000)
        shown.goto(report.as_uri())
        shown.wait_for_selector("h1")
        shown.screenshot(path=PLACE / f"report-{theme}.png")
        heading = shown.get_by_role("heading", name="Where the information flowed")
        heading.evaluate("heading => heading.scrollIntoView({ block: 'start' })")
        shown.wait_for_timeout(500)
        shown.screenshot(path=PLACE / f"flow-{theme}.png")
        shown.close()


def picture_app(browser: Browser, address: str) -> None:
    """Head 18.6 ablated, from the prompt to both continuations, and its attention."""
    for theme in THEMES:
        shown = page(browser, theme, 900)
        shown.goto(address)
        shown.wait_for_selector("#model:not([disabled])")
        shown.fill("#prompt", PROMPT)
        shown.press("#prompt", "Enter")
        shown.wait_for_selector(".said strong")
        shown.click("#tab-attention")
        shown.wait_for_function("() => document.querySelector('#panel [role=application], #panel canvas, #panel svg')")
        shown.wait_for_timeout(2000)
        shown.screenshot(path=PLACE / f"app-{theme}.png")
        shown.click("#tab-generation")
        shown.fill("#component", "18.6")
        shown.press("#component", "Enter")
        shown.get_by_role("button", name="Write on, with and without").click()
        shown.wait_for_selector("[aria-label='Continuation with the changes']")
        shown.wait_for_timeout(500)
        shown.screenshot(path=PLACE / f"intervene-{theme}.png")
        shown.close()


def main() -> None:
    """Make them all."""
    PLACE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        report = cutaway.explain(PROMPT, lm=cutaway.load("smollm2-135m")).save_html(Path(folder) / "report.html")
        picture_report(browser, report)
        with server(Path(folder) / "workspace") as address:
            picture_app(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
