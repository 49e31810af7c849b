"""GGUF files, converted once to safetensors in the user's cache.

A conversion is written to a folder beside its place and moved there when it is complete, under a lock, so that an
interruption leaves nothing that could be taken for a model and two processes do not do the work twice. What is in the
cache is known by the hash of the GGUF file; sizes are checked at every load, hashes when asked.
"""

import contextlib
import errno
import hashlib
import json
import os
import shutil
import struct
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from filelock import FileLock
from platformdirs import user_cache_path

from cutaway.errors import CorruptFileError, FileError
from cutaway.progress import Progress, silent

_MANIFEST = "cutaway-manifest.json"
_FORMAT = 1
_CHUNK = 1 << 22


def cache_folder() -> Path:
    """Where conversions are kept: `$CUTAWAY_CACHE`, else the user's cache directory."""
    given = os.environ.get("CUTAWAY_CACHE")
    return (Path(given) if given else user_cache_path("cutaway")) / "models"


def is_gguf(path: Path) -> bool:
    """Whether a file begins as GGUF files do."""
    with path.open("rb") as file:
        return file.read(4) == b"GGUF"


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Inside, transformers draws no progress bars and logs errors only."""
    from transformers.utils import logging

    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()


def joined(name: str, pieces: Sequence[Path]) -> Path:
    """The one file, in the cache, that the pieces make; written if it is not there in its size.

    Raises:
        FileError: the cache cannot be written.
    """
    target = cache_folder() / f"{name}.gguf"
    if target.exists() and target.stat().st_size == sum(piece.stat().st_size for piece in pieces):
        return target
    temporary: str | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "wb") as whole:
            for piece in pieces:
                with piece.open("rb") as part:
                    shutil.copyfileobj(part, whole, _CHUNK)
        os.replace(temporary, target)
    except OSError as error:
        raise FileError(
            f"the pieces of {name} cannot be joined in {target.parent} ({error.strerror}); free some room, or set "
            "CUTAWAY_CACHE to another folder"
        ) from error
    finally:
        if temporary is not None and os.path.exists(temporary):
            os.unlink(temporary)
    return target


def converted(path: Path, *, progress: Progress = silent) -> Path:
    """The folder in hub format that holds a GGUF file's model; converts it if that was not done before.

    Raises:
        CorruptFileError: the file is damaged, or of an architecture that transformers does not read from GGUF.
        FileError: the cache cannot be written.
    """
    digest = _digest(path, progress)
    target = cache_folder() / f"{path.stem}-{digest[:16]}"
    if _complete(target):
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.parent / f"{target.name}.lock"):
            if not _complete(target):
                _convert(path, digest, target, progress)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EPERM):
            raise FileError(
                f"the conversion of {path.name} needs room in {target.parent} ({error.strerror}); free some, or set "
                "CUTAWAY_CACHE to another folder"
            ) from error
        raise
    return target


def verify_cache(folder: Path) -> list[str]:
    """The files of a converted model whose hash is not what the manifest says (all of them, if there is none)."""
    manifest = _manifest(folder)
    if manifest is None:
        return [_MANIFEST]
    return [
        name
        for name, entry in manifest["files"].items()
        if not (folder / name).exists() or _sha256(folder / name) != entry["sha256"]
    ]


def cached() -> list[dict[str, Any]]:
    """The manifests of all complete conversions, each with its `folder`."""
    root = cache_folder()
    found = []
    for folder in sorted(root.iterdir()) if root.exists() else []:
        manifest = _manifest(folder) if folder.is_dir() and _complete(folder) else None
        if manifest is not None:
            found.append({**manifest, "folder": str(folder)})
    return found


def _manifest(folder: Path) -> dict[str, Any] | None:
    try:
        manifest = json.loads((folder / _MANIFEST).read_text())
    except (OSError, ValueError):
        return None
    return manifest if manifest.get("format") == _FORMAT else None


def _complete(folder: Path) -> bool:
    """Whether every file of the manifest is there in its size."""
    manifest = _manifest(folder)
    if manifest is None:
        return False
    files = manifest["files"]
    return all((folder / n).exists() and (folder / n).stat().st_size == entry["size"] for n, entry in files.items())


def _convert(path: Path, digest: str, target: Path, progress: Progress) -> None:
    """Read the GGUF file, write safetensors beside the target, and move it into place."""
    check_header(path)
    for stale in target.parent.glob(f".{target.name}.*"):
        shutil.rmtree(stale, ignore_errors=True)  # left by an interrupted conversion; we hold the lock
    temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        progress(f"converting {path.name} (once)", 0, 3)
        model, tokenizer = _read(path)
        progress(f"converting {path.name} (once)", 1, 3)
        model.save_pretrained(temporary)
        tokenizer.save_pretrained(temporary)
        progress(f"converting {path.name} (once)", 2, 3)
        files = sorted(p for p in temporary.iterdir() if p.is_file())
        manifest = {
            "format": _FORMAT,
            "source": path.name,
            "source_sha256": digest,
            "files": {p.name: {"size": p.stat().st_size, "sha256": _sha256(p)} for p in files},
        }
        (temporary / _MANIFEST).write_text(json.dumps(manifest, indent=1))
        if target.exists():
            shutil.rmtree(target)
        os.replace(temporary, target)
        progress(f"converting {path.name} (once)", 3, 3)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _read(path: Path) -> tuple[Any, Any]:
    """Model and tokenizer as transformers reads them from GGUF, dequantised to fp32."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32)
            tokenizer = AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)
    except OSError:
        raise
    except Exception as error:  # the GGUF reader raises anything at all on a damaged file
        raise CorruptFileError(
            f"{path.name} cannot be read as a GGUF model ({type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}); "
            "it is damaged, or of an architecture that transformers does not read from GGUF"
        ) from error
    # The weights are plain fp32 now; transformers would refuse to save what is still marked as quantised.
    model.hf_quantizer = None
    model.is_quantized = False
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    return model, tokenizer


def check_header(path: Path) -> None:
    """Refuse what is plainly not a whole GGUF file before any work is done.

    Raises:
        CorruptFileError: wrong magic, an unknown version, or a file that ends before its own tensors do.
    """
    from gguf import GGUFReader

    with path.open("rb") as file:
        head = file.read(24)
    if len(head) < 24 or head[:4] != b"GGUF":
        raise CorruptFileError(f"{path} is not a GGUF file, or is cut off in its header; get it again")
    version, n_tensors, _ = struct.unpack("<IQQ", head[4:])
    if version not in (2, 3) or n_tensors == 0:
        raise CorruptFileError(
            f"{path} is of GGUF version {version} with {n_tensors} tensors; versions 2 and 3 can be read"
        )
    try:
        reader = GGUFReader(str(path))
        end = max(int(tensor.data_offset) + int(tensor.n_bytes) for tensor in reader.tensors)
    except Exception as error:  # the reader maps the file and raises whatever the damage leads to
        raise CorruptFileError(f"{path} is cut off or damaged ({type(error).__name__}); get it again") from error
    if end > path.stat().st_size:
        raise CorruptFileError(
            f"{path} ends at {path.stat().st_size:,} bytes, but its tensors need {end:,}; get it again"
        )


def _digest(path: Path, progress: Progress) -> str:
    """The file's SHA-256, remembered for as long as size and time of change stay the same."""
    stat = path.stat()
    known = cache_folder() / "hashes.json"
    key = f"{path.resolve()}:{stat.st_size}:{stat.st_mtime_ns}"
    try:
        remembered = json.loads(known.read_text())
    except (OSError, ValueError):
        remembered = {}
    if key not in remembered:
        progress(f"hashing {path.name}", 0, 0)
        remembered[key] = _sha256(path)
        try:
            known.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=known.parent)
            with os.fdopen(handle, "w") as file:
                json.dump(remembered, file)
            os.replace(temporary, known)
        except OSError:
            pass  # it is hashed again next time
    return remembered[key]


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
