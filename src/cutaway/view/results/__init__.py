"""What the page of each result holds, by theme."""

from cutaway.view.results import (
    _attribution,
    _cards,
    _circuits,
    _dictionaries,
    _dictionary_use,
    _discovery,
    _heads,
    _intervene,
    _lens,
    _planted,
    _probing,
    _records,
    _report,
)
from cutaway.view.results._common import has_page, page_of

__all__ = ["has_page", "page_of"]
_REGISTERED = (
    _attribution,
    _cards,
    _circuits,
    _dictionaries,
    _dictionary_use,
    _discovery,
    _heads,
    _intervene,
    _lens,
    _planted,
    _probing,
    _records,
    _report,
)
