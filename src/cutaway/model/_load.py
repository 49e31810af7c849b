"""`load`: from a name to a `LanguageModel` whose sites have been checked."""

from pathlib import Path

import torch

from cutaway.model._language_model import LanguageModel
from cutaway.model._sources import open_pretrained, resolve
from cutaway.progress import Progress, silent

DEFAULT_MODEL = "smollm2-135m"


def load(
    name: str | Path = DEFAULT_MODEL,
    *,
    device: str | torch.device = "cpu",
    dtype: torch.dtype | str | None = None,
    revision: str | None = None,
    trust_remote_code: bool = False,
    progress: Progress = silent,
) -> LanguageModel:
    """Open a model and check that every site is what its equation says.

    Args:
        name: a short name (`smollm2-135m`, `gemma3-270m`), a folder in hub format, a `.gguf` file, or a hub id
            (`org/name`). `cutaway models` lists what there is.
        device: where the weights go.
        dtype: the type of the weights; None: float32 on a CPU, the checkpoint's own elsewhere.
        revision: branch, tag or commit of a hub repository.
        trust_remote_code: run Python code that the repository brings along. Never done unless asked.
        progress: told how far a conversion is.

    Raises:
        UnknownModelError: nothing of that name, here or on the hub.
        CorruptFileError: a file is damaged.
        RemoteCodeError: the repository needs its own code and that was not allowed.
        UnsupportedModelError: not a causal language model, or an anatomy that fails an identity.
    """
    source = resolve(name, revision=revision)
    hf, tokenizer = open_pretrained(
        source, dtype=dtype, device=device, trust_remote_code=trust_remote_code, progress=progress
    )
    return LanguageModel(hf, tokenizer, name=source.name)
