"""A dictionary on the Hugging Face hub becomes a folder on this machine: only files of known layouts are fetched."""

import re
from pathlib import Path

from huggingface_hub import snapshot_download
from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

from cutaway.errors import DataError

FETCHED = (
    "cfg.json",
    "config.json",
    "hyperparams.json",
    "sae_weights.safetensors",
    "sae.safetensors",
    "ae.safetensors",
    "ae.pt",
    "params.npz",
    "params.safetensors",
    "checkpoints/final.safetensors",
    "dictionary.safetensors",
)
"""The files of all layouts; nothing else of a repository is fetched."""
_ID = re.compile(r"([A-Za-z0-9][\w.-]*/[A-Za-z0-9_][\w.-]*)((?:/[\w.-]+)*)")


def is_hub_place(text: str) -> bool:
    """Whether the text has the form `org/name` or `org/name/folder/in/it`."""
    return _ID.fullmatch(text) is not None


def fetch_dictionary(place: str, *, revision: str | None = None) -> Path:
    """The folder of a dictionary on the hub, fetched as far as it is not in the local cache.

    Args:
        place: `org/name`, or `org/name/folder/in/it` where the repository holds several dictionaries.
        revision: branch, tag or commit; None: the newest.

    Raises:
        DataError: no such repository, no dictionary in that folder of it, or the hub cannot be reached.
    """
    match = _ID.fullmatch(place)
    if match is None:
        raise DataError(f"{place!r} is neither a folder nor of the form org/name/folder on the hub; check it")
    repo, inner = match[1], match[2].strip("/")
    prefix = f"{inner}/" if inner else ""
    above = [f"{inner.rpartition('/')[0]}/config.json".lstrip("/")] if inner else []
    wanted = [*(prefix + name for name in FETCHED), *above]
    try:
        folder = Path(snapshot_download(repo, revision=revision, allow_patterns=wanted)) / inner
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError, ValueError) as error:
        line = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise DataError(
            f"{place} cannot be fetched ({line}); check its name, log in with `hf auth login` if it is given out on "
            f"request, or run `hf download {repo}` where there is a network and give the folder"
        ) from None
    if not folder.is_dir() or not any((folder / name).is_file() for name in FETCHED):
        raise DataError(
            f"{place} holds no dictionary of a known layout; name the folder of one in the repository, as in "
            "google/gemma-scope-2b-pt-res/layer_12/width_16k/average_l0_82"
        )
    return folder
