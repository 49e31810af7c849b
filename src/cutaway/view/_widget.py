"""A page as a live widget for Jupyter, marimo and VS Code, by anywidget (the extra `notebook`)."""

from functools import cache
from typing import Any

from cutaway.errors import MissingPackageError
from cutaway.view._page import as_page, bundle
from cutaway.view._payload import dumps


def widget(shown: Any) -> Any:
    """A result (or a `Page`) as a widget whose content can be exchanged while it stands.

    Args:
        shown: the result.

    Returns:
        An `anywidget.AnyWidget`; `widget.update(other_result)` puts another result in its place.

    Raises:
        MissingPackageError: anywidget is not installed.
        DataError: there is no page for such a result.
        FileError: the front end was not installed with this copy.
    """
    return _widget_class()(payload=dumps(as_page(shown)))


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

        def update(self, shown: Any) -> None:
            """Show another result (or `Page`) instead."""
            self.payload = dumps(as_page(shown))

    return ResultWidget
