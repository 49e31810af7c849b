"""One pass over text for the cards of all units: statistics, the strongest examples, and a fair sample of examples.

What is held does not grow with the text. Of each row of text a unit has one example, where it peaks. The strongest are
kept as they are found; beside them each unit has a reservoir (every row in which it is active is as likely to be in it),
which, sorted, gives examples from every quantile.
"""

from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float, Int
from torch import Tensor

from cutaway.errors import DataError
from cutaway.features._units import begins
from cutaway.store import Batch

BINS = 56
_OCTAVES = 14
"""A bin is half an octave wide; the first ends at 2**-14, the last begins at 2**13.5."""


@dataclass(frozen=True, kw_only=True)
class CardOptions:
    """What a card holds."""

    top: int = 10
    """Strongest examples of a unit."""
    groups: int = 4
    """Quantiles of its active rows that further examples are taken from."""
    per_group: int = 5
    """Examples of each quantile."""
    before: int = 20
    """Tokens shown before an example's peak."""
    after: int = 10
    """Tokens shown behind it."""
    coactive: int = 12
    """Of so many strongest other units at an example's peak it is kept that they were active."""
    logits: int = 10
    """Tokens that it raises, and that it lowers, most."""
    neighbours: int = 8
    """Units of the most similar direction; and most typically active together."""
    seed: int = 0
    """Draws the reservoirs."""

    def __post_init__(self) -> None:
        if min(self.top, self.groups, self.per_group, self.logits) < 1:
            raise DataError("a card has at least one example, one quantile and one token either way; give 1 or more")
        if min(self.before, self.after, self.coactive, self.neighbours) < 0:
            raise DataError("a card cannot hold fewer than no tokens around a peak, nor fewer than no other units")


def bin_edges() -> list[float]:
    """The lower ends of the histogram's bins, and the upper end of the last."""
    return [0.0, *(2.0 ** (n / 2 - _OCTAVES) for n in range(1, BINS)), float("inf")]


class Kept:
    """For each unit the examples with the greatest keys."""

    FIELDS = ("key", "value", "row", "document", "place", "ids", "values", "coactive")

    def __init__(self, units: int, most: int, width: int, coactive: int):
        self.most = most
        self.key = torch.full((units, most), -1.0)
        self.value = torch.zeros(units, most)
        self.row = torch.full((units, most), -1)
        self.document = torch.full((units, most), -1)
        self.place = torch.full((units, most), -1)
        self.ids = torch.full((units, most, width), -1, dtype=torch.int32)
        self.values = torch.zeros(units, most, width)
        self.coactive = torch.full((units, most, coactive), -1, dtype=torch.int32)

    def offer(self, key: Float[Tensor, "row unit"], seen: "Peaks") -> None:
        """Take in the rows of a batch; a key of -1 offers nothing."""
        hot = (key > self.key.min(1).values).any(0).nonzero()[:, 0]
        if not len(hot):
            return
        keys = torch.cat([self.key[hot], key[:, hot].T], 1)
        self.key[hot], best = keys.topk(self.most, 1)
        new = best >= self.most
        old = best.clamp(max=self.most - 1)
        unit, slot = new.nonzero(as_tuple=True)
        rows = best[unit, slot] - self.most
        fresh = seen.examples(rows, hot[unit])
        for name in self.FIELDS[1:]:
            held = getattr(self, name)
            mine = held[hot]
            index = old.reshape(*old.shape, *(1,) * (mine.dim() - 2)).expand_as(mine)
            mine = mine.gather(1, index)
            mine[unit, slot] = fresh[name].to(mine.dtype)
            held[hot] = mine

    def state(self, prefix: str) -> dict[str, Tensor]:
        """Everything, by name."""
        return {f"{prefix}.{name}": getattr(self, name) for name in self.FIELDS}

    def restore(self, prefix: str, state: dict[str, Tensor]) -> None:
        """Go on from what `state` gave."""
        for name in self.FIELDS:
            setattr(self, name, state[f"{prefix}.{name}"].clone())


class Peaks:
    """Where each unit peaks in each row of a batch, and what stands around it."""

    def __init__(self, batch: Batch, chosen: Tensor, whole: Tensor, options: CardOptions, first_row: int):
        self._batch, self._chosen, self._options = batch, chosen, options
        self.first_row = first_row
        self.begins = begins(batch)
        self.ends = torch.cat([self.begins[1:], torch.tensor([len(batch)])])
        most = [chosen[b:e].max(0) for b, e in zip(self.begins.tolist(), self.ends.tolist(), strict=True)]
        self.value = torch.stack([one.values for one in most])  # [row unit]
        self.token = torch.stack([one.indices for one in most]) + self.begins[:, None]
        count = min(options.coactive + 1, whole.shape[1])
        strongest = whole.topk(count, 1)
        self._others = strongest.indices.where(strongest.values > 0, -1)
        self.among = torch.bincount(self._others[:, : options.coactive].flatten() + 1, minlength=whole.shape[1] + 1)[1:]

    def __len__(self) -> int:
        return len(self.begins)

    def examples(self, rows: Int[Tensor, " example"], units: Int[Tensor, " example"]) -> dict[str, Tensor]:
        """The examples of some rows for some units."""
        o, batch = self._options, self._batch
        token = self.token[rows, units]
        begin, end = self.begins[rows], self.ends[rows]
        around = token[:, None] + torch.arange(-o.before, o.after + 1)
        inside = (around >= begin[:, None]) & (around < end[:, None])
        around = around.clamp(0, len(batch) - 1)
        others = self._others[token]
        own = self.numbers[units][:, None]
        # Without the unit itself, and as many for every example whether or not it was among the strongest.
        order = (others == own).to(torch.uint8).sort(dim=1, stable=True).indices
        others = others.gather(1, order)[:, : o.coactive]
        others = torch.nn.functional.pad(others, (0, o.coactive - others.shape[1]), value=-1)
        return {
            "value": self.value[rows, units],
            "row": rows + self.first_row,
            "document": batch.document[begin],
            "place": batch.pos[token],
            "ids": batch.ids[around].where(inside, -1),
            "values": self._chosen[around, units[:, None]].where(inside, torch.zeros(())),
            "coactive": others.where(others != own, -1),
        }

    numbers: Tensor
    """[unit]: the number of each chosen unit among all."""


class CardPass:
    """What is gathered for the cards of some units.

    Args:
        chosen: the units' numbers.
        of: how many units there are in all.
        options: what a card holds.
    """

    def __init__(self, chosen: Int[Tensor, " unit"], of: int, options: CardOptions):
        self.chosen, self.of, self.options = chosen, of, options
        width = options.before + 1 + options.after
        self.strongest = Kept(len(chosen), options.top, width, options.coactive)
        self.reservoir = Kept(len(chosen), options.groups * options.per_group, width, options.coactive)
        self.active = torch.zeros(len(chosen), dtype=torch.long)
        self.total = torch.zeros(len(chosen), dtype=torch.float64)
        self.counts = torch.zeros(len(chosen), BINS, dtype=torch.long)
        self.among = torch.zeros(of, dtype=torch.long)
        """Tokens on which each of all units is among the strongest, of as many as an example keeps."""
        self.batches = self.rows = self.tokens = 0

    def add(self, batch: Batch, whole: Float[Tensor, "token unit"]) -> None:
        """Take in a batch with the activations of all units on it."""
        whole = whole.clamp(min=0)
        whole[batch.pos == 0] = 0  # the first token's stream is of extreme size, whatever it says
        everything = len(self.chosen) == self.of
        values = whole if everything else whole[:, self.chosen]
        token, unit = values.nonzero(as_tuple=True)
        on = values[token, unit]
        self.active += torch.bincount(unit, minlength=len(self.chosen))
        self.total += torch.bincount(unit, weights=on.double(), minlength=len(self.chosen))
        place = (2 * (on.log2() + _OCTAVES)).floor().clamp(0, BINS - 1).long()
        flat = torch.bincount(unit * BINS + place, minlength=len(self.chosen) * BINS)
        self.counts += flat.reshape(len(self.chosen), BINS)
        seen = Peaks(batch, values, whole, self.options, self.rows)
        seen.numbers = self.chosen
        nothing = torch.tensor(-1.0)
        self.strongest.offer(seen.value.where(seen.value > 0, nothing), seen)
        generator = torch.Generator().manual_seed(self.options.seed * 1_000_003 + self.batches)
        lot = torch.rand(len(seen), self.of, generator=generator)  # drawn for all, so that a choice changes nothing
        lot = lot if everything else lot[:, self.chosen]
        self.reservoir.offer(lot.where(seen.value > 0, nothing), seen)
        self.among += seen.among
        self.batches += 1
        self.rows += len(seen)
        self.tokens += int((batch.pos > 0).sum())

    def state(self) -> dict[str, Tensor]:
        """Everything, by name, to go on from later."""
        counters = torch.tensor([self.batches, self.rows, self.tokens])
        own = {"active": self.active, "total": self.total, "counts": self.counts, "among": self.among}
        return {"counters": counters} | own | self.strongest.state("strongest") | self.reservoir.state("reservoir")

    def restore(self, state: dict[str, Tensor]) -> None:
        """Go on from what `state` gave."""
        for name in ("active", "total", "counts", "among"):
            setattr(self, name, state[name].clone())
        self.batches, self.rows, self.tokens = state["counters"].tolist()
        self.strongest.restore("strongest", state)
        self.reservoir.restore("reservoir", state)

    def examples(self, index: int) -> list[dict[str, Any]]:
        """The examples of the unit at `index` of those chosen: the strongest (group 0), then quantiles, strong first."""
        found = [self._example(self.strongest, index, slot, 0) for slot in range(self.options.top)]
        kept = self.reservoir
        order = kept.value[index].argsort(descending=True).tolist()
        order = [slot for slot in order if kept.key[index, slot] >= 0]
        groups = min(self.options.groups, max(1, len(order)))
        for rank, slot in enumerate(order):
            found.append(self._example(kept, index, slot, 1 + rank * groups // len(order)))
        return [one for one in found if one is not None]

    def _example(self, kept: Kept, index: int, slot: int, group: int) -> dict[str, Any] | None:
        if kept.key[index, slot] < 0:
            return None
        ids = kept.ids[index, slot]
        inside = ids >= 0
        return {
            "unit": int(self.chosen[index]),
            "group": group,
            "value": float(kept.value[index, slot]),
            "row": int(kept.row[index, slot]),
            "document": int(kept.document[index, slot]),
            "place": int(kept.place[index, slot]),
            "peak": int(inside[: self.options.before].sum()),
            "ids": ids[inside].tolist(),
            "values": kept.values[index, slot][inside].tolist(),
        }
