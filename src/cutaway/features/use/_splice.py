"""A dictionary in the middle of a run, as edits: its reconstruction in place of a site, and latents changed on the way.

With z the code of what is there and z' the code after the changes, the site becomes

    error kept:     x + (z' - z) W_dec       (nothing changed: exactly what was there)
    error dropped:  z' W_dec + b_dec         (+ x W_skip)

so that with the error kept a run without changes is the plain run, and what a change does is its own doing. The edits go
wherever edits go: a run, a sweep, gradients, generation.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from cutaway.errors import DataError, EditError
from cutaway.features._dictionary import Dictionary
from cutaway.model import Edit, EditContext, Site

Positions = int | Sequence[int] | slice | Tensor | None
_SIGNS = {"=": "set", "+": "add", "*": "scale"}


@dataclass(frozen=True, kw_only=True)
class LatentChange:
    """What is done to one latent's code."""

    latent: int
    how: str
    """`set` it to the value wherever the edit is (0 ablates it), `add` the value to it, or `scale` it where active."""
    value: float

    def __post_init__(self) -> None:
        if self.how not in _SIGNS.values():
            raise EditError(f"how={self.how!r}; use 'set', 'add' or 'scale'")

    def __str__(self) -> str:
        return f"{self.latent}{next(sign for sign, how in _SIGNS.items() if how == self.how)}{self.value:g}"

    @classmethod
    def parse(cls, text: str) -> "LatentChange":
        """Read `472=8` (set), `472+8` (add; `472+-8` takes away), `472*2` (scale).

        Raises:
            EditError: the text has another form.
        """
        match = re.fullmatch(r"\s*(\d+)\s*([=+*])\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*", text)
        if match is None:
            raise EditError(f"{text!r} is no change of a latent; write 472=8 to set it, 472+8 to add, 472*2 to scale")
        return cls(latent=int(match[1]), how=_SIGNS[match[2]], value=float(match[3]))


def ablate_latents(*latents: int) -> tuple[LatentChange, ...]:
    """Latents set to zero."""
    return tuple(LatentChange(latent=latent, how="set", value=0.0) for latent in latents)


def splice(
    dictionary: Dictionary,
    changes: LatentChange | Sequence[LatentChange] = (),
    *,
    error: str = "keep",
    pos: Positions = None,
    rows: Positions = None,
) -> tuple[Edit, ...]:
    """The edits that put a dictionary into a run.

    Args:
        dictionary: an SAE, or a transcoder, which reads one site and is put in at another: two edits.
        changes: what is done to latents, in order.
        error: `keep` what the dictionary does not explain, or `drop` it.
        pos: positions at which it is put in; None for all.
        rows: rows of the batch; None for all.

    Returns:
        Edits for one run; ask again for each run that is made at the same time, since a transcoder's two edits hand over
        what the first one saw.

    Raises:
        DataError: a crosscoder, which has no one place in a run; or no such latent.
        EditError: an unknown `error`.
    """
    c = dictionary.config
    if c.shape == "crosscoder":
        raise DataError(f"a crosscoder of {c.site} has no one place in a run; splice an SAE or a transcoder")
    if error not in ("keep", "drop"):
        raise EditError(f"error={error!r}; use 'keep' or 'drop'")
    given = (changes,) if isinstance(changes, LatentChange) else tuple(changes)
    for change in given:
        if not 0 <= change.latent < c.latents:
            raise DataError(f"no latent {change.latent}; there are {c.latents:,}, numbered from 0")
    label = f"splice ({', '.join(map(str, given)) or 'unchanged'}, error {'kept' if error == 'keep' else 'dropped'})"
    site, target = Site.parse(c.sites[0]), Site.parse(c.targets[0])
    put = _Put(dictionary, given, keep=error == "keep")
    if c.shape == "sae":
        return (Edit(site=site, function=put.in_place, label=label, pos=pos, rows=rows),)
    read = Edit(site=site, function=put.read, label="read for a transcoder", pos=pos, rows=rows)
    return read, Edit(site=target, function=put.write, label=label, pos=pos, rows=rows)


class _Put:
    """The functions of the edits: [row pos ...] to the same."""

    def __init__(self, dictionary: Dictionary, changes: tuple[LatentChange, ...], *, keep: bool):
        self._dictionary, self._changes, self._keep = dictionary, changes, keep
        self._touched = sorted({change.latent for change in changes})
        self._seen: Tensor | None = None

    def in_place(self, activation: Tensor, context: EditContext) -> Tensor:
        return self._put(self._flat(activation), activation)

    def read(self, activation: Tensor, context: EditContext) -> Tensor:
        self._seen = self._flat(activation)
        return activation

    def write(self, activation: Tensor, context: EditContext) -> Tensor:
        assert self._seen is not None, "the site comes before the target in every layer"
        return self._put(self._seen, activation)

    def _flat(self, activation: Tensor) -> Tensor:
        """[row pos d], heads side by side."""
        return activation.flatten(2).to(self._dictionary.device)

    def _put(self, x: Tensor, there: Tensor) -> Tensor:
        d = self._dictionary
        if self._keep and not self._changes:
            return there
        z = d.encode(x)
        changed = changed_code(z, self._changes)
        if self._keep:
            difference = (changed - z)[..., self._touched] @ d.W_dec[self._touched]
            return there + difference.reshape(there.shape).to(there)
        return d.decode(changed, x if d.W_skip is not None else None).reshape(there.shape).to(there)


def changed_code(z: Tensor, changes: Sequence[LatentChange]) -> Tensor:
    """A code after changes, made one after the other; the code that is given stays as it is."""
    if not changes:
        return z
    z = z.clone()
    for change in changes:
        old = z[..., change.latent]
        if change.how == "set":
            z[..., change.latent] = torch.full_like(old, change.value)
        elif change.how == "add":
            z[..., change.latent] = old + change.value
        else:
            z[..., change.latent] = old * change.value
    return z
