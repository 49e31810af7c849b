"""Where models come from: a name becomes a source, and a source becomes a transformers model and its tokenizer."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from safetensors import SafetensorError
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from cutaway.errors import CorruptFileError, ModelError, RemoteCodeError, UnknownModelError, did_you_mean
from cutaway.model._bundled import SHORT_NAMES, ShortName, bundled_files, recorded_digests
from cutaway.model._cache import MANIFEST, Manifest, check_entry, models_folder
from cutaway.model._folder import check_config, check_files, is_model_folder, licence_of
from cutaway.model._gguf import converted
from cutaway.model._gguf_header import is_gguf
from cutaway.model._hub import cached_repos, cached_snapshot, fetch, is_hub_id
from cutaway.model._quiet import quiet
from cutaway.progress import Progress, silent


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a model is."""

    name: str
    """What it was asked for by."""
    kind: Literal["hub", "folder", "gguf", "bundled", "cache"]
    """`bundled`: GGUF in installed packages. `cache`: the Hugging Face cache, or a GGUF file converted before."""
    paths: tuple[Path, ...] = ()
    """The folder, or the file, or the pieces that make the file; empty for the hub."""
    repo: str | None = None
    """The repository on the hub, where that is its origin."""
    revision: str | None = None
    """Branch, tag or commit; None: the newest."""
    licence: str | None = None
    """As the model card, the package or the manifest says; None: not known."""


def resolve(name: str | Path, *, revision: str | None = None) -> Source:
    """Find out what a name means. Asks no network.

    Args:
        name: a folder in hub format, a `.gguf` file, a short name (`smollm2-135m`, `gemma3-270m`) or a hub id
            (`org/name`); looked for in this order. A short name is a local path of that name, else the model in the
            Hugging Face cache, else the GGUF in its packages, else the model on the hub.
        revision: branch, tag or commit; only for what is on the hub.

    Raises:
        UnknownModelError: nothing of that name, with the closest name there is.
    """
    text = str(name)
    if not text.strip():
        raise UnknownModelError(f"the name of the model is empty; give one of {', '.join(SHORT_NAMES)}, or a path")
    path = Path(text).expanduser()
    local = _local(path, text)
    if local is None and path.is_dir() and (isinstance(name, Path) or not (text in SHORT_NAMES or is_hub_id(text))):
        local = Source(name=text, kind="folder", paths=(path,))  # not a model: opening it says why
    if local is not None:
        if revision is not None:
            raise UnknownModelError(f"{text} is a local path, which has no revision {revision!r}; leave revision out")
        return local
    if isinstance(name, str) and text in SHORT_NAMES:
        return _short(SHORT_NAMES[text], revision)
    if isinstance(name, str) and is_hub_id(text) and path.suffix != ".gguf":
        return Source(name=text, kind="hub", repo=text, revision=revision)
    raise UnknownModelError(_unknown(text, path))


def open_pretrained(
    source: Source,
    *,
    dtype: torch.dtype | str | None = None,
    device: str | torch.device = "cpu",
    attn_implementation: str | None = None,
    trust_remote_code: bool = False,
    progress: Progress = silent,
) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """The transformers model, in evaluation mode and with no parameter requiring a gradient, and its tokenizer.

    Args:
        source: what `resolve` found.
        dtype: the type of the weights. None: float32 on a CPU, the checkpoint's own elsewhere (float32 for what was
            GGUF).
        device: where the weights go.
        attn_implementation: which attention function; None: transformers chooses.
        trust_remote_code: run Python code that the repository brings along. Never done unless asked.
        progress: told how far fetching or converting is.

    Raises:
        UnknownModelError: not there, or the hub cannot be reached.
        CorruptFileError: a file is damaged or missing.
        RemoteCodeError: the repository needs its own code and that was not allowed.
        UnsupportedModelError: not a causal language model, or pickled weights.
        FileError: a conversion cannot be written.
        ModelError: no such device or type.
    """
    target, wanted = _device(device), _dtype(dtype)
    folder = _folder(source, trust_remote_code, progress)
    check_config(folder, source.name, trust_remote_code=trust_remote_code)
    check_files(folder, source.name)
    options: dict[str, Any] = {"trust_remote_code": trust_remote_code, "local_files_only": not trust_remote_code}
    attention = {"attn_implementation": attn_implementation} if attn_implementation else {}
    if wanted is None:
        wanted = torch.float32 if target.type == "cpu" else "auto"
    try:
        with quiet():
            loaded: Any = AutoModelForCausalLM.from_pretrained(
                str(folder), dtype=wanted, use_safetensors=True, output_loading_info=True, **attention, **options
            )
            hf, info = loaded
            tokenizer = AutoTokenizer.from_pretrained(str(folder), **options)
    except (SafetensorError, RuntimeError, ValueError, OSError, KeyError, TypeError, AttributeError) as error:
        raise _explained(error, source.name, folder) from error
    except ImportError as error:
        raise ModelError(f"{source.name} needs a package that is missing: {error}") from error
    if info["missing_keys"]:
        raise CorruptFileError(
            f"{source.name} lacks {len(info['missing_keys'])} weights of its own architecture (one is "
            f"{min(info['missing_keys'])!r}), which would be random; fetch the model again"
        )
    hf.config._name_or_path = tokenizer.name_or_path = source.name  # a path of this machine tells nobody anything
    return hf.to(target).eval().requires_grad_(False), tokenizer


def _local(path: Path, text: str) -> Source | None:
    try:
        if path.is_file():
            if path.suffix == ".gguf" or is_gguf(path):
                return Source(name=text, kind="gguf", paths=(path,))
            raise UnknownModelError(
                f"{text} is a file and not GGUF; give the folder that holds config.json, weights and tokenizer"
            )
        if not is_model_folder(path):
            return None
    except OSError as error:
        raise UnknownModelError(f"{text} cannot be read ({error.strerror}); check its permissions") from error
    if path.resolve().parent == models_folder().resolve() and (path / MANIFEST).is_file():
        return Source(name=text, kind="cache", paths=(path,), licence=Manifest.read(path).licence)
    return Source(name=text, kind="folder", paths=(path,), licence=licence_of(path))


def _short(short: ShortName, revision: str | None) -> Source:
    snapshot = cached_snapshot(short.repo, revision=revision)
    if snapshot is not None:
        return Source(
            name=short.name,
            kind="cache",
            paths=(snapshot,),
            repo=short.repo,
            revision=revision,
            licence=short.licence,
        )
    pieces = bundled_files(short) if revision is None else ()
    if pieces:
        return Source(name=short.name, kind="bundled", paths=pieces, licence=short.licence)
    return Source(name=short.name, kind="hub", repo=short.repo, revision=revision, licence=short.licence)


def _unknown(text: str, path: Path) -> str:
    if os.sep in text or path.suffix == ".gguf" or text.startswith((".", "~")):
        beside = [str(path.with_name(other.name)) for other in path.parent.iterdir()] if path.parent.is_dir() else []
        return f"there is no model at {text}{did_you_mean(str(path), beside)}; check the path"
    repos = cached_repos()
    known = {repo.rpartition("/")[2]: repo for repo in repos} | {name: name for name in (*repos, *SHORT_NAMES)}
    meant = f"; did you mean {known[text]!r}?" if text in known else did_you_mean(text, known)
    return (
        f"no model is called {text!r}{meant}; without a network there are {', '.join(SHORT_NAMES)}, folders and .gguf "
        "files; a model on the hub is named org/name; `cutaway models` lists what is here"
    )


def _folder(source: Source, trust_remote_code: bool, progress: Progress) -> Path:
    if source.kind == "hub":
        return fetch(
            source.repo or source.name,
            revision=source.revision,
            trust_remote_code=trust_remote_code,
            progress=progress,
        )
    if source.kind in ("gguf", "bundled"):
        short = SHORT_NAMES.get(source.name) if source.kind == "bundled" else None
        expected = recorded_digests(short) if short else None
        return converted(source.paths, name=source.name, expected=expected, progress=progress)
    folder = source.paths[0]
    if source.kind == "cache" and (folder / MANIFEST).is_file():
        check_entry(folder)
    return folder


def _device(device: str | torch.device) -> torch.device:
    try:
        target = torch.device(device)
        torch.empty(0, device=target)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        raise ModelError(
            f"device {str(device)!r} cannot be used here ({str(error).splitlines()[0]}); use 'cpu'"
        ) from error
    return target


def _dtype(dtype: torch.dtype | str | None) -> torch.dtype | None:
    if not isinstance(dtype, str):
        return dtype
    found = getattr(torch, dtype, None)
    if not isinstance(found, torch.dtype):
        known = ("float32", "bfloat16", "float16", "float64")
        raise ModelError(f"no dtype {dtype!r}{did_you_mean(dtype, known)}; known are {', '.join(known)}")
    return found


def _explained(error: Exception, name: str, folder: Path) -> Exception:
    text = str(error)
    if "trust_remote_code" in text:
        return RemoteCodeError(
            f"the tokenizer or model of {name} comes with Python code of its own; read it, and pass "
            "trust_remote_code=True if you want it to run on this machine"
        )
    if isinstance(error, torch.OutOfMemoryError) or "allocate memory" in text:
        return ModelError(f"{name} does not fit into memory; load it with dtype='bfloat16', or a smaller model")
    line = (text.strip().splitlines() or [""])[0]
    return CorruptFileError(
        f"{name} cannot be loaded from {folder} ({type(error).__name__}: {line}); fetch the model again"
    )
