"""The gradient of a metric at what every destination reads, without a copy of the stream for each.

One run and one backward pass give the gradient at the output of each projection. From there it is carried back, head
by head, through that head's own part of the projection and through the norm, both in closed form: for a norm
y = gain c / s + bias, with c the (centred) input and s its root mean square,

    (dy/dx)^T g = centre(h - c (h . c) / (d s^2)),    h = gain g / s.

The run may be the plain one, one from other embeddings, or one in which every edge carries the same weight alpha: then
every part reads  ablated + alpha (said - ablated),  the stream of a circuit's run whose mask is alpha everywhere.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn

from cutaway.circuits._copies import copied
from cutaway.circuits._prefix import Prefix
from cutaway.model import LanguageModel, LayerProjections, Norm, Tokens


@dataclass(frozen=True, eq=False)
class Shift:
    """What is added to what one source says, in several copies of all prompts.

    Attributes:
        layer: the source's layer; None for the embedding.
        kind: `head_out`, `mlp_out` or `embed`.
        by: [copy row pos d_model].
    """

    layer: int | None
    kind: str
    by: Tensor

    @property
    def first(self) -> int:
        """The first layer in which copies differ; below it there is one run for all of them."""
        return self.layer or 0


class _StopError(Exception):
    """The last layer is done; never leaves this module."""


@dataclass(kw_only=True)
class Seen:
    """One differentiated run.

    Attributes:
        value: [row], the metric.
        streams: what attention read in each layer, before the norm; `middles` what the MLP read.
        projected: the gradient at the output of every projection.
        mlp_in: the gradient at what each MLP was given, after the norm.
        final: the gradient at the last stream.
        first: the layer that the lists of layers begin with.
        said: [source row pos d_model], what every source said, where asked for.
        z, z_gradient: what each layer's heads mixed from the values, and the gradient there.
        calls: how each layer's attention was called, without the stream.
    """

    value: Tensor
    streams: list[Tensor]
    middles: list[Tensor]
    projected: list[dict[nn.Module, Tensor]]
    mlp_in: list[Tensor]
    final: Tensor
    first: int = 0
    said: Tensor | None = None
    z: list[Tensor] = field(default_factory=list)
    z_gradient: list[Tensor] = field(default_factory=list)
    calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = field(default_factory=list)


@dataclass(kw_only=True)
class Differentiator:
    """Runs prompts and takes gradients.

    Attributes:
        lm, layers: the model and its projections.
        constants: [layer d_model], what belongs to no source.
    """

    lm: LanguageModel
    layers: tuple[LayerProjections, ...]
    constants: Tensor
    norms: list[tuple[Norm | None, Norm | None]] = field(init=False)

    def __post_init__(self) -> None:
        def of(module: nn.Module | None) -> Norm | None:
            return None if module is None else Norm.of(module, self.lm.d_model)

        self.norms = [(of(part.attention_norm), of(part.mlp_norm)) for part in self.lm.parts.layers]

    def run(
        self,
        tokens: Tokens,
        score: Callable[[Tensor], Tensor],
        *,
        embed: Float[Tensor, "row pos d_model"] | None = None,
        alpha: float = 1.0,
        ablated: Float[Tensor, "source row pos d_model"] | None = None,
        shift: Shift | None = None,
        prefix: Prefix | None = None,
        drop: int | None = None,
    ) -> Seen:
        """One forward and one backward pass.

        Args:
            tokens: the prompts.
            score: from [row d_vocab] logits at the last token to [row] values; their sum is differentiated.
            embed: what enters the first layer instead.
            alpha, ablated: the weight of all edges, and what they carry where ablated; what is said is then kept.
            prefix: what lies before `tokens`; gradients end there.
            drop: a layer through whose own parts no gradient is to pass.
            shift: what to add to what one source says. Rows are then those of one copy after another, and there are
                gradients from the source's own layer on.
        """
        watch = _Watch(self, embed, alpha, ablated, shift, drop)
        copies = 1 if shift is None else len(shift.by)
        rows, last = torch.arange(copies * len(tokens)), tokens.lengths.repeat(copies) - 1
        lm = self.lm
        with lm.exclusive(), torch.enable_grad():
            with watch.installed(), suppress(_StopError):
                cached = {"use_cache": False} if prefix is None else prefix.ready(copies, watch.first)
                lm.hf(input_ids=tokens.ids.to(lm.device), logits_to_keep=1, **cached)
            assert watch.final is not None
            value = score(lm.unembed(watch.final[rows, last]))
            at = [*(t for layer in watch.projected for t in layer.values()), *watch.mlp_in, watch.final, *watch.z]
            found = list(torch.autograd.grad(value.sum(), at, allow_unused=True))
        found = [torch.zeros_like(t) if g is None else g for g, t in zip(found, at, strict=True)]
        projected = [{module: found.pop(0) for module in layer} for layer in watch.projected]
        width = len(watch.mlp_in)
        shape = watch.final.shape
        return Seen(
            value=value.detach(),
            streams=[stream.detach() for stream in watch.streams],
            middles=[stream.detach() for stream in watch.middles],
            projected=projected,
            mlp_in=[g.reshape(shape) for g in found[:width]],
            final=found[width],
            first=watch.first,
            said=None if ablated is None else torch.cat([part.detach() for part in watch.said]),
            z=[z.detach() for z in watch.z],
            z_gradient=found[width + 1 :],
            calls=watch.calls,
        )

    def carried(self, seen: Seen) -> Iterator[Float[Tensor, "destination row pos d_model"]]:
        """The gradient at what each destination reads: of every layer from the run's first on its queries, keys and
        values, then its MLP; last the logits."""
        above = zip(self.layers[seen.first :], self.norms[seen.first :], strict=True)
        for index, (layer, (attention, mlp)) in enumerate(above):
            stream = seen.streams[index]
            parts = []
            for projection in layer:
                g = seen.projected[index][projection.module].reshape(stream[..., 0].numel(), -1)
                g = g[:, projection.columns.to(g.device)].movedim(1, 0)  # [head token d_head]
                parts.append(torch.bmm(g, projection.weight.transpose(1, 2).to(g)))
            g = torch.cat(parts).unflatten(1, stream.shape[:2])
            yield _back(attention, stream, g)
            yield _back(mlp, seen.middles[index], seen.mlp_in[index][None])
        yield seen.final[None]


def _back(norm: Norm | None, x: Tensor, g: Float[Tensor, "destination row pos d_model"]) -> Tensor:
    """A gradient carried back through a norm at x; changes g in place."""
    if norm is None:
        return g
    frozen = norm.frozen(x)
    c = x - x.mean(-1, keepdim=True) if norm.kind == "layer" else x
    h = g.mul_(frozen.gain / frozen.scale)
    along = torch.einsum("krpd,rpd->krp", h, c) / (x.shape[-1] * frozen.scale[..., 0] ** 2)
    h.sub_(along[..., None] * c)
    return h - h.mean(-1, keepdim=True) if norm.kind == "layer" else h


class _Watch:
    """The hooks of one differentiated run."""

    def __init__(
        self,
        by: Differentiator,
        embed: Tensor | None,
        alpha: float,
        ablated: Tensor | None,
        shift: Shift | None,
        drop: int | None,
    ):
        self.first = 0 if shift is None else shift.first
        self.by, self.embed, self.alpha, self.ablated, self.shift, self.drop = by, embed, alpha, ablated, shift, drop
        self.z: list[Tensor] = []
        self.calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
        self.streams: list[Tensor] = []
        self.middles: list[Tensor] = []
        self.projected: list[dict[nn.Module, Tensor]] = [{} for _ in by.layers[self.first :]]
        self.mlp_in: list[Tensor] = []
        self.said: list[Tensor] = []
        self.final: Tensor | None = None
        self.total: Tensor | None = None
        """The sum of all that was said, where the parts read something else."""

    def installed(self) -> ExitStack:
        stack = ExitStack()
        parts = self.by.lm.parts

        def add(handle: Any) -> None:
            stack.callback(handle.remove)

        above = slice(self.first, None)
        for part, layer in zip(parts.layers[above], self.by.layers[above], strict=True):
            add(part.block.register_forward_pre_hook(self._enters(part), with_kwargs=True))
            for module in layer.modules:
                add(module.register_forward_hook(self._gives(part.index)))
            if not part.parallel:
                add(part.mid_reader.register_forward_pre_hook(self._middle(part), with_kwargs=True))
            add(part.mlp.register_forward_pre_hook(self._mlp(part), with_kwargs=True))
            if self.ablated is not None:
                add(part.attention_out.register_forward_hook(self._heads(part)))
                out = part.mlp_post_norm.module if part.mlp_post_norm else part.mlp_out
                add(out.register_forward_hook(self._mlp_says(part)))
            add(part.attention.register_forward_pre_hook(self._called, with_kwargs=True))
            add(part.attention_out.register_forward_pre_hook(self._mixed))
            if self.drop == part.index:
                add(part.block.register_forward_hook(self._dropped))
            if self.shift is not None and self.shift.layer == part.index:
                add(part.block.register_forward_hook(self._shifted))
        add(parts.final_norm.module.register_forward_pre_hook(self._end))
        return stack

    def _leaked(self, given: Tensor, before: Tensor | None, read: int, constants: int) -> Tensor:
        """What is read where all edges weigh alpha; `read` sources and `constants` layers' constants lie before."""
        if self.ablated is None:
            return given
        self.total = given if before is None or self.total is None else self.total + (given - before)
        base = self.ablated[:read].sum(0) + self.by.constants[:constants].sum(0)
        return base + self.alpha * (self.total - base)

    def _enters(self, part: Any) -> Callable[..., Any]:
        says = self.by.lm.n_heads + 1

        def hook(module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            hidden = args[0] if args else kwargs["hidden_states"]
            kwargs = {key: value for key, value in kwargs.items() if key != "hidden_states"}
            args = args[1:]
            if part.index == self.first:
                hidden = hidden if self.embed is None else self.embed
                hidden = self._copied(hidden.detach()).requires_grad_()
                if self.ablated is not None:
                    self.said.append(hidden[None])
            before = self.streams[-1] if self.streams else None
            hidden = self._leaked(hidden, before, 1 + part.index * says, part.index)
            self.streams.append(hidden)
            if self.shift is not None:
                times, rows = self.shift.by.shape[:2]
                args, kwargs = copied(args, kwargs, rows=rows, heads=self.by.lm.n_heads, times=times)
            return (hidden, *args), kwargs

        return hook

    def _copied(self, hidden: Tensor) -> Tensor:
        """What enters the first layer, once for every copy."""
        if self.shift is None:
            return hidden
        if self.shift.kind == "embed":
            return (hidden + self.shift.by).flatten(0, 1)
        return hidden.repeat(len(self.shift.by), 1, 1)

    def _gives(self, layer: int) -> Callable[..., Any]:
        def hook(module: nn.Module, args: Any, output: Tensor) -> None:
            self.projected[layer - self.first][module] = output

        return hook

    def _middle(self, part: Any) -> Callable[..., Any]:
        says = self.by.lm.n_heads + 1

        def hook(module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            name = None if args else next(key for key in ("hidden_states", "x", "input") if key in kwargs)
            given = args[0] if name is None else kwargs[name]
            shape = given.shape
            x = given.reshape(self.streams[-1].shape)
            if self.shift is not None and (self.shift.layer, self.shift.kind) == (part.index, "head_out"):
                x = x + self.shift.by.flatten(0, 1)
            if self.ablated is not None:
                read = 1 + part.index * says + part.n_heads
                base = self.ablated[:read].sum(0) + self.by.constants[: part.index + 1].sum(0)
                assert self.total is not None
                x = base + self.alpha * (self.total + (x - self.streams[-1]) - base)
            self.middles.append(x)
            x = x.reshape(shape)
            return ((x, *args[1:]), kwargs) if name is None else (args, {**kwargs, name: x})

        return hook

    def _mlp(self, part: Any) -> Callable[..., Any]:
        def hook(module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            if part.parallel:
                self.middles.append(self.streams[-1])
            name = None if args else next(key for key in ("hidden_states", "x", "input") if key in kwargs)
            own = (args[0] if name is None else kwargs[name]).clone()  # apart from what attention was given
            self.mlp_in.append(own)
            return ((own, *args[1:]), kwargs) if name is None else (args, {**kwargs, name: own})

        return hook

    def _heads(self, part: Any) -> Callable[..., Any]:
        def hook(module: nn.Module, args: tuple[Tensor, ...], output: Tensor) -> None:
            with torch.no_grad():
                z = args[0].reshape(*self.streams[-1].shape[:2], -1).unflatten(-1, (part.n_heads, -1))
                self.said.append(part.head_out(z, output if part.attention_post_norm else None).movedim(2, 0))

        return hook

    def _mlp_says(self, part: Any) -> Callable[..., Any]:
        def hook(module: nn.Module, args: Any, output: Any) -> None:
            out = output[0] if isinstance(output, tuple) else output
            out = out.detach().reshape(self.streams[-1].shape).clone()
            self.said.append((out * part.multiplier if part.multiplier != 1 else out)[None])

        return hook

    def _shifted(self, module: nn.Module, args: Any, output: Any) -> Any:
        assert self.shift is not None
        out = output[0] if isinstance(output, tuple) else output
        out = out + self.shift.by.flatten(0, 1)
        return (out, *output[1:]) if isinstance(output, tuple) else out

    def _called(self, module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.calls.append((args[1:], {key: value for key, value in kwargs.items() if key != "hidden_states"}))

    def _mixed(self, module: nn.Module, args: tuple[Tensor, ...]) -> None:
        self.z.append(args[0])

    def _dropped(self, module: nn.Module, args: Any, output: Any) -> Any:
        out = output[0] if isinstance(output, tuple) else output
        out = self.streams[-1] + (out - self.streams[-1]).detach()
        return (out, *output[1:]) if isinstance(output, tuple) else out

    def _end(self, module: nn.Module, args: tuple[Tensor, ...]) -> None:
        given = args[0]
        if self.ablated is not None:
            given = self._leaked(given, self.streams[-1], len(self.ablated), len(self.by.layers))
        self.final = given.clone()
        raise _StopError
