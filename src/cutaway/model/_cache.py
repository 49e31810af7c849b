"""Folders that take long to make and are made once: whole or not there, and checked whenever they are used.

An entry is written in a folder beside its place, gets a manifest, reaches the disk, and is then renamed into its
place, under a lock of its own. Whatever was interrupted is swept away by the next who makes something.
"""

import contextlib
import errno
import hashlib
import json
import logging
import os
import shutil
import struct
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import filelock
import platformdirs

from cutaway.errors import CorruptFileError, FileError
from cutaway.model._digests import sha256_of
from cutaway.progress import Progress, silent

logger = logging.getLogger(__name__)

FORMAT = 1
MANIFEST = "manifest.json"
_SMALL = 1 << 20
_PARTIAL = ".partial-"


@dataclass(frozen=True, kw_only=True)
class CachedFile:
    """One file of an entry, as it was written."""

    size: int
    mtime_ns: int
    sha256: str
    header_sha256: str | None
    """For safetensors: of the length and the table at the start, which say where every weight lies."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What an entry was made from, and what it must hold."""

    format: int
    name: str
    """What the model was called when it was converted."""
    source_sha256: str
    source_size: int
    licence: str | None
    transformers: str
    files: dict[str, CachedFile]

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """The manifest of an entry.

        Raises:
            CorruptFileError: there is none, or it is not one.
        """
        try:
            content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            files = {name: CachedFile(**file) for name, file in content.pop("files").items()}
            manifest = cls(**content, files=files)
        except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
            raise CorruptFileError(f"{folder} has no readable {MANIFEST}; delete the folder") from error
        if manifest.format != FORMAT:
            raise CorruptFileError(
                f"{folder} is in cache format {manifest.format}, this version of Cutaway uses {FORMAT}; "
                "delete the folder"
            )
        return manifest


@dataclass(frozen=True, kw_only=True)
class CacheCheck:
    """What `verify_cache` found for one entry."""

    folder: Path
    problem: str | None
    """None: every byte is as it was written."""


def cache_root() -> Path:
    """Where Cutaway keeps what can be made again: `$CUTAWAY_CACHE`, or the user's cache directory."""
    named = os.environ.get("CUTAWAY_CACHE")
    return Path(named).expanduser() if named else platformdirs.user_cache_path("cutaway")


def models_folder() -> Path:
    """Where converted models are."""
    return cache_root() / "models"


def entries() -> list[Path]:
    """The folders of all converted models, sound or not."""
    with contextlib.suppress(OSError):
        return sorted(path for path in models_folder().iterdir() if path.is_dir() and path.name[0] != ".")
    return []


def verify_cache(*, progress: Progress = silent) -> tuple[CacheCheck, ...]:
    """Read every byte of every converted model and compare it with what was written.

    Loading a model compares sizes, times, small files and the tables of the weights, which takes milliseconds;
    this also finds what a failing disk did.
    """
    folders, checks = entries(), []
    for done, folder in enumerate(folders):
        progress("verifying converted models", done, len(folders))
        try:
            check_entry(folder, full=True)
            checks.append(CacheCheck(folder=folder, problem=None))
        except CorruptFileError as error:
            checks.append(CacheCheck(folder=folder, problem=str(error)))
    progress("verifying converted models", len(folders), len(folders))
    return tuple(checks)


def check_entry(folder: Path, *, full: bool = False) -> Manifest:
    """The manifest of an entry whose files are what it says.

    Args:
        folder: the entry.
        full: hash every file. Otherwise a large file is hashed only when its time of modification is not the
            one it was written with.

    Raises:
        CorruptFileError: a file is missing, changed or damaged.
    """
    manifest = Manifest.read(folder)
    for name, expected in manifest.files.items():
        path = folder / name
        try:
            stat = path.stat()
            touched = stat.st_mtime_ns != expected.mtime_ns
            if stat.st_size != expected.size:
                raise _damaged(path, f"has {stat.st_size:,} bytes where {expected.size:,} were written")
            if _header_digest(path) != expected.header_sha256:
                raise _damaged(path, "has a damaged header")
            if (full or touched or expected.size <= _SMALL) and sha256_of(path) != expected.sha256:
                raise _damaged(path, "is not what was written (its sha256 differs)")
        except OSError as error:
            raise _damaged(path, f"cannot be read ({error.strerror})") from error
        if touched:
            with contextlib.suppress(OSError):  # so that the next load need not hash it again
                os.utime(path, ns=(stat.st_atime_ns, expected.mtime_ns))
    return manifest


def entry(
    key: str,
    build: Callable[[Path], Mapping[str, str | None]],
    *,
    name: str,
    source_size: int,
    progress: Progress = silent,
) -> Path:
    """The folder of an entry, made with `build` if it is not there or not sound.

    Args:
        key: the sha256 of what the entry is made from; also the folder's name.
        build: writes the files into the (empty) folder it is given, and returns the manifest's `licence` and
            `transformers`.
        name: what the model is called.
        source_size: bytes of what the entry is made from.
        progress: told when another process is being waited for.

    Raises:
        FileError: no space or no permission; nothing is left behind.
    """
    folder = models_folder() / key
    if _is_sound(folder):
        return folder
    with _locked(key, progress):
        if _is_sound(folder):  # another process made it meanwhile
            return folder
        _sweep(key)
        if folder.exists():
            _discard(folder)
        partial: Path | None = None
        try:
            partial = Path(tempfile.mkdtemp(prefix=f"{_PARTIAL}{key}-", dir=folder.parent))
            about = build(partial)
            _seal(partial, name=name, source_sha256=key, source_size=source_size, **about)
            os.rename(partial, folder)
            _flush(folder.parent)
        except OSError as error:
            raise unwritable(error) from error
        finally:
            if partial is not None:
                shutil.rmtree(partial, ignore_errors=True)
    return folder


def require_space(folder: Path, needs: int) -> None:
    """Refuse to begin what will not fit.

    Raises:
        FileError: fewer than `needs` bytes are free where `folder` is.
    """
    free = shutil.disk_usage(folder).free
    if free < needs:
        raise FileError(_no_space(f"it takes {needs / 1e9:.2f} GB and {free / 1e9:.2f} GB is free"))


def unwritable(error: OSError) -> FileError:
    """The error to raise when the cache cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FileError(_no_space("the disk filled up"))
    return FileError(
        f"the cache {models_folder()} cannot be written ({error.strerror or error}); set the environment variable "
        "CUTAWAY_CACHE to a folder that you own"
    )


def _no_space(fact: str) -> str:
    return (
        f"no space left in {models_folder()} for the converted model: {fact}; free some, or set the environment "
        "variable CUTAWAY_CACHE to a folder on another disk"
    )


def _is_sound(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    try:
        check_entry(folder)
    except CorruptFileError as error:
        logger.warning("a converted model in the cache is damaged and will be made again: %s", error)
        return False
    return True


@contextlib.contextmanager
def _locked(key: str, progress: Progress) -> Iterator[None]:
    """Hold the entry's lock; the system releases it if this process dies."""
    lock = _lock(key)
    while True:
        try:
            lock.acquire(timeout=1)
            break
        except filelock.Timeout:
            progress("waiting for another process that converts this model", 0, 0)
        except OSError as error:
            raise unwritable(error) from error
    try:
        yield
    finally:
        lock.release()


def _lock(key: str) -> filelock.BaseFileLock:
    locks = models_folder() / ".locks"
    try:
        locks.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(error) from error
    return filelock.FileLock(locks / f"{key}.lock")


def _sweep(own: str) -> None:
    """Remove what interrupted conversions left: those of `own`, whose lock is held here, and any nobody works on."""
    for partial in models_folder().glob(f"{_PARTIAL}*"):
        key = partial.name.removeprefix(_PARTIAL).partition("-")[0]
        with contextlib.ExitStack() as held, contextlib.suppress(filelock.Timeout):
            if key != own:
                held.enter_context(_lock(key).acquire(timeout=0))
            shutil.rmtree(partial, ignore_errors=True)


def _discard(folder: Path) -> None:
    """Take an entry out of its place at once, then delete it."""
    doomed = folder.with_name(f"{_PARTIAL}{folder.name}-damaged")
    try:
        shutil.rmtree(doomed, ignore_errors=True)
        os.rename(folder, doomed)
    except OSError as error:
        raise unwritable(error) from error
    shutil.rmtree(doomed, ignore_errors=True)


def _seal(folder: Path, **about: str | int | None) -> None:
    """Write the manifest and bring everything to the disk."""
    mask = os.umask(0)
    os.umask(mask)
    files = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        os.chmod(path, 0o666 & ~mask)  # weights are written for their owner only
        _flush(path)
        stat = path.stat()
        files[path.relative_to(folder).as_posix()] = CachedFile(
            size=stat.st_size,
            mtime_ns=stat.st_mtime_ns,
            sha256=sha256_of(path),
            header_sha256=_header_digest(path),
        )
    content = {"format": FORMAT, **about, "files": {name: asdict(file) for name, file in files.items()}}
    (folder / MANIFEST).write_text(json.dumps(content, indent=1), encoding="utf-8")
    _flush(folder / MANIFEST)
    os.chmod(folder, 0o777 & ~mask)
    _flush(folder)


def _flush(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _header_digest(path: Path) -> str | None:
    if path.suffix != ".safetensors":
        return None
    with path.open("rb") as file:
        begin = file.read(8)
        length = struct.unpack("<Q", begin)[0] if len(begin) == 8 else 0
        return hashlib.sha256(begin + file.read(min(length, 1 << 27))).hexdigest()


def _damaged(path: Path, problem: str) -> CorruptFileError:
    return CorruptFileError(f"{path} {problem}; delete its folder and it will be made again")
