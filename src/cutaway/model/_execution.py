"""One forward pass with reads and edits: hooks exactly where something is read or edited, and nowhere else."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from cutaway.errors import SilentSiteError, SiteError
from cutaway.model._attention import Arithmetic, Original, Probe, explicit, probed
from cutaway.model._edits import Edit, EditContext
from cutaway.model._parts import LayerParts, Parts
from cutaway.model._places import During, places
from cutaway.model._run import EditRecord, ReadRecord, Receipt
from cutaway.model._sites import Site

INSIDE = ("q", "k", "v", "scores", "pattern")
"""Kinds that are reached inside the attention computation."""


class StopForward(Exception):  # noqa: N818 (a signal, not an error)
    """Raised by a hook when no later layer is needed; never leaves the package."""


@dataclass(frozen=True, kw_only=True)
class Keep:
    """What is kept of each activation that is read."""

    positions: Tensor | None = None
    """[batch kept], which positions; None for all."""
    device: torch.device | None = None
    dtype: torch.dtype | None = None


@dataclass
class _EditLog:
    edit: Edit
    layers: list[int | None] = field(default_factory=list)
    fired: int = 0
    change: Tensor | float = 0.0
    before: Tensor | float = 0.0
    entries: int = 0


class Execution:
    """The hooks of one run (or of one generation), and what they gather.

    Args:
        parts: the model's modules by role.
        reads: what to keep, one site a layer.
        edits: what to change, each already bound to its layer, in order.
        lengths: [batch], tokens of each prompt.
        pads: [batch], padding on the left of each prompt (generation only).
    """

    def __init__(
        self,
        parts: Parts,
        *,
        reads: Sequence[Site] = (),
        edits: Sequence[tuple[Edit, Site]] = (),
        lengths: Tensor,
        pads: Tensor | None = None,
        keep: Keep = Keep(),
        during: During = "both",
        stop_after: int | None = None,
    ):
        self.parts = parts
        self.keep = keep
        self.lengths = lengths
        self.pads = torch.zeros_like(lengths) if pads is None else pads
        self.during: During = during
        self.stop_after = stop_after
        self.start = 0
        self.kept: dict[Site, Tensor] = {}
        self._versions: dict[Site, tuple[Tensor, int]] = {}
        self._fired: dict[Site, int] = dict.fromkeys(reads, 0)
        self._logs = {id(edit): _EditLog(edit) for edit, _ in edits}
        self._reads: dict[tuple[str, int | None], list[Site]] = {}
        self._edits: dict[tuple[str, int | None], list[tuple[Edit, Site]]] = {}
        for site in reads:
            self._reads.setdefault((site.kind, site.layer), []).append(site)
        for edit, site in edits:
            self._edits.setdefault((site.kind, site.layer), []).append((edit, site))

    # -- what the hooks call ---------------------------------------------------------------------------------

    def wants(self, layer: int | None, *kinds: str) -> bool:
        """Whether any of these kinds is read or edited in this layer."""
        return any((kind, layer) in self._reads or (kind, layer) in self._edits for kind in kinds)

    def edits(self, layer: int | None, *kinds: str) -> bool:
        """Whether any of these kinds is edited in this layer."""
        return any((kind, layer) in self._edits for kind in kinds)

    def reads(self, layer: int | None, kind: str) -> list[Site]:
        """The sites of this kind that are read in this layer."""
        return self._reads.get((kind, layer), [])

    def touch(self, kind: str, layer: int | None, activation: Tensor, *, start: int | None = None) -> Tensor:
        """Apply the edits of a site and keep what is read of it; returns what the model goes on with."""
        activation = self.change(kind, layer, activation, start=start)
        for site in self.reads(layer, kind):
            self.store(site, activation if site.unit is None else activation.select(_unit_axis(kind), site.unit))
        return activation

    def change(self, kind: str, layer: int | None, activation: Tensor, *, start: int | None = None) -> Tensor:
        """Apply the edits of a site."""
        for edit, site in self._edits.get((kind, layer), ()):
            activation = self._apply(edit, site, activation, self.start if start is None else start)
        return activation

    def store(self, site: Site, activation: Tensor, *, copy: bool = False) -> None:
        """Keep an activation that is read, in the form that `Keep` asks for."""
        self._fired[site] += 1
        if self.keep.positions is not None:
            positions = self.keep.positions.to(activation.device)
            rows = torch.arange(len(positions), device=activation.device)[:, None]
            queries_second = site.kind in ("scores", "pattern") and site.unit is None
            first = activation.movedim(2, 1) if queries_second else activation
            activation = first[rows, positions]
            activation = activation.movedim(2, 1) if queries_second else activation
        elif site.unit is not None or copy:
            activation = activation.clone()  # a slice would keep the whole activation alive
        if self.keep.device is not None or self.keep.dtype is not None:
            activation = activation.to(self.keep.device or activation.device, self.keep.dtype or activation.dtype)
        self.kept[site] = activation
        self._versions[site] = (activation, activation._version)

    def _apply(self, edit: Edit, site: Site, activation: Tensor, start: int) -> Tensor:
        """One edit: select, call, put back."""
        view = activation.movedim(2, 1) if site.kind in ("scores", "pattern") else activation  # [batch pos unit ...]
        whole = edit.pos is None and edit.rows is None and self.during == "both"
        index = places(
            edit, self.lengths, self.pads, during=self.during, start=start, n_pos=view.shape[1], device=view.device
        )
        if index is None:
            return activation
        rows, positions, valid = index
        context = EditContext(site, rows, positions)
        at = (rows[:, None], (positions + self.pads.to(rows.device)[rows, None] - start).clamp(0, view.shape[1] - 1))
        chosen = view if whole else view[at]
        chosen = chosen if site.unit is None else chosen.select(2, site.unit)
        heads_first = site.kind in ("scores", "pattern") and site.unit is None
        old = chosen.movedim(2, 1) if heads_first else chosen
        new = edit(old, context)
        self._log(edit, site, old, new, valid)
        new = new.movedim(2, 1) if heads_first else new
        if whole and site.unit is None:
            return new.movedim(2, 1) if site.kind in ("scores", "pattern") else new
        result = view.clone()
        target = result if site.unit is None else result.select(2, site.unit)
        if whole:
            target.copy_(new)
        elif bool(valid.all()):
            target[at] = new
        else:
            target[at[0].expand_as(at[1])[valid], at[1][valid]] = new[valid]
        return result.movedim(2, 1) if site.kind in ("scores", "pattern") else result

    def _log(self, edit: Edit, site: Site, old: Tensor, new: Tensor, valid: Tensor) -> None:
        log = self._logs[id(edit)]
        log.fired += 1
        if site.layer not in log.layers:
            log.layers.append(site.layer)
        with torch.no_grad():
            before = torch.nan_to_num(old.detach().float(), neginf=0.0, posinf=0.0)
            after = torch.nan_to_num(new.detach().float(), neginf=0.0, posinf=0.0)
            log.change = log.change + (after - before).pow(2).sum()
            log.before = log.before + before.pow(2).sum()
            log.entries += old.numel()

    # -- the end of a run ------------------------------------------------------------------------------------

    def finish(self) -> Receipt:
        """Check that everything fired and nothing that is held was overwritten, and write the receipt.

        Raises:
            SilentSiteError: a read or an edit never fired.
            SiteError: the model changed an activation in place after it was read.
        """
        for site, fired in self._fired.items():
            if not fired:
                raise SilentSiteError(f"{site} was to be read but never came by; the model does not run that part")
        for log in self._logs.values():
            if not log.fired:
                raise SilentSiteError(
                    f"'{log.edit}' matched nothing: no such position came by (prompts of "
                    f"{int(self.lengths.min())} to {int(self.lengths.max())} tokens, edits on {self.during})"
                )
        for site, (tensor, version) in self._versions.items():
            if tensor._version != version:
                raise SiteError(
                    f"{site} was overwritten by the model after it was read; this family needs a copy there"
                )
        edits = tuple(
            EditRecord(
                edit=str(log.edit),
                layers=tuple(log.layers),
                fired=log.fired,
                moved=float((torch.as_tensor(log.change) / max(float(log.before), 1e-30)) ** 0.5),
                rms=float((torch.as_tensor(log.change) / max(log.entries, 1)) ** 0.5),
            )
            for log in self._logs.values()
        )
        reads = tuple(ReadRecord(str(site), fired) for site, fired in self._fired.items())
        notes = tuple(f"'{e.edit}' changed nothing: what it wrote was there already" for e in edits if not e.changed)
        return Receipt(
            reads=reads,
            edits=edits,
            layers_run=len(self.parts.layers) if self.stop_after is None else self.stop_after + 1,
            notes=notes,
        )

    # -- installing hooks ------------------------------------------------------------------------------------

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Within this context, the model runs with these reads and edits."""
        with ExitStack() as stack:
            for part in self.parts.layers:
                self._install_layer(part, stack)
            self._on_output(stack, self.parts.final_norm.module, None, "final_norm")
            if self.wants(None, "logits"):
                stack.callback(self.parts.model.register_forward_hook(self._logits_hook).remove)
            hook = self.parts.model.register_forward_pre_hook(self._note_start, with_kwargs=True)
            stack.callback(hook.remove)
            yield

    def probe(self, layer: int) -> Probe:
        """What a layer's attention shows its inside to."""
        return LayerProbe(self, layer)

    def _note_start(self, module: nn.Module, args: Any, kwargs: dict[str, Any]) -> None:
        cache = kwargs.get("cache", kwargs.get("past_key_values"))  # called so before transformers 5.24
        self.start = int(cache.get_seq_length()) if cache is not None else 0

    def _logits_hook(self, module: nn.Module, args: Any, output: Any) -> Any:
        output.logits = self.touch("logits", None, output.logits, start=None)
        return output

    def _install_layer(self, part: LayerParts, stack: ExitStack) -> None:
        layer = part.index
        need_pre = self.edits(layer, "resid_mid")
        if self.wants(layer, "resid_pre") or need_pre:
            self._on_input(stack, part.block, layer, "resid_pre", part if need_pre else None)
        if layer == 0 and self.wants(None, "embed"):
            self._on_input(stack, part.block, None, "embed")
        self._on_input(stack, part.attention, layer, "attn_in")
        if self.wants(layer, *INSIDE):
            stack.enter_context(probed(part.attention, part.inner, self.probe(layer)))
        if self.wants(layer, "z", "head_out"):
            stack.callback(part.attention_out.register_forward_pre_hook(self._z_hook(part)).remove)
        if self.wants(layer, "head_out", "attn_out") or need_pre:
            module = part.attention_post_norm.module if part.attention_post_norm else part.attention_out
            stack.callback(module.register_forward_hook(self._attn_out_hook(part)).remove)
        if self.reads(layer, "resid_mid"):
            self._on_input(stack, part.mid_reader, layer, "resid_mid", reads_only=True)
        self._on_input(stack, part.mlp, layer, "mlp_in")
        if part.mlp_pre is not None and self.wants(layer, "mlp_pre"):
            stack.callback(part.mlp_pre.register_forward_hook(self._mlp_pre_hook(part)).remove)
        if part.mlp_down is not None:
            self._on_input(stack, part.mlp_down, layer, "mlp_post")
        if self.wants(layer, "mlp_out"):
            module = part.mlp_post_norm.module if part.mlp_post_norm else part.mlp_out
            stack.callback(module.register_forward_hook(self._mlp_out_hook(part)).remove)
        self._on_output(stack, part.block, layer, "resid_post")
        if layer == self.stop_after:
            stack.callback(part.block.register_forward_hook(_stop).remove)

    def _on_input(
        self,
        stack: ExitStack,
        module: nn.Module,
        layer: int | None,
        kind: str,
        stash: LayerParts | None = None,
        *,
        reads_only: bool = False,
    ) -> None:
        """A site that is the first input of a module (`hidden_states`, by position or by name)."""
        if stash is None and not self.wants(layer, kind):
            return

        def hook(module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            name = None if args else next(key for key in ("hidden_states", "x", "input") if key in kwargs)
            given = kwargs[name] if name else args[0]
            old = self._batched(given)
            if reads_only:
                for site in self.reads(layer, kind):
                    self.store(site, old)
                return None
            new = self.touch(kind, layer, old)
            if stash is not None:
                stash.stash["resid_pre"] = new
            if new is old:
                return None
            new = new.reshape(given.shape)
            return (args, {**kwargs, name: new}) if name else ((new, *args[1:]), kwargs)

        stack.callback(module.register_forward_pre_hook(hook, with_kwargs=True).remove)

    def _on_output(self, stack: ExitStack, module: nn.Module, layer: int | None, kind: str) -> None:
        """A site that is a module's output, or the first entry of it."""
        if not self.wants(layer, kind):
            return

        def hook(module: nn.Module, args: Any, output: Any) -> Any:
            return _with_first(output, self.touch(kind, layer, _first(output)))

        stack.callback(module.register_forward_hook(hook).remove)

    def _z_hook(self, part: LayerParts) -> Callable[..., Any]:
        def hook(module: nn.Module, args: tuple[Tensor, ...]) -> Any:
            old = args[0]
            z = old.unflatten(-1, (part.n_heads, -1))
            new = self.touch("z", part.index, z)
            if self.wants(part.index, "head_out"):
                part.stash["z"] = new
            return None if new is z else (new.flatten(-2), *args[1:])

        return hook

    def _attn_out_hook(self, part: LayerParts) -> Callable[..., Any]:
        layer = part.index

        def hook(module: nn.Module, args: tuple[Tensor, ...], output: Any) -> Any:
            raw = _first(output)
            out = raw * part.multiplier if part.multiplier != 1 else raw
            old = out
            if self.wants(layer, "head_out"):
                normed = args[0] if part.attention_post_norm else None
                change = self.head_out_change(part, part.stash.pop("z"), normed, out)
                out = out if change is None else out + change
            out = self.touch("attn_out", layer, out)
            if self.edits(layer, "resid_mid"):
                middle = part.stash.pop("resid_pre") + out
                out = out + (self.change("resid_mid", layer, middle) - middle)
            if out is old:
                return None
            return _with_first(output, out / part.multiplier if part.multiplier != 1 else out)

        return hook

    def head_out_change(self, part: LayerParts, z: Tensor, normed: Tensor | None, out: Tensor) -> Tensor | None:
        """Keep what is read of `head_out`; what its edits add to `attn_out`, of which `out` has the shape."""
        before = part.head_out(z, normed)
        after = self.change("head_out", part.index, before)
        for site in self.reads(part.index, "head_out"):
            self.store(site, after if site.unit is None else after[:, :, site.unit])
        return None if after is before else (after - before).sum(2).to(out)

    def _mlp_pre_hook(self, part: LayerParts) -> Callable[..., Any]:
        def hook(module: nn.Module, args: Any, output: Tensor) -> Any:
            shaped = self._batched(output)
            if not part.gate_fused:
                new = self.touch("mlp_pre", part.index, shaped)
                return None if new is shaped else new.reshape(output.shape)
            gate, linear = shaped.chunk(2, dim=-1)
            new = self.touch("mlp_pre", part.index, gate)
            return None if new is gate else torch.cat([new, linear], -1)

        return hook

    def _mlp_out_hook(self, part: LayerParts) -> Callable[..., Any]:
        layer = part.index

        def hook(module: nn.Module, args: Any, output: Any) -> Any:
            raw = self._batched(_first(output))
            old = raw * part.multiplier if part.multiplier != 1 else raw
            new = self.change("mlp_out", layer, old)
            for site in self.reads(layer, "mlp_out"):
                self.store(site, new, copy=part.mlp_out_reused)
            if new is old:
                return None
            new = new / part.multiplier if part.multiplier != 1 else new
            return _with_first(output, new.reshape(_first(output).shape))

        return hook

    def _batched(self, activation: Tensor) -> Tensor:
        """[batch pos d], for those families (OPT) that flatten batch and position on the way."""
        return activation.unflatten(0, (len(self.lengths), -1)) if activation.dim() == 2 else activation


class LayerProbe:
    """One layer's view of an execution, for the inside of its attention."""

    def __init__(self, execution: Execution, layer: int):
        self._execution, self._layer = execution, layer

    @property
    def start(self) -> int:
        return self._execution.start

    def touch(self, kind: str, activation: Tensor, *, start: int | None = None) -> Tensor:
        return self._execution.touch(kind, self._layer, activation, start=start)

    def edits(self, *kinds: str) -> bool:
        return self._execution.edits(self._layer, *kinds)

    def attend(
        self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, arithmetic: Arithmetic, original: Original
    ) -> Tensor:
        """Nothing that is only read changes what `original` computes: scores and patterns are computed beside it."""
        key_start = self.start + q.shape[2] - k.shape[2]
        q = self.touch("q", q.transpose(1, 2)).transpose(1, 2)
        k = self.touch("k", k.transpose(1, 2), start=key_start).transpose(1, 2)
        v = self.touch("v", v.transpose(1, 2), start=key_start).transpose(1, 2)
        if self.edits("scores", "pattern"):
            return explicit(q, k, v, mask, arithmetic, self.touch)
        out = original(q, k, v, mask)
        heads = self._heads_read("scores", "pattern")
        if heads is None or heads:
            scores = arithmetic.scores(q, k, mask, heads)
            self._keep("scores", scores, heads)
            patterns = self._heads_read("pattern")
            if patterns is None or patterns:
                self._keep("pattern", arithmetic.pattern(scores, heads, q.dtype), heads)
        return out

    def _heads_read(self, *kinds: str) -> list[int] | None:
        """The heads of these kinds that are read; None for all, empty for none."""
        sites = [site for kind in kinds for site in self._execution.reads(self._layer, kind)]
        if any(site.unit is None for site in sites):
            return None
        return sorted({site.unit for site in sites if site.unit is not None})

    def _keep(self, kind: str, activation: Tensor, heads: list[int] | None) -> None:
        """Keep scores or a pattern that was computed for these heads (None: all)."""
        for site in self._execution.reads(self._layer, kind):
            if site.unit is not None:
                index = site.unit if heads is None else heads.index(site.unit)
                self._execution.store(site, activation[:, index])
            else:
                self._execution.store(site, activation)


def _stop(module: nn.Module, args: Any, output: Any) -> None:
    raise StopForward


def _first(output: Any) -> Tensor:
    return output[0] if isinstance(output, tuple) else output


def _with_first(output: Any, new: Tensor) -> Any:
    """The same output with another first entry; None (nothing to replace) where it is the same tensor."""
    if new is _first(output):
        return None
    return (new, *output[1:]) if isinstance(output, tuple) else new


def _unit_axis(kind: str) -> int:
    return 1 if kind in ("scores", "pattern") else 2


def bind(edits: Iterable[Edit], resolve: Callable[[Site], list[Site]]) -> list[tuple[Edit, Site]]:
    """Every edit with each concrete site that it means, in order."""
    return [(edit, site) for edit in edits for site in resolve(edit.site)]
