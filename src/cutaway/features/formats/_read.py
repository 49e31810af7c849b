"""Dictionaries of other libraries: read from a folder or the hub whatever their layout, tied to a model and a site.

What is read is an ordinary `Dictionary`, in plain activations, with every convention of its layout folded into the
weights. Nothing that could run code is opened.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cutaway.errors import DataError
from cutaway.features._config import DictionaryConfig
from cutaway.features._dictionary import Dictionary
from cutaway.features.formats._dictionary_learning import read_dictionary_learning
from cutaway.features.formats._hub import fetch_dictionary, is_hub_place
from cutaway.features.formats._saelens import read_saelens
from cutaway.features.formats._scope import read_gemma_scope, read_llama_scope
from cutaway.features.formats._sparsify import read_sparsify
from cutaway.features.formats._weights import Published
from cutaway.model import LanguageModel, Site

_PICKLED = (".pt", ".pth", ".bin", ".pkl", ".pickle", ".ckpt")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One way in which dictionaries are kept."""

    name: str
    files: tuple[tuple[str, ...], ...]
    """Sets of files, any of which tells it."""
    read: Callable[..., Published]


LAYOUTS = (
    Layout(name="sparsify", files=(("cfg.json", "sae.safetensors"),), read=read_sparsify),
    Layout(name="SAELens", files=(("cfg.json", "sae_weights.safetensors"),), read=read_saelens),
    Layout(
        name="dictionary_learning",
        files=(("config.json", "ae.pt"), ("config.json", "ae.safetensors")),
        read=read_dictionary_learning,
    ),
    Layout(name="Gemma Scope", files=(("params.npz",), ("params.safetensors",)), read=read_gemma_scope),
    Layout(
        name="Llama Scope",
        files=(("hyperparams.json",), ("config.json", "sae_weights.safetensors")),
        read=read_llama_scope,
    ),
)
"""Every layout that can be read, the most telling first."""


def read_published_dictionary(
    path: Path | str,
    lm: LanguageModel | None = None,
    *,
    site: str | Site | None = None,
    target: str | Site | None = None,
    scale: float | None = None,
    revision: str | None = None,
) -> Dictionary:
    """Read a dictionary in the layout of SAELens, sparsify, dictionary_learning, Gemma Scope or Llama Scope.

    Args:
        path: its folder; or its place on the hub, `org/name` or `org/name/folder/in/it`.
        lm: the model that it is for. The dictionary is then tied to its fingerprint, and its widths are checked against
            the model's. None: it is tied to no model, and `Dictionary.check` refuses every one.
        site: what it reads; None: what its files say.
        target: what it reconstructs; None: what its files say, or what it reads.
        scale: the factor on activations that SAELens' `expected_average_only_in` leaves out of its files.
        revision: branch, tag or commit, on the hub.

    Returns:
        A dictionary whose `encode` and `decode` are those of the layout's definition. Its config's `training` says
        where it comes from.

    Raises:
        DataError: nothing there, an unknown layout, only pickled weights, a convention that no weights can say, a site
            that is not known, or another model's.
        CorruptFileError: a file is damaged.
        SiteError: the model has no such site.
    """
    folder = _folder(path, revision)
    layout = layout_of(folder)
    read = partial(layout.read, scale=scale) if layout.read is read_saelens else layout.read
    published = read(folder)
    reads = _placed(site, published.site, published, "site", folder)
    writes = reads if target is None and published.target is None and not _transcodes(published) else None
    if writes is None:
        writes = _placed(target, published.target, published, "target", folder)
    origin = {"layout": layout.name, "place": published.place, "model": published.model, **published.record}
    latents = len(published.W_dec)
    config = DictionaryConfig(
        kind=published.kind,
        sites=(reads,),
        targets=(writes,),
        widths_in=(published.W_enc.shape[0],),
        widths_out=(published.W_dec.shape[1],),
        latents=latents,
        k=min(max(published.k or min(32, latents), 1), latents),
        skip=published.W_skip is not None,
        levels=published.levels,
        models=((published.model or "unknown", ""),) if lm is None else ((lm.name, lm.fingerprint),),
        training={"published": {key: value for key, value in origin.items() if value not in (None, "")}},
    )
    if lm is not None:
        _check_model(lm, config, published, folder)
    return Dictionary(
        config,
        W_enc=published.W_enc,
        b_enc=published.b_enc,
        W_dec=published.W_dec,
        b_dec=published.b_dec,
        threshold=published.threshold,
        W_skip=published.W_skip,
    )


def layout_of(folder: Path) -> Layout:
    """The layout that a folder's files have.

    Raises:
        DataError: none that can be read, with what to do about pickled weights.
    """
    for layout in LAYOUTS:
        if any(all((folder / name).is_file() for name in files) for files in layout.files):
            return layout
    pickled = sorted(file.name for file in folder.iterdir() if file.suffix in _PICKLED)
    if pickled:
        raise DataError(
            f"{folder} has its weights only in {pickled[0]}, which can run code when it is opened and is not; convert it "
            "to safetensors where you trust it (torch.load, then safetensors.torch.save_file), in one of the layouts "
            f"{', '.join(layout.name for layout in LAYOUTS)}"
        )
    if (folder / "dictionary.safetensors").is_file():
        raise DataError(f"{folder} is a dictionary of Cutaway's own; read it with load_dictionary")
    inner = sorted(child.name for child in folder.iterdir() if child.is_dir())
    several = f"; did you mean one of the folders in it, such as {inner[0]}?" if inner else ""
    raise DataError(
        f"{folder} is in none of the layouts {', '.join(layout.name for layout in LAYOUTS)} (it has no "
        f"{' or '.join(LAYOUTS[1].files[0])}, for example){several}"
    )


def site_width(lm: LanguageModel, site: str | Site) -> int:
    """How many numbers a site has at one position, its heads side by side.

    Raises:
        SiteError: the model has no such site.
    """
    (one,) = lm.resolve(Site.parse(site))
    return int(lm.run([[0, 0]], read=one, logits=False)[one][0, 0].numel())


def _folder(path: Path | str, revision: str | None) -> Path:
    folder = Path(path).expanduser()
    if folder.is_file():
        folder = folder.parent
    if folder.is_dir():
        return folder
    if isinstance(path, str) and is_hub_place(path):
        return fetch_dictionary(path, revision=revision)
    raise DataError(f"there is no dictionary at {path}; give its folder, or org/name/folder on the hub")


def _transcodes(published: Published) -> bool:
    """Whether the target is another place than the site, although it is not known which."""
    return published.W_skip is not None or "transcoder" in str(published.record.get("architecture", ""))


def _placed(given: str | Site | None, said: str | None, published: Published, what: str, folder: Path) -> str:
    if given is not None:
        return str(Site.parse(given))
    if said is None:
        raise DataError(
            f"{folder} says {published.place!r} of where it belongs, which is no site with the same numbers; give "
            f"{what}=, such as resid_post.12 (mlp_in.12 only if it was trained on what the MLP reads, behind the norm "
            "and its weight)"
        )
    return said


def _check_model(lm: LanguageModel, config: DictionaryConfig, published: Published, folder: Path) -> None:
    """That widths are the model's, and the fingerprint, where the file has one."""
    mark = published.record.get("fingerprint")
    if mark and mark != lm.fingerprint:
        raise DataError(f"{folder} is for {published.model} ({mark}), not for {lm.name} ({lm.fingerprint})")
    for site, width in ((config.site, config.d_in), (config.target, config.d_out)):
        found = site_width(lm, site)
        if found != width:
            said = re.sub(r"\s+", " ", published.model) or "another model"
            raise DataError(
                f"{folder} has {width} entries for {site}, where {lm.name} has {found}; it is for {said}, or for another site"
            )
