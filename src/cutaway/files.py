"""Files that are whole or not there: written beside their place, then moved into it."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cutaway.errors import FileError


def write_atomically(path: Path | str, data: bytes | str) -> Path:
    """Write a file so that a reader sees the old one or the new one, never a part.

    Args:
        path: where to; its folder is made if it is not there.
        data: text is written as UTF-8.

    Raises:
        FileError: no space, no permission, or the folder cannot be made; nothing is left behind.
    """
    payload = data.encode() if isinstance(data, str) else data
    with replacing(path, size=len(payload)) as temporary:
        temporary.write_bytes(payload)
    return Path(path)


@contextmanager
def replacing(path: Path | str, *, size: int = 0) -> Iterator[Path]:
    """A file to write to, which takes the place of `path` once the context is left without an error.

    Args:
        path: where to; its folder is made if it is not there.
        size: how many bytes are to be written, for the message; 0 where it is not known.

    Raises:
        FileError: no space, no permission, or the folder cannot be made; nothing is left behind.
    """
    path = Path(path)
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        yield Path(temporary)
        with open(temporary, "rb") as file:
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        raise FileError(_explained(path, size, error)) from error
    finally:
        if temporary is not None and os.path.exists(temporary):
            os.unlink(temporary)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _explained(path: Path, size: int, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        needed = f" ({size:,} bytes)" if size else ""
        return f"no space left for {path}{needed}; free some or name a path on another disk"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{path} may not be written ({error.strerror}); name a path that you own"
    return f"{path} could not be written ({error.strerror}); check the path"
