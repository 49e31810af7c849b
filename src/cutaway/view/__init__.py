"""Results as pages of parts, and pages as what is looked at: a file, a notebook, a widget, a figure, the app."""

import typing as _typing
from importlib import import_module as _import_module
from typing import Any

from cutaway.errors import MissingPackageError as _MissingPackageError
from cutaway.view._page import html, notebook_html, save_html
from cutaway.view._parts import (
    Answer,
    AttentionHeads,
    Bars,
    Curves,
    FindingCard,
    Graph,
    Group,
    HeatMap,
    LatentCard,
    LensGrid,
    Page,
    Part,
    Section,
    Table,
    Text,
    TokenStrip,
)
from cutaway.view._payload import dumps, pack, unpack
from cutaway.view._plot import pictures, plot
from cutaway.view._widget import widget
from cutaway.view.results import has_page, page_of

if _typing.TYPE_CHECKING:
    from cutaway.view.app import AppSettings, create_app, serve_app

__all__ = [
    "Answer",
    "AppSettings",
    "AttentionHeads",
    "Bars",
    "Curves",
    "FindingCard",
    "Graph",
    "Group",
    "HeatMap",
    "LatentCard",
    "LensGrid",
    "Page",
    "Part",
    "Section",
    "Table",
    "Text",
    "TokenStrip",
    "create_app",
    "dumps",
    "has_page",
    "html",
    "notebook_html",
    "pack",
    "page_of",
    "pictures",
    "plot",
    "save_html",
    "serve_app",
    "unpack",
    "widget",
]

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
