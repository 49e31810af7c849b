"""The dictionaries that readers may use: those that the server was started with, and the one that comes with the install.

A reader names one of them; no path comes from the page.
"""

import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cutaway.errors import CutawayError, DataError
from cutaway.features import BUNDLED, Cards, Dictionary, bundled_dictionary, load_dictionary
from cutaway.model import LanguageModel
from cutaway.view.app._problems import RefusedError
from cutaway.view.app._wire import DictionaryEntry

CARDS = "cards"
"""The folder of its cards in a dictionary's."""


class Shelf:
    """Dictionaries by name, each opened once.

    Args:
        folders: of dictionaries, each perhaps with its cards in `cards`.

    Raises:
        DataError, CorruptFileError: a folder holds none, or a damaged one; or one that has no one place in a run.
    """

    def __init__(self, folders: Sequence[Path]):
        self._lock = threading.Lock()
        self._dictionaries: dict[str, Dictionary] = {}
        self._cards: dict[str, Cards | None] = {}
        for folder in folders:
            name, more = folder.resolve().name, 2
            while name in self._dictionaries:
                name, more = f"{folder.resolve().name} {more}", more + 1
            dictionary = load_dictionary(folder)
            if dictionary.config.shape == "crosscoder":
                raise DataError(
                    f"{folder} holds a crosscoder, which has no one place in a run; name an SAE or a transcoder"
                )
            self._dictionaries[name] = dictionary
            self._cards[name] = _cards(folder, dictionary)
        with suppress(DataError):  # an installation without it
            self._dictionaries.setdefault(BUNDLED, bundled_dictionary())
            self._cards.setdefault(BUNDLED, None)

    def entries(self) -> list[DictionaryEntry]:
        """What there is."""
        return [
            DictionaryEntry(
                name=name,
                site=one.config.site,
                latents=one.config.latents,
                kind=one.config.kind,
                model=one.config.model,
                fingerprint=one.config.fingerprint,
                cards=self._cards[name] is not None,
            )
            for name, one in self._dictionaries.items()
        ]

    def get(self, name: str, lm: LanguageModel) -> Dictionary:
        """A dictionary, on the model's device.

        Raises:
            RefusedError: there is none of that name.
            DataError: it is for another model.
        """
        with self._lock:
            found = self._dictionaries.get(name)
            if found is None:
                known = ", ".join(self._dictionaries) or "none; start cutaway serve with --dictionary FOLDER"
                raise RefusedError(404, "there is no such dictionary", f"those there are: {known}", name)
            found.check(lm)
            return found.to(lm.device)

    def cards(self, name: str) -> Cards | None:
        """The cards of its latents, where there are any."""
        return self._cards.get(name)


def _cards(folder: Path, dictionary: Dictionary) -> Cards | None:
    """Its finished cards; unfinished ones are as good as none."""
    place = folder / CARDS
    if not place.is_dir():
        return None
    try:
        cards = Cards.open(place)
    except CutawayError:
        return None
    return cards if len(cards) == dictionary.config.latents else None
