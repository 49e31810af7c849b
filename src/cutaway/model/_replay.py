"""The one-pass replay: thousands of edited runs in a single walk over the layers.

A row is one prompt with some edits. Until its first edit a row is the plain run, so it does not exist yet; it joins
the walk at the layer of that edit, with only the positions from its first edited one on, since earlier positions
cannot change in a causal model. The tokens of all rows are packed one behind the other, so that every projection is
one matrix product; only attention goes row group by row group, with the keys and values of the unedited prefix taken
from the plain run, which walks along as a row of its own. The final norm and the unembedding run where the score
looks, for the vocabulary entries that it needs. The numbers are those of running every row by itself.

The plain run may itself carry edits (causal tracing's noise, say); it is then called the base run, and rows make their
edits on top of it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Any

import torch
from jaxtyping import Int
from torch import Tensor

from cutaway.errors import EditError
from cutaway.model._attention import Arithmetic, Original, Probe, explicit
from cutaway.model._edits import Edit, EditContext
from cutaway.model._execution import Execution, LayerProbe, StopForward
from cutaway.model._parts import LayerParts, Parts
from cutaway.model._sites import Site
from cutaway.model._tokens import Tokens

_AFTER = 1 << 30
"""Stands for "behind the last layer"."""


@dataclass(frozen=True)
class BoundRow:
    """One edited run: a prompt, and edits each bound to its layer."""

    prompt: int
    edits: tuple[tuple[Edit, Site], ...]

    def first_layer(self) -> int:
        """The layer at which this row stops being the plain run (`n_layers` and above: after the last)."""
        return min((_entry(site) for _, site in self.edits), default=_AFTER)

    def on_top_of(self, base: "BoundRow") -> "BoundRow":
        """This row with those of the base run's edits that are still to come where the row joins."""
        first = self.first_layer()
        coming = [(edit, site) for edit, site in base.edits if _place(site) >= first]
        return BoundRow(self.prompt, (*coming, *self.edits))

    def first_position(self, length: int) -> int:
        """The first position that any edit touches, in a prompt of this length."""
        return min((int(positions_of(edit, length).min()) for edit, _ in self.edits), default=length - 1)


def positions_of(edit: Edit, length: int) -> Int[Tensor, " pos"]:
    """The positions that an edit means in a prompt of `length` tokens.

    Raises:
        EditError: a position outside the prompt.
    """
    if edit.pos is None:
        return torch.arange(length)
    if isinstance(edit.pos, slice):
        chosen = torch.arange(length)[edit.pos]
    else:
        chosen = torch.as_tensor(edit.pos).reshape(-1)
        chosen = torch.where(chosen < 0, chosen + length, chosen)
    if not len(chosen) or int(chosen.min()) < 0 or int(chosen.max()) >= length:
        raise EditError(f"'{edit}' is not within its prompt of {length} tokens; positions are 0 to {length - 1}")
    return chosen


def _place(site: Site) -> int:
    """The layer within whose call a site's edits happen."""
    if site.layer is not None:
        return site.layer
    return 0 if site.kind == "embed" else _AFTER


def _entry(site: Site) -> int:
    """The layer at whose entry a row with this edit must be there."""
    return _place(site) + 1 if site.kind == "resid_post" else _place(site)


@dataclass
class _Group:
    """Rows of one prompt that share their first position; slot 0 of a prompt's group at position 0 is its base run."""

    prompt: int
    start: int
    length: int
    rows: list[int] = field(default_factory=list)
    """Indices into the walk's rows."""
    stream: Tensor | None = None
    """[row pos d_model], positions from `start` on."""
    offset: int = 0
    """Where the group's tokens begin in the pack."""

    @property
    def width(self) -> int:
        return self.length - self.start

    @property
    def size(self) -> int:
        return len(self.rows) * self.width


@dataclass(frozen=True)
class LayerCalls:
    """How the plain run called each decoder layer, and what entered the first.

    Attributes:
        embed: [prompt pos d_model], what entered the first layer.
        args, kwargs: for every layer, without the hidden states.
    """

    embed: Tensor
    args: tuple[tuple[Any, ...], ...]
    kwargs: tuple[dict[str, Any], ...]


def capture(parts: Parts, tokens: Tokens, device: torch.device) -> LayerCalls:
    """One plain run of the prompts that keeps each layer's call."""
    streams: list[Tensor] = []
    args: list[tuple[Any, ...]] = []
    kwargs: list[dict[str, Any]] = []

    def before(module: Any, given: tuple[Any, ...], named: dict[str, Any]) -> None:
        named = dict(named)
        hidden = given[0] if given else named.pop("hidden_states")
        if not streams:
            streams.append(hidden)
        args.append(tuple(given[1:]))
        kwargs.append(named)
        if len(args) == len(parts.layers):
            raise StopForward

    with ExitStack() as stack:
        for part in parts.layers:
            stack.callback(part.block.register_forward_pre_hook(before, with_kwargs=True).remove)
        with suppress(StopForward):
            parts.model(input_ids=tokens.ids.to(device), use_cache=False)
    return LayerCalls(streams[0], tuple(args), tuple(kwargs))


class Walk(Execution):
    """One walk over the layers with a chunk of rows.

    The hooks are those of any other execution; what differs is that an activation has the shape [1 token ...], all
    rows behind each other, and that an edit finds its tokens by its row's place in the pack.
    """

    def __init__(
        self,
        parts: Parts,
        tokens: Tokens,
        calls: LayerCalls,
        rows: Sequence[BoundRow],
        base: Mapping[int, BoundRow] | None = None,
    ):
        super().__init__(parts, lengths=torch.ones(1, dtype=torch.long))
        self._calls, self._n_rows = calls, len(rows)
        self._lengths = tokens.lengths.tolist()
        prompts = sorted({row.prompt for row in rows})
        under = [(base or {}).get(prompt, BoundRow(prompt, ())) for prompt in prompts]
        of = dict(zip(prompts, under, strict=True))
        self._rows = [*(row.on_top_of(of[row.prompt]) for row in rows), *under]
        """The rows, and behind them each prompt's base run."""
        self._row_edits: dict[tuple[str, int | None], list[tuple[Edit, Site, int]]] = defaultdict(list)
        for index, row in enumerate(self._rows):
            for edit, site in row.edits:
                self._row_edits[site.kind, site.layer].append((edit, site, index))
        self._groups: dict[tuple[int, int], _Group] = {}
        self._place: dict[int, tuple[_Group, int]] = {}
        self._joining: dict[int, list[int]] = defaultdict(list)
        for index, row in enumerate(self._rows[: self._n_rows]):
            self._joining[min(row.first_layer(), len(parts.layers))].append(index)

    # -- the walk ----------------------------------------------------------------------------------------

    def final_stream(self, looks_at: Int[Tensor, " prompt"]) -> Tensor:
        """Walk all layers: each row's last residual stream at the one position of its prompt that is looked at.

        Returns:
            [row d_model]. A row whose first edited position lies behind the one looked at is the base run there.
        """
        for index in range(self._n_rows, len(self._rows)):
            prompt = self._rows[index].prompt
            group = _Group(prompt, 0, self._lengths[prompt], [index])
            group.stream = self._calls.embed[prompt : prompt + 1, : group.length]
            self._groups[prompt, 0] = group
            self._place[index] = (group, 0)
        with self.installed():
            for part in self.parts.layers:
                self._join(part.index)
                self._layer(part)
        self._join(len(self.parts.layers))
        looked = looks_at.tolist()
        rows = torch.stack([self._base(row.prompt)[looked[row.prompt]] for row in self._rows[: self._n_rows]])
        for group in self._groups.values():
            at = looked[group.prompt] - group.start
            own = [(slot, row) for slot, row in enumerate(group.rows) if row < self._n_rows]
            if at >= 0 and own:
                assert group.stream is not None
                slots, indices = zip(*own, strict=True)
                rows[list(indices)] = group.stream[list(slots), at]
        return rows

    def _base(self, prompt: int) -> Tensor:
        """[pos d_model], the base run's stream where the walk is."""
        stream = self._groups[prompt, 0].stream
        assert stream is not None
        return stream[0]

    def _join(self, layer: int) -> None:
        """Let the rows whose first edit is reached here begin as copies of the base run."""
        newcomers: dict[tuple[int, int], list[int]] = defaultdict(list)
        for index in self._joining.get(layer, ()):
            row = self._rows[index]
            newcomers[row.prompt, row.first_position(self._lengths[row.prompt])].append(index)
        for (prompt, start), indices in newcomers.items():
            group = self._groups.setdefault((prompt, start), _Group(prompt, start, self._lengths[prompt]))
            copies = self._base(prompt)[start:].expand(len(indices), -1, -1)
            first = len(group.rows)
            group.stream = copies.clone() if group.stream is None else torch.cat([group.stream, copies])
            group.rows += indices
            for slot, index in enumerate(indices, first):
                self._place[index] = (group, slot)
        if layer > 0:
            for edit, site, index in self._row_edits.get(("resid_post", layer - 1), ()):
                if self._rows[index].first_layer() == layer:  # joined behind the layer whose output it edits
                    group, slot = self._place[index]
                    assert group.stream is not None
                    self._edit(edit, site, index, group.stream[slot : slot + 1], group.start)

    def _layer(self, part: LayerParts) -> None:
        groups = list(self._groups.values())
        offset = 0
        for group in groups:
            group.offset = offset
            offset += group.size
        packed = torch.cat([group.stream.flatten(0, 1) for group in groups if group.stream is not None])[None]
        out = part.block(packed, *self._calls.args[part.index], **self._packed_kwargs(part.index, groups))
        out = out[0] if isinstance(out, tuple) else out
        for group in groups:
            group.stream = out[0, group.offset : group.offset + group.size].unflatten(0, (len(group.rows), group.width))

    def _packed_kwargs(self, layer: int, groups: list[_Group]) -> dict[str, Any]:
        """The layer's keyword arguments, with what belongs to a position laid out as the pack is."""
        device = self._calls.embed.device
        prompt = torch.cat([torch.full((group.size,), group.prompt) for group in groups]).to(device)
        position = torch.cat([torch.arange(g.start, g.length).repeat(len(g.rows)) for g in groups]).to(device)

        def gathered(value: Tensor) -> Tensor:
            return value[prompt if value.shape[0] > 1 else torch.zeros_like(prompt), position][None]

        kwargs = dict(self._calls.kwargs[layer])
        if isinstance(pair := kwargs.get("position_embeddings"), tuple):
            kwargs["position_embeddings"] = tuple(gathered(value) for value in pair)
        if isinstance(ids := kwargs.get("position_ids"), Tensor):
            kwargs["position_ids"] = gathered(ids)
        return kwargs

    # -- edits on the pack -------------------------------------------------------------------------------

    def wants(self, layer: int | None, *kinds: str) -> bool:
        """Whether any row edits any of these kinds; the inside of attention is always wanted."""
        return any((kind, layer) in self._row_edits for kind in kinds) or (layer is not None and "scores" in kinds)

    def edits(self, layer: int | None, *kinds: str) -> bool:
        """Whether any row edits any of these kinds in this layer."""
        return any((kind, layer) in self._row_edits for kind in kinds)

    def change(self, kind: str, layer: int | None, activation: Tensor, *, start: int | None = None) -> Tensor:
        """Apply every row's edits of a site to the row's own tokens."""
        here = [item for item in self._row_edits.get((kind, layer), ()) if item[2] in self._place]
        if not here or (kind == "resid_post" and layer is None):
            return activation
        activation = activation.clone()
        for edit, site, index in here:
            group, slot = self._place[index]
            begin = group.offset + slot * group.width
            self._edit(edit, site, index, activation[:, begin : begin + group.width], group.start)
        return activation

    def _edit(self, edit: Edit, site: Site, index: int, own: Tensor, start: int) -> None:
        """One edit on one row's tokens ([1 pos ...]), in place."""
        row = self._rows[index]
        positions = positions_of(edit, self._lengths[row.prompt])
        contiguous = int(positions[-1]) - int(positions[0]) + 1 == len(positions)
        at: Any = (positions - start).to(own.device)
        if contiguous:
            at = slice(int(positions[0]) - start, int(positions[-1]) + 1 - start)
        chosen = own[:, at]
        target = chosen if site.unit is None else chosen.select(2, site.unit)
        context = EditContext(site, torch.tensor([row.prompt]), positions[None])
        new = edit(target, context)
        if site.unit is not None:
            own[:, at, site.unit] = new
        else:
            own[:, at] = new

    def head_out_change(self, part: LayerParts, z: Tensor, normed: Tensor | None, out: Tensor) -> Tensor:
        """What the edits of `head_out` add to `attn_out`, worked out for the edited rows alone."""
        total = torch.zeros_like(out)
        for edit, site, index in self._row_edits.get(("head_out", part.index), ()):
            if index not in self._place:
                continue
            group, slot = self._place[index]
            begin = group.offset + slot * group.width
            own = slice(begin, begin + group.width)
            before = part.head_out(z[:, own], None if normed is None else normed[:, own])
            after = before.clone()
            self._edit(edit, site, index, after, group.start)
            total[:, own] += (after - before).sum(2)
        return total

    def probe(self, layer: int) -> Probe:
        """Attention of the pack, group by group."""
        return _PackedProbe(self, layer)

    def groups(self) -> Iterator[_Group]:
        """The groups in the order of the pack."""
        return iter(self._groups.values())

    def inside_edits(self, layer: int, group: _Group) -> dict[int, list[tuple[Edit, Site]]]:
        """For each slot of a group, the edits of scores and patterns in this layer."""
        found: dict[int, list[tuple[Edit, Site]]] = defaultdict(list)
        for kind in ("scores", "pattern"):
            for edit, site, index in self._row_edits.get((kind, layer), ()):
                place = self._place.get(index)
                if place is not None and place[0] is group:
                    found[place[1]].append((edit, site))
        return found

    def edit_inside(self, edits: list[tuple[Edit, Site]], group: _Group, kind: str, activation: Tensor) -> Tensor:
        """Edits of one row's scores or pattern, [1 head query key] with queries from the group's start on."""
        for edit, site in edits:
            if site.kind != kind:
                continue
            positions = positions_of(edit, group.length)
            at = (positions - group.start).to(activation.device)
            old = activation[:, :, at] if site.unit is None else activation[:, site.unit, at]
            context = EditContext(site, torch.tensor([group.prompt]), positions[None])
            new = edit(old, context)
            activation = activation.clone()
            if site.unit is None:
                activation[:, :, at] = new
            else:
                activation[:, site.unit, at] = new
        return activation


class _PackedProbe(LayerProbe):
    """Attention of one layer of the pack: prefix keys and values come from the plain run of the same prompt."""

    def __init__(self, walk: Walk, layer: int):
        super().__init__(walk, layer)
        self._walk = walk

    def attend(
        self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, arithmetic: Arithmetic, original: Original
    ) -> Tensor:
        """[1 head token d] in and out."""
        q = self.touch("q", q.transpose(1, 2))[0]
        k = self.touch("k", k.transpose(1, 2))[0]
        v = self.touch("v", v.transpose(1, 2))[0]
        out: Tensor | None = None
        for group in self._walk.groups():
            mixed = self._group(group, q, k, v, mask, arithmetic, original)
            if out is None:
                out = mixed.new_empty(q.shape[0], *mixed.shape[1::2])
            shaped = out[group.offset : group.offset + group.size].unflatten(0, (len(group.rows), group.width))
            shaped.copy_(mixed.transpose(1, 2))
        assert out is not None
        return out[None].transpose(1, 2)

    def _group(
        self,
        group: _Group,
        q: Tensor,
        k: Tensor,
        v: Tensor,
        mask: Tensor | None,
        arithmetic: Arithmetic,
        original: Original,
    ) -> Tensor:
        """[row head pos d] of one group; q, k and v are [token head d]."""
        own = slice(group.offset, group.offset + group.size)
        shape = (len(group.rows), group.width)
        query = q[own].unflatten(0, shape).transpose(1, 2)
        key, value = k[own].unflatten(0, shape), v[own].unflatten(0, shape)
        if group.start:
            plain = self._walk._groups[group.prompt, 0].offset
            prefix = slice(plain, plain + group.start)
            key = torch.cat([k[prefix].expand(shape[0], -1, -1, -1), key], 1)
            value = torch.cat([v[prefix].expand(shape[0], -1, -1, -1), value], 1)
        key, value = key.transpose(1, 2), value.transpose(1, 2)
        local = self._mask(group, mask, arithmetic, query.dtype, query.device)
        mixed = original(query, key, value, local)
        for slot, edits in self._walk.inside_edits(self._layer, group).items():
            one = slice(slot, slot + 1)

            def change(kind: str, activation: Tensor, edits: list[Any] = edits) -> Tensor:
                return self._walk.edit_inside(edits, group, kind, activation)

            row = explicit(query[one], key[one], value[one], local, arithmetic, change)
            mixed = torch.cat([mixed[:slot], row, mixed[slot + 1 :]])
        return mixed

    def _mask(
        self, group: _Group, mask: Tensor | None, arithmetic: Arithmetic, dtype: torch.dtype, device: torch.device
    ) -> Tensor | None:
        """The rows of the plain run's mask that the group's queries need."""
        if mask is not None:
            which = group.prompt if mask.shape[0] > 1 else 0
            return mask[which : which + 1, :, group.start : group.length, : group.length]
        if not group.start or group.width == 1:
            return None
        causal = torch.ones(group.length, group.length, dtype=torch.bool, device=device).tril()[group.start :]
        zero = torch.zeros((), dtype=dtype, device=device)
        return torch.where(causal, zero, torch.finfo(dtype).min)[None, None]
