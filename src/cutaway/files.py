"""Files that are whole or not there: written beside their place, then moved into it."""

import errno
import os
import secrets
from contextlib import suppress
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
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                file.write(payload)
        else:
            _replace(path.resolve(), payload)
    except OSError as error:
        raise FileError(_explained(path, len(payload), error)) from error
    return path


def _replace(path: Path, payload: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f".{secrets.token_hex(8)}.part"
    try:
        # The mode is left to the umask, as for any new file.
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            file.write(payload)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _explained(path: Path, size: int, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"no space left for {path} ({size:,} bytes); free some or name a path on another disk"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{path} may not be written ({error.strerror}); name a path that you own"
    if error.errno == errno.EISDIR:
        return f"{path} is a folder; name a file in it"
    return f"{path} could not be written ({error.strerror}); check the path"
