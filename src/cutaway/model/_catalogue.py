"""What models there are: the short names, the Hugging Face cache, and GGUF files converted before."""

from dataclasses import asdict, dataclass
from typing import Any

from cutaway.errors import CorruptFileError, ModelError
from cutaway.model._bundled import SHORT_NAMES, ShortName
from cutaway.model._cache import Manifest, check_entry, entries
from cutaway.model._folder import check_config, licence_of
from cutaway.model._gguf import converted_before
from cutaway.model._hub import cached_repos, cached_snapshot
from cutaway.model._sources import resolve


@dataclass(frozen=True, kw_only=True)
class CatalogueEntry:
    """A model that `load` can open, or could."""

    name: str
    """What to call it by."""
    source: str
    """Where it would come from."""
    available: bool
    """Whether that works without a network."""
    licence: str | None
    """None: not known."""
    note: str = ""
    """What to do to have it, or what to expect."""

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def catalogue() -> list[CatalogueEntry]:
    """All models known here. Asks no network and loads none of them."""
    short = [_short(short) for short in SHORT_NAMES.values()]
    return [*short, *map(_cached, cached_repos()), *_converted()]


def _short(short: ShortName) -> CatalogueEntry:
    try:
        found = resolve(short.name)
    except ModelError as error:
        return CatalogueEntry(
            name=short.name, source="package", available=False, licence=short.licence, note=str(error)
        )
    note = ""
    if found.kind == "bundled" and converted_before(found.paths) is None:
        note = "converted when first opened, which takes up to a minute"
    elif found.kind == "hub":
        note = f"to have it: {short.install}"
    origin = {
        "bundled": f"package {short.distributions[0]}" + (" and others" if len(short.distributions) > 1 else ""),
        "cache": f"Hugging Face cache: {short.repo}",
        "hub": f"Hugging Face hub: {short.repo}",
    }.get(found.kind, f"{found.kind}: {found.paths[0] if found.paths else ''}")
    return CatalogueEntry(
        name=short.name,
        source=origin,
        available=found.kind != "hub",
        licence=found.licence or short.licence,
        note=note,
    )


def _cached(repo: str) -> CatalogueEntry:
    folder, note = cached_snapshot(repo), ""
    if folder is None:
        note = "not wholly fetched as safetensors"
    else:
        try:
            check_config(folder, repo, trust_remote_code=False)
        except ModelError as error:
            note = str(error)
    return CatalogueEntry(
        name=repo,
        source="Hugging Face cache",
        available=not note,
        licence=licence_of(folder) if folder else None,
        note=note,
    )


def _converted() -> list[CatalogueEntry]:
    """Those that have no entry of their own under a short name."""
    found = []
    for folder in entries():
        try:
            manifest: Manifest | None = check_entry(folder)
            note = ""
        except CorruptFileError as error:
            manifest, note = None, str(error)
        if manifest is None or manifest.name not in SHORT_NAMES:
            found.append(
                CatalogueEntry(
                    name=str(folder),
                    source=f"converted from {manifest.name}" if manifest else "converted from GGUF",
                    available=manifest is not None,
                    licence=manifest.licence if manifest else None,
                    note=note,
                )
            )
    return found
