"""The app as somebody uses it: a browser, a server process, the bundled model."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
import torch

from browser import accessibility_findings
from cutaway.features import Dictionary, DictionaryConfig, ablate_latents, splice
from cutaway.model import ablate

pytestmark = pytest.mark.browser
PROMPT = "When Mary and John went to the store, John gave a drink to"
LONG = " ".join([PROMPT] * 6)
EVIL = "<script>window.hurt = 1</script><img src=x onerror='window.hurt = 2'>"
TOKEN = "correct-horse-battery-staple"
SERVE = [sys.executable, "-c", "from cutaway.cli import main; main()", "serve", "--json"]


class Server:
    """A server process with a workspace; it can be killed and started again at the same place."""

    def __init__(self, folder: Path, *more: str, **environment: str):
        self.folder, self.more, self.environment, self.port = folder, more, environment, "0"
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [*SERVE, "--port", self.port, "--workspace", str(self.folder), *self.more],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **self.environment},
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.communicate()[1]
        self.url = json.loads(line)["url"]
        self.port = self.url.rstrip("/").rpartition(":")[2]

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()

    def get(self, path: str):
        with urllib.request.urlopen(f"{self.url}api/v1/{path}") as response:
            return json.load(response)


def dictionary(lm) -> Dictionary:
    """The directions of the stream at each token of the prompt, each with a latent."""
    states = lm.run(PROMPT, read="resid_post.12", logits=False)["resid_post.12"][0].float()
    mean = states.mean(0)
    W = torch.nn.functional.normalize(states - mean, dim=-1)
    config = DictionaryConfig(
        sites=("resid_post.12",),
        widths_in=(lm.d_model,),
        latents=len(W),
        k=4,
        models=((lm.name, lm.fingerprint),),
    )
    return Dictionary(config, W_enc=W.T.clone(), b_enc=-(W @ mean), W_dec=W, b_dec=mean)


@pytest.fixture(scope="module")
def server(tmp_path_factory, smollm2):
    folder = dictionary(smollm2).save(tmp_path_factory.mktemp("dictionaries") / "states")
    one = Server(tmp_path_factory.mktemp("workspace"), "--dictionary", str(folder))
    yield one
    one.kill()


@pytest.fixture
def page(browser, server):
    """A page of a browser of its own, which may ask nothing but this server and fail nowhere."""
    yield from _page(browser, server)


def _page(browser, server):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    foreign, errors = [], []
    page.on(
        "request",
        lambda request: request.url.startswith((server.url, "data:", "blob:")) or foreign.append(request.url),
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    yield page
    context.close()
    assert not foreign
    assert not [error for error in errors if "Failed to load resource" not in error]


def look(page, prompt: str) -> None:
    page.wait_for_selector("#model:not([disabled])")
    page.fill("#prompt", prompt)
    page.press("#prompt", "Enter")
    page.wait_for_function("prompt => document.querySelector('.said .prompt')?.textContent === prompt", arg=prompt)
    page.wait_for_selector(".said strong")


def address(page, holding: str) -> str:
    """The address, once the view that it holds says so."""
    read = "atob((location.hash.split('v=')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))"
    page.wait_for_function(f"text => {read}.includes(text)", arg=holding)
    return page.evaluate("location.href")


def continuations(page) -> list[str]:
    page.wait_for_selector("[aria-label='Continuation with the changes']")
    return [
        page.text_content(f"[aria-label='{name}'] .text")
        for name in ("Continuation by itself", "Continuation with the changes")
    ]


def point_at(page, place: str) -> None:
    """Click the cell of a heat map whose place is read out so."""
    page.wait_for_selector("#panel [role=application]")
    box = page.locator("#panel [role=application]").bounding_box()
    page.mouse.wheel(0, box["y"] - 150)
    page.wait_for_function("() => document.querySelector('#panel [role=application]').getBoundingClientRect().y < 400")
    box = page.locator("#panel [role=application]").bounding_box()
    readout = page.locator("#panel .readout")
    layer = place.partition(",")[0] + ","
    y = next(y for y in range(20, 520, 6) if _moved(page, box["x"] + 60, box["y"] + y, readout, layer))
    x = next(x for x in range(40, 1000, 10) if _moved(page, box["x"] + x, box["y"] + y, readout, place))
    page.mouse.click(box["x"] + x, box["y"] + y)


def _moved(page, x: float, y: float, readout, text: str) -> bool:
    page.mouse.move(x, y)
    return readout.filter(has_text=text).count() > 0


def test_from_prompt_to_patching_to_ablation_to_a_study_that_opens_again(page, browser, server, smollm2):
    page.goto(server.url)
    look(page, PROMPT)
    assert page.inner_text(".said strong").strip() == "Mary"
    assert page.locator(".token").count() == 14

    page.click("#tab-patching")
    page.fill("[placeholder^='found by']", PROMPT.replace("John gave", "Mary gave"))
    page.get_by_role("button", name="Patch", exact=True).click()
    page.wait_for_selector("progress")
    page.wait_for_selector("dl")
    assert "Where the information flowed" in page.inner_text("#panel")

    page.click("#tab-attribution")
    page.get_by_role("tab", name="All heads").click()
    point_at(page, "layer 18, head 6")
    page.get_by_role("button", name="Ablate it").click()
    plain, edited = continuations(page)
    assert plain == smollm2.generate(PROMPT, max_new_tokens=20).text[0]
    assert edited == smollm2.generate(PROMPT, max_new_tokens=20, edits=[ablate("z.18.6")]).text[0]
    assert plain != edited and page.locator("mark").count() > 0

    page.click("text=Studies")
    page.fill("[placeholder='Name of the study']", "who gets the drink")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".toast >> text=Saved")
    (study,) = server.get("studies")
    assert study["name"] == "who gets the drink" and study["answers"] == 4 and study["findings"] >= 3
    page.keyboard.press("Escape")
    page.wait_for_function("id => location.hash.includes('s=' + id)", arg=study["id"])
    link = page.url

    context = browser.new_context()
    again = context.new_page()
    again.goto(link)
    assert continuations(again) == [plain, edited]
    assert again.get_attribute("#tab-generation", "aria-selected") == "true"
    assert again.input_value("#prompt") == PROMPT
    again.click("#tab-patching")
    assert "Where the information flowed" in again.inner_text("#panel")
    context.close()


def test_from_active_latents_to_a_card_to_a_text_to_a_continuation_without_one(page, browser, server, smollm2):
    own = dictionary(smollm2)
    z = own.encode(smollm2.run(PROMPT, read="resid_post.12", logits=False)["resid_post.12"][0])
    number = int(z[1:].amax(0).argmax())
    page.goto(server.url)
    look(page, PROMPT)
    page.click("#tab-features")
    row = page.locator("#panel tbody tr").first
    assert row.locator("td").first.inner_text() == str(number)
    row.click()
    card = page.get_by_role("region", name=f"Latent {number}")
    field = card.get_by_label("Try your own text")
    field.fill(EVIL)
    page.keyboard.press("Enter")
    card.locator(".strip button").first.wait_for()
    assert "".join(card.locator(".strip button").all_text_contents()).replace("␣", " ") == EVIL
    link = address(page, f'"latent":{number}')
    page.get_by_role("button", name="Ablate it").click()
    plain, edited = continuations(page)
    edits = splice(own, ablate_latents(number))
    assert edited == smollm2.generate(PROMPT, max_new_tokens=20, edits=edits).text[0]
    assert plain == smollm2.generate(PROMPT, max_new_tokens=20).text[0]
    assert page.locator(".site", has_text=f"latent {number}").count() == 1
    context = browser.new_context()
    again = context.new_page()
    again.goto(link)
    again.get_by_role("region", name=f"Latent {number}").locator("article").wait_for()
    context.close()


def test_a_circuit_is_found_drawn_and_pruned(page, server):
    page.emulate_media(reduced_motion="reduce")  # what fades in has no contrast while it does
    page.goto(server.url)
    look(page, PROMPT)
    page.click("#tab-circuit")
    page.fill("[placeholder^='found by']", PROMPT.replace("John gave", "Mary gave"))
    page.get_by_role("button", name="Find the circuit").click()
    page.wait_for_selector("progress")
    graph = page.locator("#panel svg[role=application]").first  # the whole circuit is folded below it
    graph.wait_for()
    assert "random circuits" in page.inner_text("#panel") and "of the answer's lead" in page.inner_text("#panel")
    page.locator("#panel input[type=range]").first.fill("5")
    assert 5 <= graph.locator("path.edge").count() <= 8  # a shared key goes to several heads
    graph.focus()
    page.keyboard.press("ArrowUp")
    assert "hears" in page.locator("#panel .readout").first.inner_text()
    page.keyboard.press("Escape")
    graph.locator(".node.head").first.click()
    page.get_by_role("button", name="Ablate it").wait_for()
    assert accessibility_findings(page) == []


def test_a_link_without_a_study_brings_the_view_back(page, browser, server):
    page.goto(server.url)
    look(page, "The Eiffel Tower is located in the city of")
    page.click("#tab-attention")
    page.select_option("#panel select", "5")
    page.wait_for_function("() => location.hash.length > 10")
    page.wait_for_function("() => document.querySelector('#panel').textContent.includes('5.3')")
    link = address(page, '"layer":5')
    context = browser.new_context()
    again = context.new_page()
    again.goto(link)
    again.wait_for_selector("#tab-attention[aria-selected=true]")
    again.wait_for_function("() => document.querySelector('#panel').textContent.includes('5.3')")
    assert again.input_value("#panel select") == "5"
    context.close()


def test_a_late_answer_does_not_replace_the_one_that_was_asked_for_after_it(page, server):
    held = []

    def hold(route):
        if held:
            route.continue_()
        else:
            held.append(route)

    page.goto(server.url)
    look(page, "The Eiffel Tower is located in the city of")
    page.route("**/api/v1/attention", hold)
    page.click("#tab-attention")
    page.select_option("#panel select", "5")
    page.wait_for_function("() => document.querySelector('#panel').textContent.includes('5.3')")
    with page.expect_response("**/api/v1/attention"):
        held.pop().continue_()
    page.wait_for_timeout(500)
    assert "5.3" in page.text_content("#panel") and page.locator("#panel .old").count() == 0


def test_a_prompt_that_looks_like_code_is_text_everywhere(page, server):
    page.goto(server.url)
    look(page, EVIL)
    for tab in ("lens", "attention", "attribution"):
        page.click(f"#tab-{tab}")
        page.wait_for_function("() => !document.querySelector('#panel').textContent.includes('Asking the model')")
    page.click("#tab-generation")
    page.fill("#component", "MLP 0")
    page.fill("input.count", "5")
    page.press("#component", "Enter")
    page.get_by_role("button", name="Write on, with and without").click()
    plain, _ = continuations(page)
    assert plain.startswith(EVIL)
    page.click("text=Studies")
    page.fill("[placeholder='Name of the study']", EVIL)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector("li >> text=<script>")
    assert page.evaluate("window.hurt") is None
    assert page.locator("main script, main img, .drawer script, .drawer img").count() == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="Export").first.click()
    path = download.value.path()
    context = page.context.browser.new_context()
    exported = context.new_page()
    asked = []
    exported.on(
        "request", lambda request: request.url.startswith(("file:", "data:", "blob:")) or asked.append(request.url)
    )
    exported.goto(f"file://{path}")
    exported.wait_for_function("() => document.body.textContent.includes('<script>')")
    assert exported.evaluate("window.hurt") is None and not asked
    context.close()


def test_two_browsers_at_once_see_each_its_own(browser, server):
    contexts = [browser.new_context() for _ in range(2)]
    pages = [context.new_page() for context in contexts]
    prompts = ["The capital of France is", "The opposite of hot is"]
    for page, prompt in zip(pages, prompts, strict=True):
        page.goto(server.url)
        page.wait_for_selector("#model:not([disabled])")
        page.fill("#prompt", prompt)
    for page in pages:
        page.press("#prompt", "Enter")
    for page, prompt in zip(pages, prompts, strict=True):
        page.wait_for_selector(".said strong")
        assert page.text_content(".said .prompt") == prompt
        page.click("#tab-generation")
        page.fill("#component", "0.1")
        page.fill("input.count", "5")
        page.press("#component", "Enter")
        page.get_by_role("button", name="Write on, with and without").click()
    for page, prompt in zip(pages, prompts, strict=True):
        assert all(text.startswith(prompt) for text in continuations(page))
    for context in contexts:
        context.close()


def test_too_long_a_prompt_is_refused_with_the_remedy(page, server):
    page.goto(server.url)
    page.wait_for_selector("#model:not([disabled])")
    page.fill("#prompt", "word " * 300)
    page.wait_for_selector("[role=alert] >> text=/tokens/")
    assert re.search(r"[Ss]horten it to 256 tokens", page.inner_text("[role=alert]"))


def test_the_keyboard_alone_will_do(page, server):
    page.goto(server.url)
    look(page, PROMPT)
    page.focus("#tab-predictions")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tab-lens"
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.id") == "tab-generation"
    page.get_by_role("button", name="Studies").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=dialog]")
    page.keyboard.press("Escape")
    page.wait_for_selector("[role=dialog]", state="detached")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Studies"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_tab_is_accessible(page, server, theme):
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.goto(server.url)
    assert accessibility_findings(page) == []
    look(page, PROMPT)
    for tab in page.locator("[role=tablist] [id^=tab-]").all():
        tab.click()
        page.wait_for_function("() => !document.querySelector('#panel').textContent.includes('Asking the model')")
        assert accessibility_findings(page) == [], tab.text_content()
    page.click("text=Studies")
    page.wait_for_selector("[role=dialog]")
    assert accessibility_findings(page) == []


def test_killed_in_the_middle_of_a_job_it_keeps_the_studies_and_offers_the_job_again(page, server):
    page.goto(server.url)
    look(page, LONG)
    page.click("text=Studies")
    page.fill("[placeholder='Name of the study']", "kept")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".toast >> text=Saved")
    page.keyboard.press("Escape")
    before = server.get("studies")
    page.click("#tab-patching")
    page.get_by_role("button", name="Patch", exact=True).click()
    page.wait_for_selector("progress")
    assert server.get("jobs")[0]["state"] == "running"
    server.kill()
    server.start()
    assert server.get("studies") == before
    (job,) = [job for job in server.get("jobs") if job["state"] == "interrupted"]
    assert job["request"]["prompt"] == LONG
    page.wait_for_selector("[role=alert] >> text=/stopped in the middle/")
    page.click("text=Studies")
    page.get_by_role("button", name="Start again").click()
    page.wait_for_selector("progress")
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_selector("progress", state="detached")
    assert [job for job in server.get("jobs") if job["state"] == "interrupted"] == []
    assert server.get("jobs")[0]["state"] == "cancelled"


def test_without_the_token_nobody_gets_in(browser, tmp_path):
    server = Server(tmp_path / "guarded", CUTAWAY_TOKEN=TOKEN)
    try:
        context = browser.new_context()
        page = context.new_page()
        answer = page.goto(server.url)
        assert answer.status == 401 and page.locator("#app").count() == 0
        assert context.request.get(f"{server.url}api/v1/studies").status == 401
        assert context.request.get(f"{server.url}app.js").status == 401
        page.fill("input[name=token]", TOKEN)
        page.get_by_role("button", name="Open").click()
        page.wait_for_selector("#prompt")
        assert "token" not in page.url
        assert page.evaluate("document.cookie") == ""
        assert page.evaluate("fetch('/api/v1/studies').then(r => r.status)") == 200
        context.close()
    finally:
        server.kill()
