"""A unit: a neuron of an MLP, or a latent of a dictionary; its activations over text, and the direction that it writes.

A neuron behind a gate may answer on either side of zero. A unit's activation is taken on the side that it reaches
farther (by the sum of its cubes), so that "active" means the same for neurons and latents: greater than zero.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError, SiteError, SiteUnavailableError
from cutaway.features._dictionary import Dictionary, load_dictionary
from cutaway.model import Activations, Edit, LanguageModel, Prompts, Site, Tokens, add
from cutaway.progress import Progress, silent
from cutaway.store import Batch, Corpus, Packing, Store, stream

_STORE_BATCH = 4096
_CALIBRATION = 4
"""Batches that the sides of neurons are read off."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Units:
    """All units of one place: the neurons of a layer, or the latents of a dictionary."""

    sites: tuple[str, ...]
    """What is read to know their activations."""
    count: int
    """How many there are."""
    dictionary: Dictionary | None = None
    """What makes latents of the site; None for neurons."""
    sides: Float[Tensor, " unit"] | None = None
    """1 or -1: on which side of zero a unit counts as active; None: above."""

    @property
    def title(self) -> str:
        """What they are, in words."""
        if self.dictionary is None:
            return f"{self.count:,} neurons of {self.sites[0]}"
        return f"{self.count:,} latents of {'+'.join(self.sites)}"

    def name(self, unit: int) -> str:
        """What to call one of them: its site for a neuron, the site and the latent's number otherwise."""
        return f"{self.sites[0]}.{unit}" if self.dictionary is None else f"{'+'.join(self.sites)} latent {unit}"

    def check(self, unit: int) -> int:
        """The unit's number.

        Raises:
            DataError: there is none of that number.
        """
        if not 0 <= unit < self.count:
            raise DataError(f"unit {unit}: there are {self.title}, 0 to {self.count - 1}")
        return unit

    def side(self, unit: int) -> float:
        """1 or -1: on which side of zero the unit counts as active."""
        return 1.0 if self.sides is None else float(self.sides[unit])

    def of(self, read: Activations | Batch, units: Sequence[int] | None = None) -> Float[Tensor, "*place unit"]:
        """Activations of all units, or of some, from what was read at their sites; above zero is active.

        Latents are silent on tokens of a size that their training left out.
        """
        x = torch.cat([read[site] for site in self.sites], -1) if len(self.sites) > 1 else read[self.sites[0]]
        chosen = None if units is None else torch.as_tensor(list(units), dtype=torch.long, device=x.device)
        if self.dictionary is None:
            found = x.float() if chosen is None else x[..., chosen].float()
        else:
            with torch.no_grad():
                x = x.to(self.dictionary.device)
                found = self.dictionary.encode(x).float().masked_fill(self.dictionary.extreme(x)[..., None], 0.0)
            found = found if chosen is None else found[..., chosen.to(found.device)]
        if self.sides is not None:
            found = found * (self.sides if chosen is None else self.sides[chosen.cpu()]).to(found)
        return found

    def run(
        self, lm: LanguageModel, prompts: Prompts | Tokens, units: Sequence[int] | None = None
    ) -> tuple[Tokens, Float[Tensor, "batch pos unit"]]:
        """Run prompts; their tokens, and what the units do on them (what stands at padding means nothing)."""
        run = lm.run(prompts, read=list(self.sites), logits=False)
        return run.tokens, self.of(run, units)

    def directions(self, lm: LanguageModel) -> Float[Tensor, "unit d_model"] | None:
        """What each unit writes to the residual stream, on the side on which it counts as active.

        None where its target is not a part of the stream. A post-norm's gain is applied, its scale is not known.
        """
        if self.dictionary is None:
            site = Site.parse(self.sites[0])
            assert site.layer is not None
            written = _from_neurons(lm, site.layer, None)
        else:
            config = self.dictionary.config
            target = Site.parse(config.targets[-1])
            written = self.dictionary.W_dec[:, config.d_out - config.widths_out[-1] :]
            if target.kind == "mlp_post":
                assert target.layer is not None
                written = _from_neurons(lm, target.layer, written)
            elif target.kind == "z" and target.unit is None:
                assert target.layer is not None
                part = lm.parts.layers[target.layer]
                written = written @ part.w_o.flatten(0, 1).to(written) * part.multiplier
            elif written.shape[1] != lm.d_model or target.kind in ("attn_in", "mlp_in", "final_norm"):
                return None
        written = written.detach().float()
        return written if self.sides is None else written * self.sides.to(written)[:, None]

    def replacing(self, unit: int, change: Float[Tensor, "batch pos"]) -> list[Edit]:
        """Edits after which the unit is as much more active as `change` says, and all others stay."""
        change = change * self.side(unit)
        if self.dictionary is None:
            return [add(f"{self.sites[0]}.{unit}", change)]
        config, first, edits = self.dictionary.config, 0, []
        for target, width in zip(config.targets, config.widths_out, strict=True):
            direction = self.dictionary.W_dec[unit, first : first + width].detach()
            edits.append(add(target, change[..., None].to(direction) * direction))
            first += width
        return edits


Source = str | Site | Path | Dictionary | Units
"""What units can be named by: `mlp_post.7`, a dictionary, its folder, or `Units`."""


def open_units(lm: LanguageModel, source: Source) -> Units:
    """The units that a source names.

    Args:
        lm: the model.
        source: `mlp_post.L` for the neurons of a layer; a dictionary, or its folder; or units, which are given back.

    Raises:
        SiteUnavailableError: a site that has no neurons, or no layer.
        DataError: no such dictionary, or it is another model's.
    """
    if isinstance(source, Units):
        return source
    if isinstance(source, Dictionary):
        source.check(lm)
        return Units(sites=source.config.sites, count=source.config.latents, dictionary=source)
    try:
        site = Site.parse(source) if not isinstance(source, Path) else None
    except SiteError:
        site = None
    if site is None:
        return open_units(lm, load_dictionary(Path(str(source))))
    if site.info.unit != "neuron" or site.layer is None or site.unit is not None:
        raise SiteUnavailableError(
            f"{site} does not name the neurons of a layer; write mlp_post.{site.layer or 0}, or give a dictionary"
        )
    if site.kind != "mlp_post":
        raise SiteUnavailableError(f"{site}: what a neuron writes is mlp_post.{site.layer}; name that")
    lm.resolve(site)
    return Units(sites=(str(site),), count=lm.unit_count(site))


def sided(lm: LanguageModel, units: Units, batches: Iterator[Batch]) -> tuple[Units, Iterator[Batch]]:
    """Neurons with the side on which each is active, and the batches with those that were looked at before them."""
    if units.dictionary is not None or units.sides is not None:
        return units, batches
    held = list(islice(batches, _CALIBRATION))
    cubes = sum((units.of(b)[_inner(b)].double().pow(3).sum(0) for b in held), torch.zeros(units.count).double())
    sides = torch.where(cubes < 0, -1.0, 1.0).float()
    return replace(units, sides=sides), chain(held, batches)


def _inner(batch: Batch) -> Tensor:
    """Tokens that are not the first of their row."""
    return batch.pos > 0


def begins(batch: Batch) -> Tensor:
    """Where the rows of a batch begin."""
    new = torch.ones(len(batch), dtype=torch.bool)
    new[1:] = batch.pos[1:] != batch.pos[:-1] + 1
    return new.nonzero()[:, 0]


def read_text(
    lm: LanguageModel,
    units: Units,
    text: Corpus | Store,
    *,
    packing: Packing,
    n_tokens: int | None = None,
    first: int = 0,
) -> Iterator[Batch]:
    """Whole rows of text with the activations that units are known from: a corpus that is run, or a store of it.

    Args:
        lm: the model.
        units: whose sites are read.
        text: the corpus; or activations of these sites that are kept on disk.
        packing: how a corpus becomes rows; a store has its own.
        n_tokens: stop once so many tokens were given; None for all.
        first: leave out so many batches at the start.

    Raises:
        DataError: the store is another model's, or lacks a site.
    """
    if isinstance(text, Corpus):
        return stream(lm, text, list(units.sites), packing=packing, n_tokens=n_tokens, first=first)
    if text.manifest.fingerprint != lm.fingerprint:
        raise DataError(
            f"{text.path} holds activations of {text.manifest.model}, not of {lm.name}; harvest with this one"
        )
    return islice(
        _whole_rows(
            text.batches(min(_STORE_BATCH, n_tokens or _STORE_BATCH), shuffle=False, sites=units.sites), n_tokens
        ),
        first,
        None,
    )


def text_record(text: Corpus | Store) -> dict[str, Any]:
    """What identifies a text, with its `name`."""
    return text.to_json() if isinstance(text, Corpus) else {**text.manifest.corpus, "store": text.manifest.sites[0]}


def _whole_rows(batches: Iterator[Batch], n_tokens: int | None) -> Iterator[Batch]:
    """The same tokens, each batch beginning and ending with a row."""
    held: list[Batch] = []
    given = 0
    for batch in batches:
        if n_tokens is not None and given >= n_tokens:
            return
        held.append(batch)
        joined = _joined(held)
        last = int(begins(joined)[-1])
        if last:
            yield _cut(joined, 0, last)
        given += last
        held = [_cut(joined, last, len(joined))]
    if held and (n_tokens is None or given < n_tokens):
        yield held[0]


def _joined(batches: list[Batch]) -> Batch:
    return Batch(
        activations={
            site: torch.cat([batch.activations[site] for batch in batches]) for site in batches[0].activations
        },
        ids=torch.cat([batch.ids for batch in batches]),
        pos=torch.cat([batch.pos for batch in batches]),
        document=torch.cat([batch.document for batch in batches]),
    )


def _cut(batch: Batch, begin: int, end: int) -> Batch:
    return Batch(
        activations={site: tensor[begin:end] for site, tensor in batch.activations.items()},
        ids=batch.ids[begin:end],
        pos=batch.pos[begin:end],
        document=batch.document[begin:end],
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Recorded:
    """Text with the activations of some units on every token of it.

    A row's first token has the activation 0: its stream is of extreme size, whatever it says.
    """

    units: tuple[int, ...]
    """Whose activations these are."""
    ids: np.ndarray
    """[token]"""
    starts: np.ndarray
    """[row + 1]: where each row starts; the last entry is the number of tokens."""
    document: np.ndarray
    """[row]: the number of the document that the row is from."""
    values: np.ndarray
    """[token, unit]: activations, above zero where active."""

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def row_of(self) -> np.ndarray:
        """[token]: the row that each token is in."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def row(self, number: int) -> list[int]:
        """One row's token ids."""
        return self.ids[self.starts[number] : self.starts[number + 1]].tolist()

    def split(self, heldout: float) -> "tuple[Recorded, Recorded]":
        """Rows of most documents, and rows of about the share `heldout` of them; a document's number decides."""
        place = (self.document.astype(np.uint64) * np.uint64(2654435761)) % np.uint64(1 << 32)
        held = place.astype(float) / (1 << 32) < heldout
        return self.some(np.flatnonzero(~held).tolist()), self.some(np.flatnonzero(held).tolist())

    def some(self, rows: Sequence[int]) -> "Recorded":
        """Only these rows, in this order."""
        spans = [slice(self.starts[r], self.starts[r + 1]) for r in rows]
        lengths = [s.stop - s.start for s in spans]
        return replace(
            self,
            ids=np.concatenate([self.ids[s] for s in spans]) if spans else self.ids[:0],
            values=np.concatenate([self.values[s] for s in spans]) if spans else self.values[:0],
            starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            document=self.document[list(rows)],
        )


def record(
    lm: LanguageModel,
    units: Units,
    chosen: Sequence[int],
    corpus: Corpus | Store,
    *,
    packing: Packing,
    n_tokens: int | None = None,
    progress: Progress = silent,
) -> tuple[Units, Recorded]:
    """What some units do on every token of a corpus (or of a store of its activations), in one pass.

    Returns:
        The units, with their sides known, and the record.
    """
    chosen = [units.check(unit) for unit in chosen]
    batches = read_text(lm, units, corpus, packing=packing, n_tokens=n_tokens)
    units, batches = sided(lm, units, batches)
    ids, values, first, document, done = [], [], [], [], 0
    for batch in batches:
        found = units.of(batch, chosen).cpu()
        found[batch.pos == 0] = 0
        values.append(found.clamp(min=0).numpy())
        ids.append(batch.ids.numpy())
        places = begins(batch).numpy()
        first.append(places + done)
        document.append(batch.document.numpy()[places])
        done += len(batch)
        progress("reading text", done, n_tokens or 0)
    return units, Recorded(
        units=tuple(chosen),
        ids=np.concatenate(ids),
        starts=np.concatenate([*first, [done]]).astype(np.int64),
        document=np.concatenate(document),
        values=np.concatenate(values),
    )


def _from_neurons(lm: LanguageModel, layer: int, mix: Tensor | None) -> Tensor:
    """What neurons, or mixtures of them, write to the stream: [unit d_model]."""
    part = lm.parts.layers[layer]
    assert part.w_down is not None
    written = part.w_down.float() if mix is None else mix.float() @ part.w_down.float()
    if part.mlp_post_norm is not None:
        written = written * part.mlp_post_norm.gain.to(written)
    return written * part.multiplier
