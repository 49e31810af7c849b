"""What every result can do with itself: show itself in a notebook, be saved as a page, be drawn for print.

A result is shown by `cutaway.view`, which knows every kind of result and is therefore the last of the packages: none of
those that make results may import it. Yet `result.save_html("a.html")` is what a reader types, and Jupyter looks for
`_repr_html_` on the object itself. So results inherit these three methods, which load the view at the moment when they
are called, by name. Nothing is imported for a result that is never shown, and the order of the packages holds: nothing
in them knows how a result is shown, only that it can be.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

_VIEW = "cutaway.view"


class Shown:
    """A result that `cutaway.view` has a page for."""

    def _repr_html_(self) -> str:
        """The page in a frame of its own, for notebooks."""
        return import_module(_VIEW).notebook_html(self)

    def save_html(self, path: Path | str) -> Path:
        """Write the page as one HTML file, which needs nothing beside it and asks no network for anything.

        Raises:
            FileError: the file cannot be written; nothing is left half-written.
        """
        return import_module(_VIEW).save_html(self, path)

    def plot(self, ax: Any = None, *, picture: int = 0) -> Any:
        """Draw one picture of the page with matplotlib, for print (needs the extra `plot`).

        Args:
            ax: the matplotlib `Axes` to draw into; None for a new figure.
            picture: which one, in the order of the page; `cutaway.view.pictures(result)` names them.

        Returns:
            The `Axes`; `ax.figure.savefig("a.pdf")` writes vectors.

        Raises:
            MissingPackageError: matplotlib is not installed.
            DataError: the page has no such picture.
        """
        return import_module(_VIEW).plot(self, ax, picture=picture)
