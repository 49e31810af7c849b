"""A page as a live widget for Jupyter, marimo and VS Code, by anywidget (the extra `notebook`)."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from cutaway.errors import MissingPackageError
from cutaway.view._page import as_page, bundle
from cutaway.view._payload import dumps

Run = Callable[[str, str], tuple[Sequence[str], Sequence[float]]]
"""From the name on a latent's card and a text to the text's tokens and the activation at each."""


def widget(shown: Any, *, run: Run | None = None) -> Any:
    """A result (or a `Page`) as a widget whose content can be exchanged while it stands.

    Args:
        shown: the result.
        run: what a latent's card calls when a reader tries a text of their own, with the card's name and the text; it
            gives the tokens and the activation at each. None: the cards offer no such field.

    Returns:
        An `anywidget.AnyWidget`; `widget.update(other_result)` puts another result in its place.

    Raises:
        MissingPackageError: anywidget is not installed.
        DataError: there is no page for such a result.
        FileError: the front end was not installed with this copy.
    """
    made = _widget_class()(payload=dumps(as_page(shown)), tries=run is not None)
    if run is not None:
        made.on_msg(lambda _, message, __: made.send(_tried(run, message)))
    return made


def _tried(run: Run, message: Any) -> dict[str, Any]:
    """What is answered to a text that somebody tries: a problem is shown on the card, not in the notebook's log."""
    try:
        tokens, values = run(str(message["name"]), str(message["text"]))
        return {"tried": message["try"], "tokens": list(tokens), "values": [float(value) for value in values]}
    except Exception as problem:
        return {"tried": message["try"], "problem": str(problem) or type(problem).__name__}


@cache
def _widget_class() -> Any:
    try:
        import anywidget
        import traitlets
    except ImportError as error:
        raise MissingPackageError(
            f"a widget needs anywidget ({error}); install it with: pip install 'cutaway[notebook]'"
        ) from None

    class ResultWidget(anywidget.AnyWidget):
        """A page that follows `payload`, its JSON text."""

        _esm = bundle("widget.js")
        payload = traitlets.Unicode().tag(sync=True)
        tries = traitlets.Bool(False).tag(sync=True)

        def update(self, shown: Any) -> None:
            """Show another result (or `Page`) instead."""
            self.payload = dumps(as_page(shown))

    return ResultWidget
