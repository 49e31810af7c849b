"""One run of a model in which every component reads a mixture of its own: the engine under all of this package.

The model itself runs. Before each of its parts reads the residual stream, the stream is replaced by what a circuit
says that this part reads:

    x_v = sum over u of  a'_u  +  constants  +  sum over u of  m_uv (a_u - a'_u)

with a_u what source u says in this very run, a'_u what it is replaced by where an edge is ablated, m_uv the mask. The
norm is recomputed on every x_v (by the model's own norm module), each head's projection sees its own input only, and
everything behind it (rotary embedding, norms of queries, the attention itself, sinks) is the model's own code.

Masks may be any numbers, also different ones for each token span, and the run can be differentiated with respect to
them. What the sources say lies in one tensor that is filled as the run goes; two small autograd functions write and mix
it, so that no copy of it is made for every reader. The tokens of a span lie side by side there, so that each span's masks
are one matrix product with a part of it.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from cutaway.circuits._copies import copied
from cutaway.circuits._prefix import Prefix
from cutaway.model import LanguageModel, LayerProjections, Tokens


class _StopError(Exception):
    """The last layer is done; never leaves this module."""


class MaskedPass:
    """One forward pass of several masks over the same prompts.

    Args:
        lm: the model.
        layers: its projections.
        constants: [layer d_model], what belongs to no source.
        tokens: the clean prompts.
        ablated: [source row pos d_model], what ablated edges carry.
        masks: [mask source destination], weights of the edges, of one span after another for each destination.
        prefix: what lies before `tokens`, the same in clean and corrupted prompts.
        differentiable: keep what a gradient with respect to the masks needs.
        spans: [row pos], the span of every token, where the masks' destinations are there once for each of several.
    """

    def __init__(
        self,
        lm: LanguageModel,
        layers: tuple[LayerProjections, ...],
        constants: Float[Tensor, "layer d_model"],
        tokens: Tokens,
        ablated: Float[Tensor, "source row pos d_model"],
        masks: Float[Tensor, "mask source destination"],
        *,
        prefix: Prefix | None = None,
        differentiable: bool = False,
        spans: Int[Tensor, "row pos"] | None = None,
    ):
        self.prefix = prefix
        self.lm, self.layers, self.constants, self.tokens = lm, layers, constants, tokens
        self.ablated, self.masks, self.differentiable = ablated, masks, differentiable
        self.n_masks, (n_sources, self.n_rows, self.n_pos, d_model) = len(masks), ablated.shape
        self.reads = lm.n_heads + 2 * lm.n_kv_heads + 1
        """Destinations of a layer."""
        self.layout = _Layout(None if spans is None else spans.to(ablated.device), masks.shape[2] // self._columns())
        self.says = lm.n_heads + 1
        """Sources of a layer."""
        self.fork = 0 if differentiable else self._common()
        """The first layer at which the masks differ; below it there is one run for all of them."""
        self.n_shared = 1 + self.fork * self.says
        shape = (self.n_rows * self.n_pos, d_model)
        self.shared = ablated.new_empty(self.n_shared, *shape)
        """a_u - a'_u of the sources before the fork."""
        self.own = ablated.new_empty(self.n_masks, n_sources - self.n_shared, *shape)
        """The same of the others, mask by mask."""
        self.gradient = torch.zeros_like(self.own) if differentiable else None
        self.token = torch.zeros((), requires_grad=differentiable)
        """Threads writes and readings together in the order in which they happen."""
        self.base = ablated[0]
        """What the stream holds where all edges are ablated, before the layer that is running."""
        self.ready: dict[nn.Module, Tensor] = {}

    def _common(self) -> int:
        """The first layer with a destination at which any two masks differ."""
        differs = (self.masks != self.masks[:1]).any(0).any(0).nonzero().flatten()
        first = int(differs[0]) if len(differs) else self.masks.shape[2] - 1
        return min(first // (self.reads * self.layout.n), self.lm.n_layers)

    def _columns(self) -> int:
        return self.reads * self.lm.n_layers + 1

    def logits(self) -> Float[Tensor, "mask row d_vocab"]:
        """At each prompt's last token."""
        ids = self.tokens.ids[:, : self.n_pos].to(self.lm.device)
        with self.lm.exclusive(), torch.set_grad_enabled(self.differentiable):
            with self._installed(), suppress(_StopError):
                cached = {"use_cache": False} if self.prefix is None else self.prefix.ready(self.n_masks, self.fork)
                self.lm.hf(input_ids=ids, logits_to_keep=1, **cached)
            last = (
                torch.arange(self.n_rows, device=self.lm.device) * self.n_pos
                + self.tokens.lengths.to(self.lm.device)
                - 1
            )
            columns = slice(self._columns() - 1, self._columns())
            stream = self._mixed(columns, len(self.ablated), self.base, last)[0]
            return self.lm.unembed(stream).unflatten(0, (self.n_masks, self.n_rows))

    # -- mixing ------------------------------------------------------------------------------------------

    def _mixed(
        self, columns: slice, up: int, base: Tensor, at: Int[Tensor, " row"] | None = None
    ) -> Float[Tensor, "destination batch *pos d_model"]:
        """What some destinations read of the first `up` sources; at one token of every row only, where those are given
        (counted through all rows)."""
        n, layout = self.layout.n, self.layout
        masks = self.masks if columns.stop > self.fork * self.reads else self.masks[:1]
        weights = masks[:, :up, columns.start * n : columns.stop * n].unflatten(2, (-1, n)).movedim(1, 3)
        shared, own = self.shared[:up], self.own[: len(masks), : max(up - self.n_shared, 0)]
        base = base.flatten(0, 1)
        if at is not None:
            base = base[at]
        if at is not None and self.gradient is None:
            places, layout = layout.only(at)
            shared, own = shared[:, places], own[:, :, places]
        found = []
        for span, part in layout.parts:  # weights are [mask destination span source]
            if self.gradient is None:
                x = _mix(weights[:, :, span], shared[:, part], own[:, :, part])
            else:
                held = self.shared[:, part], self.own[:, :, part], self.gradient[:, :, part]
                x, self.token = _Mix.apply(self.token, weights[:, :, span], *held)  # type: ignore[misc]
            found.append(x)
        x = found[0] if len(found) == 1 else torch.cat(found, 2)
        x = layout.restored(x)
        if self.gradient is None:
            x = x.add_(base)
        else:
            x = (x if at is None else x[:, :, at]) + base
        x = x if at is not None else x.unflatten(2, (self.n_rows, self.n_pos))
        return x.transpose(0, 1).flatten(1, 2)

    def _write(self, first: int, values: Float[Tensor, "batch pos source d_model"]) -> None:
        """What some sources say, from the first of them on."""
        rows = slice(first, first + values.shape[2])
        change = values.unflatten(0, (-1, self.n_rows)).movedim(3, 1) - self.ablated[rows]
        change = self.layout.laid(change.flatten(2, 3))
        if first < self.n_shared:
            self.shared[rows] = change[0].detach()  # before the fork nothing depends on the masks
            return
        place = slice(rows.start - self.n_shared, rows.stop - self.n_shared)
        if self.gradient is not None:
            self.token = _Write.apply(change, self.token, self.own, self.gradient, place)  # type: ignore[assignment]
        else:
            self.own[:, place] = change

    # -- hooks -------------------------------------------------------------------------------------------

    @contextmanager
    def _installed(self) -> Iterator[None]:
        with ExitStack() as stack:

            def add(handle: Any) -> None:
                stack.callback(handle.remove)

            for part, layer in zip(self.lm.parts.layers, self.layers, strict=True):
                add(part.block.register_forward_pre_hook(self._enter(part.index), with_kwargs=True))
                for module in layer.modules:
                    stack.enter_context(replaced(module, self._projected(layer, module)))
                add(part.attention_out.register_forward_hook(self._heads(part)))
                add(part.mlp.register_forward_pre_hook(self._mlp_reads(part), with_kwargs=True))
                said = part.mlp_post_norm.module if part.mlp_post_norm else part.mlp_out
                add(said.register_forward_hook(self._mlp_says(part)))
            add(self.lm.parts.final_norm.module.register_forward_pre_hook(_stop))
            yield

    def _enter(self, layer: int) -> Callable[..., Any]:
        def hook(module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            hidden = args[0] if args else kwargs["hidden_states"]
            if layer == 0:
                self._write(0, hidden.unsqueeze(2))
            self.ready.clear()
            if layer < self.fork or self.n_masks == 1:
                return None
            if layer == self.fork:
                hidden = hidden.repeat(self.n_masks, 1, 1)
            kwargs = {key: value for key, value in kwargs.items() if key != "hidden_states"}
            size = {"rows": self.n_rows, "heads": self.lm.n_heads, "times": self.n_masks}
            args, kwargs = copied(args[1:], kwargs, **size)
            return (hidden, *args), kwargs

        return hook

    def _projected(self, layer: LayerProjections, module: nn.Module) -> Callable[..., Tensor]:
        def forward(given: Tensor) -> Tensor:
            if module not in self.ready:
                self.ready |= self._attention_reads(layer)
            return self.ready.pop(module).reshape(*given.shape[:-1], -1)

        return forward

    def _attention_reads(self, layer: LayerProjections) -> dict[nn.Module, Tensor]:
        """What each projection gives when every head reads its own input."""
        start = layer.layer * self.reads
        x = self._mixed(slice(start, start + self.reads - 1), 1 + layer.layer * self.says, self.base)
        norm = self.lm.parts.layers[layer.layer].attention_norm
        x = x if norm is None else norm(x)
        found: dict[nn.Module, list[tuple[Tensor, Tensor]]] = {}
        first = 0
        for projection in layer:
            heads = len(projection.columns)
            own = x[first : first + heads].flatten(1, 2)
            weight, bias = projection.weight, projection.bias
            out = torch.bmm(own, weight) if bias is None else torch.baddbmm(bias[:, None], own, weight)
            found.setdefault(projection.module, []).append((out.movedim(0, 1).flatten(1), projection.columns.flatten()))
            first += heads
        return {module: _laid_out(pieces) for module, pieces in found.items()}

    def _heads(self, part: Any) -> Callable[..., Any]:
        def hook(module: nn.Module, args: tuple[Tensor, ...], output: Tensor) -> None:
            z = args[0].reshape(-1, self.n_pos, args[0].shape[-1]).unflatten(-1, (part.n_heads, -1))
            self._write(1 + part.index * self.says, part.head_out(z, output if part.attention_post_norm else None))

        return hook

    def _mlp_reads(self, part: Any) -> Callable[..., Any]:
        def hook(module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            column, up, base = (part.index + 1) * self.reads - 1, 1 + part.index * self.says, self.base
            if not part.parallel:
                base = base + self.ablated[up : up + part.n_heads].sum(0) + self.constants[part.index]
                up += part.n_heads
            x = self._mixed(slice(column, column + 1), up, base)[0]
            x = x if part.mlp_norm is None else part.mlp_norm(x)
            if args:
                return (x.reshape(args[0].shape), *args[1:]), kwargs
            name = next(key for key in ("hidden_states", "x", "input") if key in kwargs)
            return args, {**kwargs, name: x.reshape(kwargs[name].shape)}

        return hook

    def _mlp_says(self, part: Any) -> Callable[..., Any]:
        def hook(module: nn.Module, args: Any, output: Any) -> None:
            out = output[0] if isinstance(output, tuple) else output
            out = out.reshape(-1, self.n_pos, out.shape[-1])
            out = out * part.multiplier if part.multiplier != 1 else out
            first = 1 + part.index * self.says
            self._write(first + part.n_heads, out.unsqueeze(2))
            self.base = self.base + self.ablated[first : first + self.says].sum(0) + self.constants[part.index]

        return hook


class _Layout:
    """How the tokens of all rows lie in one axis: as they are or, where spans are told apart, span by span.

    Args:
        spans: [*token], the span of each; None for none.
        n: how many spans there are.
    """

    def __init__(self, spans: Int[Tensor, "*token"] | None, n: int = 1):
        self.n, self.spans = n, spans
        self.parts: list[tuple[int, slice]] = [(0, slice(None))]
        """The spans that there are tokens of, and where these lie."""
        if spans is None:
            return
        self.order = spans.flatten().argsort(stable=True)
        self.place = self.order.argsort()
        stops = spans.flatten().bincount(minlength=n).cumsum(0).tolist()
        edges = enumerate(zip([0, *stops], stops, strict=False))
        self.parts = [(span, slice(start, stop)) for span, (start, stop) in edges if stop > start]

    def laid(self, x: Float[Tensor, "a b token d_model"]) -> Float[Tensor, "a b token d_model"]:
        """Put tokens where they lie."""
        return x if self.spans is None else x[:, :, self.order]

    def restored(self, x: Float[Tensor, "a b token d_model"]) -> Float[Tensor, "a b token d_model"]:
        """Put tokens back into the order of the rows."""
        return x if self.spans is None else x[:, :, self.place]

    def only(self, at: Int[Tensor, " row"]) -> "tuple[Tensor, _Layout]":
        """Where some tokens lie, and how they lie when they are taken from there."""
        if self.spans is None:
            return at, self
        some = _Layout(self.spans.flatten()[at], self.n)
        return self.place[at[some.order]], some


def _mix(weights: Tensor, shared: Tensor, own: Tensor) -> Tensor:
    """[mask destination source] times [source ...] and [mask source ...], [mask destination ...]."""
    n, rest = len(shared), shared.shape[1:]
    x = (weights[:, :, :n].flatten(0, 1) @ shared.flatten(1)).unflatten(0, weights.shape[:2])
    if own.shape[1]:
        x = torch.baddbmm(x, weights[:, :, n:], own.flatten(2))
    return x.unflatten(-1, rest)


class _Write(torch.autograd.Function):
    """Put values into the tensor of all sources; their gradient is what the readings have gathered there."""

    @staticmethod
    def forward(ctx: Any, values: Tensor, token: Tensor, own: Tensor, gradient: Tensor, place: slice) -> Tensor:
        own[:, place] = values
        ctx.gradient, ctx.place = gradient, place
        return token.clone()

    @staticmethod
    def backward(ctx: Any, token: Tensor) -> Any:  # type: ignore[override]
        return ctx.gradient[:, ctx.place].clone(), token, None, None, None


class _Mix(torch.autograd.Function):
    """Read a mixture of what was written; its gradient is added to what the sources will be told."""

    @staticmethod
    def forward(
        ctx: Any, token: Tensor, weights: Tensor, shared: Tensor, own: Tensor, gradient: Tensor
    ) -> tuple[Tensor, Tensor]:
        ctx.save_for_backward(weights)
        ctx.parts = shared, own, gradient
        k = max(weights.shape[2] - len(shared), 0)
        return _mix(weights, shared[: weights.shape[2]], own[:, :k]), token.clone()

    @staticmethod
    def backward(ctx: Any, x: Tensor, token: Tensor) -> Any:  # type: ignore[override]
        (weights,) = ctx.saved_tensors
        shared, own, gradient = ctx.parts
        n, k = len(shared), weights.shape[2] - len(shared)
        flat = x.flatten(2)
        told = flat @ shared.flatten(1).T
        if k > 0:
            told = torch.cat([told, torch.bmm(flat, own[:, :k].flatten(2).transpose(1, 2))], -1)
            gradient[:, :k] += torch.bmm(weights[:, :, n:].transpose(1, 2), flat).unflatten(-1, x.shape[2:])
        return token, told, None, None, None


def _laid_out(pieces: list[tuple[Tensor, Tensor]]) -> Tensor:
    """Pieces of a projection's output with the columns that they are, put in the order of the columns."""
    if len(pieces) == 1:
        return pieces[0][0]
    columns = torch.cat([place for _, place in pieces])
    return torch.cat([values for values, _ in pieces], -1)[:, columns.argsort().to(pieces[0][0].device)]


def _stop(module: nn.Module, args: Any) -> None:
    raise _StopError


@contextmanager
def replaced(module: nn.Module, forward: Callable[..., Tensor]) -> Iterator[None]:
    """Within this context a module computes something else."""
    before = module.__dict__.get("forward")
    module.forward = forward
    try:
        yield
    finally:
        del module.forward
        if before is not None:
            module.forward = before
