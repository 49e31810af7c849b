"""A GGUF file becomes a folder in hub format, once: the weights unpacked to float32, the tokenizer beside them.

transformers unpacks GGUF itself but needs many seconds for it, every time. What it would get wrong without a word
is refused here: rotary scaling that it drops, weights of the file that find no place and weights that are not there.
"""

import errno
import logging
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
import transformers
from tokenizers import pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from cutaway.errors import CorruptFileError, CutawayError, ModelError, UnknownModelError, UnsupportedModelError
from cutaway.model._cache import cache_root, entry, models_folder, require_space, unwritable
from cutaway.model._digests import joined_digest, known_digest
from cutaway.model._gguf_header import GgufHeader, is_gguf, not_gguf, read_header
from cutaway.model._quiet import Relay, quiet
from cutaway.progress import Progress, silent

logger = logging.getLogger(__name__)

_NOT_CAUSAL = frozenset(
    {"bert", "nomic-bert", "nomic-bert-moe", "jina-bert-v2", "jina-bert-v3", "modern-bert", "neo-bert", "eurobert"}
    | {"t5", "t5encoder", "umt5", "clip", "mmproj", "wavtokenizer-dec"}
)
# Byte-level vocabularies learned with every digit cut off first; transformers knows only the second step.
_DIGITS_APART = frozenset({"smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b"})
_AS_GPT2 = frozenset({"gpt-2", "phi-2", "mpt", "olmo", "jais"})
_PROBE = "On 1 May 1732,  they'd\n\n12 cafés — naïve?\t<b>x</b> 你好"


def converted(
    files: Sequence[Path],
    *,
    name: str,
    expected: Mapping[Path, str] | None = None,
    progress: Progress = silent,
) -> Path:
    """The folder, in hub format, with the model of a GGUF file.

    Args:
        files: the file, or the pieces that make it when joined in this order.
        name: what the model is called, for the manifest and messages.
        expected: for some of the files, the sha256 they must have.
        progress: told how far the conversion is.

    Returns:
        A folder in the cache. Made on the first call (many seconds), found on later ones (milliseconds).

    Raises:
        UnknownModelError: there is no such file.
        CorruptFileError: not GGUF, damaged or cut short.
        UnsupportedModelError: a family, or a feature of it, that transformers does not unpack faithfully.
        FileError: the cache cannot be written, or has no space.
    """
    for path in files:
        if not path.is_file():
            raise UnknownModelError(f"there is no file {path}; check the path")
    try:
        if not is_gguf(files[0]):
            raise not_gguf(files[0])
        digest = joined_digest(files, memory=_memory(), expected=expected, progress=progress)
    except OSError as error:
        raise UnknownModelError(f"{name} cannot be read ({error.strerror}); check its permissions") from error
    return entry(
        digest,
        lambda folder: _convert(files, folder, name=name, progress=Relay(progress)),
        name=name,
        source_size=sum(path.stat().st_size for path in files),
        progress=progress,
    )


def converted_before(files: Sequence[Path]) -> Path | None:
    """The folder that `converted` would find. Reads neither the files nor the folder."""
    digest = known_digest(files, memory=_memory())
    folder = models_folder() / (digest or "-")
    return folder if folder.is_dir() else None


def _memory() -> Path:
    return cache_root() / "digests"


def _convert(files: Sequence[Path], folder: Path, *, name: str, progress: Relay) -> dict[str, str | None]:
    """Write the model into `folder`; what the manifest should say about it."""
    # A folder of its own: transformers also reads what lies beside the file, which may belong to another model.
    source = folder / "source"
    source.mkdir()
    gguf = _gather(files, source / "model.gguf", progress)
    header = read_header(gguf, called=name)
    _refuse(header, name)
    require_space(folder, 4 * header.elements)
    label = f"converting {name}"
    try:
        with quiet(progress, label):
            model, missing = _unpack(gguf)
            _check_weights(model, missing, header, name)
            _check_config(model, header, name)
            tokenizer = _tokenizer(gguf, header, name)
            progress(f"writing {name}", 0, 0)
            model.config._name_or_path = tokenizer.name_or_path = name  # not where it was unpacked
            model.save_pretrained(folder)
            tokenizer.save_pretrained(folder)
            _check_tokenizer(tokenizer, folder, name)
    except Exception as error:
        explained = _explained(error, name, progress)
        if explained is error:
            raise
        raise explained from error
    shutil.rmtree(source)
    licence = header.metadata.get("general.license")
    return {"licence": str(licence) if licence else None, "transformers": transformers.__version__}


def _gather(files: Sequence[Path], target: Path, progress: Progress) -> Path:
    """The whole file under another name: linked if it is one, else joined."""
    if len(files) == 1:
        for link in (os.symlink, os.link, shutil.copyfile):
            try:
                link(files[0].resolve(), target)
                return target
            except OSError as error:
                if link is shutil.copyfile:
                    raise unwritable(error) from error
    require_space(target.parent, sum(path.stat().st_size for path in files))
    with target.open("wb") as whole:
        for done, path in enumerate(files):
            progress(f"joining {path.name}", done, len(files))
            with path.open("rb") as piece:
                shutil.copyfileobj(piece, whole, 1 << 22)
    return target


def _refuse(header: GgufHeader, name: str) -> None:
    """Refuse, before any work, what can be told from the header."""
    if header.architecture in _NOT_CAUSAL:
        raise UnsupportedModelError(
            f"{name} is of the family {header.architecture!r}, which is no causal language model; give a model that "
            "predicts the next token"
        )
    pieces = header.metadata.get("split.count", 1)
    if isinstance(pieces, int) and pieces > 1:
        raise UnsupportedModelError(
            f"{name} is one of {pieces} pieces; join them first with `llama-gguf-split --merge` and give the result"
        )


def _unpack(gguf: Path) -> tuple[PreTrainedModel, set[str]]:
    """The model in float32, and the names of weights that the file does not have."""
    options: dict[str, Any] = {}
    if hasattr(transformers, "GgufConfig"):  # else it unpacks without being told
        options["quantization_config"] = transformers.GgufConfig(dequantize=True)
    loaded: Any = AutoModelForCausalLM.from_pretrained(
        str(gguf.parent),
        gguf_file=gguf.name,
        dtype=torch.float32,
        trust_remote_code=False,
        output_loading_info=True,
        **options,
    )
    model, info = loaded
    if getattr(model, "hf_quantizer", None) is not None:  # plain now, and to be saved as that
        model.hf_quantizer = None
        model.is_quantized = False
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    return model, set(info["missing_keys"])


def _check_weights(model: PreTrainedModel, missing: set[str], header: GgufHeader, name: str) -> None:
    """Every number of the file is in the model, every weight of the model came from the file, and all are finite."""
    if missing:
        raise CorruptFileError(
            f"{name} lacks {len(missing)} weights of its own architecture (one is {min(missing)!r}); fetch it again"
        )
    storage = {tensor.data_ptr(): tensor for tensor in model.state_dict().values()}
    placed = sum(tensor.numel() for tensor in storage.values())
    if placed != header.elements:
        raise UnsupportedModelError(
            f"{name} holds {header.elements:,} numbers and transformers {transformers.__version__} puts {placed:,} "
            f"into its {header.architecture!r} model, so the result would not be that model; give the original "
            "safetensors folder or hub id"
        )
    for key, tensor in model.state_dict().items():
        if not torch.isfinite(tensor).all():
            raise CorruptFileError(f"{name} has infinite or undefined numbers in {key!r}; fetch it again")


def _check_config(model: PreTrainedModel, header: GgufHeader, name: str) -> None:
    """Refuse what the file says about the computation and transformers leaves out of the configuration."""
    config = model.config
    rope = getattr(config, "rope_parameters", None) or {}
    kinds = {part.get("rope_type", "default") for part in (rope, *rope.values()) if isinstance(part, dict)}
    stretched = (
        header.get("rope.scaling.type") == "longrope"
        or header.get("rope.scaling.factor") not in (None, 0, 1)
        or any(tensor.name.startswith("rope_") for tensor in header.tensors)
    )
    dropped = ["rope.scaling"] if stretched and kinds == {"default"} else []
    for key in ("final_logit_softcapping", "attn_logit_softcapping"):
        cap = header.get(key)
        if cap is not None and cap != getattr(config, key, None):
            dropped.append(key)
    dropped += [
        key
        for key in ("logit_scale", "residual_scale", "embedding_scale", "attention.scale")
        if header.get(key) not in (None, 0, 1)
    ]
    if dropped:
        raise UnsupportedModelError(
            f"{name} uses {', '.join(dropped)}, which transformers {transformers.__version__} drops when it unpacks "
            "GGUF, so its answers would not be the model's; give the original safetensors folder or hub id"
        )


def _tokenizer(gguf: Path, header: GgufHeader, name: str) -> PreTrainedTokenizerBase:
    tokenizer = AutoTokenizer.from_pretrained(str(gguf.parent), gguf_file=gguf.name, trust_remote_code=False)
    if header.metadata.get("tokenizer.ggml.model") != "gpt2":
        return tokenizer
    kind = header.metadata.get("tokenizer.ggml.pre")
    if kind in _DIGITS_APART:
        tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [
                pre_tokenizers.Digits(individual_digits=True),
                pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
            ]
        )
    elif kind not in _AS_GPT2 | _known_splits():
        logger.warning("%s cuts words in a way unknown here (%r): its tokens may not be the original's", name, kind)
    return tokenizer


def _known_splits() -> frozenset[str]:
    try:
        from transformers.integrations.gguf.gguf_tokenizer_mapping import GGUF_PRE_TOKENIZER_SPLITS
    except ImportError:
        return frozenset()
    return frozenset(GGUF_PRE_TOKENIZER_SPLITS)


def _check_tokenizer(tokenizer: PreTrainedTokenizerBase, folder: Path, name: str) -> None:
    """What was written reads back as the same tokenizer."""
    again = AutoTokenizer.from_pretrained(str(folder), trust_remote_code=False)
    probe = _PROBE + "".join(tokenizer.all_special_tokens)
    same = (
        again(probe)["input_ids"] == tokenizer(probe)["input_ids"]
        and again.chat_template == tokenizer.chat_template
        and all(
            getattr(again, f"{kind}_token_id") == getattr(tokenizer, f"{kind}_token_id")
            for kind in ("bos", "eos", "pad", "unk")
        )
    )
    if not same:
        raise UnsupportedModelError(
            f"the tokenizer of {name} does not survive being saved by transformers {transformers.__version__}; give "
            "the original safetensors folder or hub id"
        )


def _explained(error: Exception, name: str, progress: Relay) -> BaseException:
    """The error to raise for what went wrong while unpacking."""
    if progress.raised is not None:
        return progress.raised
    if isinstance(error, CutawayError | MemoryError):
        return error
    if getattr(error, "errno", None) == errno.ENOSPC or "No space left" in str(error):
        return unwritable(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    if isinstance(error, OSError) and error.errno is not None:
        return unwritable(error)
    if isinstance(error, ImportError):
        return ModelError(f"{name}: a package that unpacks GGUF is missing: {error}")
    if isinstance(error, ValueError | NotImplementedError) and (
        "not supported" in str(error) or "nknown gguf" in str(error)
    ):
        return UnsupportedModelError(
            f"{name}: transformers {transformers.__version__} does not unpack this kind of GGUF ({error}); give the "
            "original safetensors folder or hub id"
        )
    return CorruptFileError(
        f"{name} could not be unpacked ({type(error).__name__}: {error}); fetch the file again, or give the original "
        "safetensors folder or hub id"
    )
