"""Files are written whole or not at all."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cutaway.errors import FileError


def write_atomically(path: Path | str, data: bytes | str) -> Path:
    """Write a file so that a reader sees the old one or the new one, never a part.

    A link stays a link: what it points to is replaced. What is not a file (`/dev/stdout`, a pipe) is written to, since
    moving a file over it would take it away.

    Args:
        path: where to; its folder is made if it is not there.
        data: text is written as UTF-8.

    Raises:
        FileError: no space, no permission, the folder cannot be made, or the text has no UTF-8 form; nothing is left
            behind.
    """
    path = Path(path)
    try:
        payload = data.encode() if isinstance(data, str) else data
    except UnicodeEncodeError as error:
        raise FileError(
            f"{path} was not written: the text has no UTF-8 form ({error}); check its characters"
        ) from error
    if path.exists() and not path.is_file() and not path.is_dir():
        try:
            path.write_bytes(payload)
        except OSError as error:
            raise FileError(_explained(path, len(payload), error)) from error
    else:
        with replacing(path, size=len(payload)) as temporary:
            temporary.write_bytes(payload)
    return path


@contextmanager
def replacing(path: Path | str, *, size: int = 0) -> Iterator[Path]:
    """A file to write to, which takes the place of `path` once the context is left without an error.

    Args:
        path: where to; its folder is made if it is not there. A link stays a link.
        size: how many bytes are to be written, for the message; 0 where it is not known.

    Raises:
        FileError: no space, no permission, or the folder cannot be made; nothing is left behind.
    """
    path = Path(path)
    goal = path.resolve()
    temporary = goal.parent / f".{secrets.token_hex(8)}.part"
    try:
        goal.parent.mkdir(parents=True, exist_ok=True)
        # The mode is left to the umask, as for any new file.
        os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        yield temporary
        with open(temporary, "rb") as file:
            os.fsync(file.fileno())
        os.replace(temporary, goal)
    except OSError as error:
        raise FileError(_explained(path, size, error)) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def _explained(path: Path, size: int, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        needed = f" ({size:,} bytes)" if size else ""
        return f"no space left for {path}{needed}; free some or name a path on another disk"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{path} may not be written ({error.strerror}); name a path that you own"
    if error.errno == errno.EISDIR:
        return f"{path} is a folder; name a file in it"
    return f"{path} could not be written ({error.strerror}); check the path"
