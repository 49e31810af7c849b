"""A model folder in hub format: what it must hold, and what is refused before anything of it is loaded."""

import json
import re
from pathlib import Path
from typing import Any

import transformers
from transformers.models.auto.configuration_auto import CONFIG_MAPPING_NAMES  # pyright: ignore[reportPrivateImportUsage]
from transformers.models.auto.modeling_auto import (
    MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
    MODEL_FOR_MASKED_LM_MAPPING_NAMES,
    MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES,
)

from cutaway.errors import (
    CorruptFileError,
    RemoteCodeError,
    UnknownModelError,
    UnsupportedModelError,
    did_you_mean,
)

_WEIGHTS, _INDEX = "model.safetensors", "model.safetensors.index.json"
_PICKLES = ("*.bin", "*.bin.index.json", "*.pt", "*.pth", "*.ckpt")
_TOKENIZERS = ("tokenizer.json", "tokenizer.model", "vocab.json", "vocab.txt", "spiece.model", "tekken.json")


def is_model_folder(folder: Path) -> bool:
    """Whether this is a folder that says of itself that it is a model."""
    return (folder / "config.json").is_file()


def is_complete(folder: Path) -> bool:
    """Whether configuration, all weights and a tokenizer are there."""
    try:
        missing = [name for name in weight_files(folder) if not (folder / name).is_file()]
    except CorruptFileError:
        return False
    return is_model_folder(folder) and not missing and _has_tokenizer(folder)


def weight_files(folder: Path) -> tuple[str, ...]:
    """The names of the safetensors files that the folder's weights are, or would be, in."""
    if (folder / _WEIGHTS).is_file() or not (folder / _INDEX).is_file():
        return (_WEIGHTS,)
    content = _read_json(folder / _INDEX)
    names = content.get("weight_map") if isinstance(content, dict) else None
    if not isinstance(names, dict) or not names:
        raise CorruptFileError(f"{folder / _INDEX} lists no weights; fetch it again")
    return tuple(sorted(set(names.values())))


def licence_of(folder: Path) -> str | None:
    """What the folder's model card gives as the licence."""
    try:
        card = (folder / "README.md").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    front = re.match(r"---\s*\n(.*?)\n---", card, re.DOTALL)
    found = re.search(r"^license:[ \t]*['\"]?([^'\"\s]+)", front[1], re.MULTILINE) if front else None
    return found[1].lower() if found else None


def check_config(folder: Path, name: str, *, trust_remote_code: bool) -> dict[str, Any]:
    """The folder's configuration, if it is of a causal language model that may be opened.

    A repository that brings code of its own for a family that transformers has is opened with transformers' code:
    nothing of the repository's runs.

    Raises:
        UnknownModelError: no configuration.
        CorruptFileError: one that cannot be read.
        RemoteCodeError: the family is only in the repository's own code, and that was not allowed.
        UnsupportedModelError: not a causal language model, or of an unknown family.
    """
    if not is_model_folder(folder):
        raise UnknownModelError(_no_config(folder, name))
    config = _read_json(folder / "config.json")
    if not isinstance(config, dict):
        raise CorruptFileError(f"{folder / 'config.json'} is not a configuration; fetch it again")
    kind, code = config.get("model_type"), config.get("auto_map")
    if code and trust_remote_code:
        return config
    if kind not in CONFIG_MAPPING_NAMES:
        if code:
            raise RemoteCodeError(
                f"{name} is of the family {kind!r}, which only the repository's own code knows ({_code(code)}); read "
                "that code, and pass trust_remote_code=True if you want it to run on this machine"
            )
        raise UnsupportedModelError(
            f"{name} is of the family {kind!r}, which transformers {transformers.__version__} does not know"
            f"{did_you_mean(str(kind), CONFIG_MAPPING_NAMES)}; update transformers"
        )
    if not _is_causal(config):
        built = ", ".join(config.get("architectures") or ()) or kind
        raise UnsupportedModelError(
            f"{name} is {built}, which does not predict the next token; only causal language models can be opened"
        )
    return config


def check_files(folder: Path, name: str) -> None:
    """Refuse a folder whose weights or tokenizer are missing, or whose weights are pickles.

    Raises:
        UnsupportedModelError: weights only as pickles, which can run code when they are read.
        CorruptFileError: something is missing.
    """
    missing = [file for file in weight_files(folder) if not (folder / file).is_file()]
    if missing == [_WEIGHTS]:
        if any(next(folder.glob(pattern), None) for pattern in _PICKLES):
            raise UnsupportedModelError(
                f"{name} has its weights only as pickles, which can run any code when they are read; if you trust "
                "where they come from, load them with transformers' from_pretrained(..., use_safetensors=False) and "
                "write them again with save_pretrained, which makes safetensors"
            )
        raise CorruptFileError(f"{name} has no {_WEIGHTS} in {folder}; fetch the model again")
    if missing:
        raise CorruptFileError(
            f"{name} lacks {len(missing)} of its weight files (one is {missing[0]}) in {folder}; fetch the model again"
        )
    if not _has_tokenizer(folder):
        raise CorruptFileError(
            f"{name} has no tokenizer in {folder}; put it there with the tokenizer's save_pretrained"
        )


def _is_causal(config: dict[str, Any]) -> bool:
    kind = config["model_type"]
    if config.get("is_encoder_decoder") or kind not in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES:
        return False
    # Encoders have a causal class as well, for use as half of another model.
    either = kind in MODEL_FOR_MASKED_LM_MAPPING_NAMES or kind in MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES
    return bool(config.get("is_decoder")) or not either


def _no_config(folder: Path, name: str) -> str:
    if (folder / "adapter_config.json").is_file():
        return f"{name} is an adapter, not a model; merge it into its base model (merge_and_unload) and give that"
    packed = next(iter(sorted(folder.glob("*.gguf"))), None)
    hint = f"did you mean {str(packed)!r}?" if packed else "give a folder written by save_pretrained, or a .gguf file"
    return f"{name} is no model folder: it has no config.json; {hint}"


def _has_tokenizer(folder: Path) -> bool:
    return any((folder / name).is_file() for name in _TOKENIZERS) or any(folder.glob("*.tiktoken"))


def _code(code: Any) -> str:
    return ", ".join(sorted({str(target) for target in code.values()})) if isinstance(code, dict) else str(code)


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CorruptFileError(f"{path} cannot be read ({error}); fetch it again") from error
