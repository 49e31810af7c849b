"""The widget's bundle beside the widget's Python half: what it draws, what it follows, and what it asks."""

import base64
import json

import pytest

from browser import Watched
from cutaway.errors import MissingPackageError
from cutaway.view import LatentCard, Page, Text, widget
from cutaway.view._page import bundle

pytestmark = pytest.mark.browser
CARD = LatentCard(name="7", examples=[{"tokens": ["a", " b"], "values": [0.0, 2.0]}], logits_up=[], logits_down=[])
MODEL = """async ([module, payload, tries]) => {
  const { default: widget } = await import(module);
  const heard = {};
  globalThis.model = {
    values: { payload, tries },
    get: name => model.values[name],
    set: (name, value) => { model.values[name] = value; heard[`change:${name}`]?.forEach(call => call()); },
    on: (event, call) => (heard[event] ??= []).push(call),
    off: (event, call) => { heard[event] = (heard[event] ?? []).filter(one => one !== call); },
    send: message => askPython(JSON.stringify(message)).then(text => heard["msg:custom"].forEach(call => call(JSON.parse(text)))),
    listening: () => Object.values(heard).flat().length,
  };
  const el = document.createElement("div");
  document.body.append(el);
  globalThis.close = widget.render({ model, el });
}"""


def shown(browser, made) -> Watched:
    """The widget as a notebook mounts it, with its messages carried by hand."""
    said = []
    made.send = lambda message, buffers=None: said.append(message)

    def ask(text: str) -> str:
        made._handle_custom_msg(json.loads(text), [])
        return json.dumps(said.pop())

    seen = Watched(browser)
    seen.page.expose_function("askPython", ask)
    module = "data:text/javascript;base64," + base64.b64encode(bundle("widget.js").encode()).decode()
    seen.page.evaluate(MODEL, [module, made.payload, made.tries])
    return seen


def test_it_follows_another_result_and_leaves_nothing_behind(browser):
    pytest.importorskip("anywidget")
    made = widget(Page(title="One", parts=[Text(text="one")]))
    seen = shown(browser, made)
    seen.page.get_by_text("one", exact=True).wait_for()
    made.update(Page(title="Two", parts=[Text(text="</script><b>two</b>")]))
    seen.page.evaluate("payload => model.set('payload', payload)", made.payload)
    seen.page.get_by_text("</script><b>two</b>").wait_for()
    assert seen.page.get_by_text("one", exact=True).count() == 0
    seen.page.evaluate("close()")
    assert seen.page.evaluate("model.listening()") == 0
    assert seen.errors == [] and seen.asked == []
    seen.page.close()


def test_a_text_is_run_in_python_and_a_problem_is_shown_on_the_card(browser):
    pytest.importorskip("anywidget")

    def run(name: str, text: str):
        if not text.isascii():
            raise ValueError("only plain letters")
        return text.split(), [float(len(word)) + float(name) for word in text.split()]

    seen = shown(browser, widget(Page(title="Card", parts=[CARD]), run=run))
    field = seen.page.get_by_label("Try your own text")
    field.fill("one three")
    seen.page.keyboard.press("Enter")
    seen.page.locator(".strip button", has_text="three").hover()
    assert "12 activation" in seen.page.locator(".readout").inner_text()
    field.fill("ünï")
    seen.page.keyboard.press("Enter")
    seen.page.get_by_role("alert").wait_for()
    assert seen.page.get_by_role("alert").inner_text() == "only plain letters"
    assert seen.errors == []
    seen.page.close()


def test_without_a_way_to_run_it_the_card_has_no_field(browser):
    pytest.importorskip("anywidget")
    seen = shown(browser, widget(Page(title="Card", parts=[CARD])))
    seen.page.locator("article").wait_for()
    assert seen.page.locator("input").count() == 0
    seen.page.close()


def test_without_anywidget_it_says_what_to_install(monkeypatch):
    import sys

    from cutaway.view import _widget

    _widget._widget_class.cache_clear()
    monkeypatch.setitem(sys.modules, "anywidget", None)
    with pytest.raises(MissingPackageError, match=r"cutaway\[notebook\]"):
        widget(Page(title="t", parts=[]))
