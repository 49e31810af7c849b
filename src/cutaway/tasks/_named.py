"""A dictionary by name that answers a misspelt name with the names there are."""

from typing import TypeVar

from cutaway.errors import DataError, did_you_mean

V = TypeVar("V")


class Named(dict[str, V]):
    """`Named("metric", {...})["logit_diference"]` raises a `DataError` that suggests `logit_difference`."""

    def __init__(self, kind: str, items: dict[str, V]) -> None:
        super().__init__(items)
        self.kind = kind

    def __missing__(self, name: str) -> V:
        raise DataError(f"no {self.kind} {name!r}{did_you_mean(str(name), self)}; there are {', '.join(self)}")
