"""Results as pages of parts, and pages as what is looked at: one HTML file, a notebook, a widget, a figure for print."""

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

__all__ = [
    "Answer",
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
    "dumps",
    "has_page",
    "html",
    "notebook_html",
    "pack",
    "page_of",
    "pictures",
    "plot",
    "save_html",
    "unpack",
    "widget",
]
