"""Results as pages: one self-contained HTML file each, without a network request; and the app that serves them live."""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING, Any

from cutaway.errors import MissingPackageError as _MissingPackageError
from cutaway.view.results import has_page, page_of

if TYPE_CHECKING:
    from cutaway.view.app import AppSettings, create_app, serve_app

__all__ = ["AppSettings", "create_app", "has_page", "page_of", "serve_app"]

_APP = ("AppSettings", "create_app", "serve_app")


def __getattr__(name: str) -> Any:
    """The app is imported when it is first used, since it needs packages of the extra `app`."""
    if name not in _APP:
        raise AttributeError(f"module 'cutaway.view' has no attribute {name!r}")
    try:
        return getattr(_import_module("cutaway.view.app"), name)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("cutaway"):
            raise
        raise _MissingPackageError(
            f"the app needs the package {error.name!r}, which is not installed; run: pip install 'cutaway[app]'"
        ) from error
