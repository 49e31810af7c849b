"""The app: the same views in a browser, live, with a workspace of saved studies (`cutaway serve`)."""

from cutaway.view.app._app import create_app
from cutaway.view.app._serve import serve_app
from cutaway.view.app._settings import AppSettings

__all__ = ["AppSettings", "create_app", "serve_app"]
