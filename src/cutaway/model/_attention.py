"""The inside of attention, reached without a line of per-architecture arithmetic.

Most families of transformers call a function that can be registered under a name; ours hands the call on to what
the model would have run, and looks at q, k and v on the way. Scores and patterns are computed beside it for the
heads that are read, and take its place only where one of them is edited. Four older families do not use that
function and are reached at the call that they make instead (`Inner` in `_anatomy.py`).
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, runtime_checkable

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.overrides import TorchFunctionMode
from transformers import AttentionInterface, PreTrainedModel
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS, AttentionMaskInterface, eager_mask, sdpa_mask

_PROBE = "_cutaway_probe"


@runtime_checkable
class Probe(Protocol):
    """What one layer's attention shows its inside to.

    The inside of attention comes as one call of `attend`; only where a family offers no such call (BLOOM) are the
    single steps shown with `touch`.
    """

    @property
    def start(self) -> int:
        """The position of this pass's first query (above 0 with a key-value cache)."""
        ...

    def attend(
        self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, arithmetic: "Arithmetic", original: "Original"
    ) -> Tensor:
        """Attention, [batch head pos d] in and out; `original` is what the model would have run."""
        ...

    def touch(self, kind: str, activation: Tensor, *, start: int | None = None) -> Tensor:
        """Show an activation in its public shape; `start` is the position of its first entry, where not the run's."""
        ...

    def edits(self, *kinds: str) -> bool:
        """Whether any of these kinds is edited in this layer."""
        ...


@runtime_checkable
class Original(Protocol):
    """What the model would have run: attention of q, k and v under a mask, [batch head pos d]."""

    def __call__(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, /) -> Tensor: ...


def install(model: PreTrainedModel) -> None:
    """Let the model call attention through us, with the masks and the arithmetic that it would have used."""
    AttentionInterface.register("cutaway_sdpa", _sdpa)
    AttentionInterface.register("cutaway_eager", _eager)
    AttentionMaskInterface.register("cutaway_sdpa", sdpa_mask)
    AttentionMaskInterface.register("cutaway_eager", eager_mask)
    name = f"cutaway_{str(model.config._attn_implementation).removeprefix('cutaway_')}"
    if name in ALL_MASK_ATTENTION_FUNCTIONS and model._can_set_attn_implementation():
        model.set_attn_implementation(name)


def _sdpa(module: nn.Module, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, **kwargs: Any) -> Any:
    return _attend(module, query, key, value, mask, sdpa_attention_forward, **kwargs)


def _eager(module: nn.Module, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, **kwargs: Any) -> Any:
    return _attend(
        module, query, key, value, mask, sys.modules[type(module).__module__].eager_attention_forward, **kwargs
    )


def _attend(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    mask: Tensor | None,
    original: Callable[..., Any],
    **kwargs: Any,
) -> Any:
    probe: Probe | None = module.__dict__.get(_PROBE)
    if probe is None:
        return original(module, query, key, value, mask, **kwargs)
    scaling = kwargs.get("scaling")
    arithmetic = Arithmetic(
        scaling=query.shape[-1] ** -0.5 if scaling is None else scaling,
        softcap=kwargs.get("softcap"),
        sinks=kwargs.get("s_aux"),
        bias=kwargs.get("position_bias"),
        causal=bool(getattr(module, "is_causal", True) if kwargs.get("is_causal") is None else kwargs["is_causal"]),
    )

    def run_original(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, /) -> Tensor:
        return original(module, q, k, v, mask, **kwargs)[0].transpose(1, 2)

    return probe.attend(query, key, value, mask, arithmetic, run_original).transpose(1, 2).contiguous(), None


class Arithmetic:
    """How scores become a pattern in one family: scale, soft cap, mask, sinks."""

    def __init__(
        self,
        *,
        scaling: float,
        softcap: float | None = None,
        sinks: Tensor | None = None,
        bias: Tensor | None = None,
        causal: bool = True,
        upcast: bool = False,
        window: Any = None,
    ):
        self.scaling, self.softcap, self.sinks, self.bias, self.causal = scaling, softcap, sinks, bias, causal
        self.upcast = upcast
        self.window = window
        """Which key each query may look at, [1 1 context context]; None where the mask says it all."""

    def scores(self, q: Tensor, k: Tensor, mask: Tensor | None, heads: Sequence[int] | None) -> Tensor:
        """[batch head query key] for the chosen heads, minus infinity where a query may not look.

        What is done in place is done on the fresh product, which nobody else holds.
        """
        group = q.shape[1] // k.shape[1]
        q = q.float() * self.scaling if self.upcast else q * self.scaling
        k = k.float() if self.upcast else k
        if heads is not None:
            scores = q[:, list(heads)] @ k[:, [head // group for head in heads]].transpose(-1, -2)
        elif group > 1:  # the queries of a group side by side, so that no key is copied
            grouped = q.unflatten(1, (k.shape[1], group)).flatten(2, 3) @ k.transpose(-1, -2)
            scores = grouped.unflatten(2, (group, q.shape[2])).flatten(1, 2)
        else:
            scores = q @ k.transpose(-1, -2)
        if self.softcap is not None:
            scores = self.softcap * torch.tanh(scores / self.softcap)
        if self.bias is not None:
            scores = scores + _of_heads(self.bias, heads)
        if self.window is not None:
            n_query, n_key = scores.shape[-2:]
            scores = scores.masked_fill(~self.window[:, :, n_key - n_query : n_key, :n_key], -torch.inf)
        return self._masked(scores, mask, heads)

    def pattern(self, scores: Tensor, heads: Sequence[int] | None, dtype: torch.dtype) -> Tensor:
        """Softmax over keys; with sinks a row sums to less than one, and the rest is what the sink took."""
        if self.sinks is not None:
            sinks = self.sinks if heads is None else self.sinks[list(heads)]
            column = sinks.reshape(1, -1, 1, 1).expand(scores.shape[0], -1, scores.shape[2], 1).to(scores)
            return torch.cat([scores, column], -1).float().softmax(-1).to(dtype)[..., :-1]
        return scores.float().softmax(-1).to(dtype) if scores.dtype != torch.float64 else scores.softmax(-1)

    def _masked(self, scores: Tensor, mask: Tensor | None, heads: Sequence[int] | None) -> Tensor:
        n_query, n_key = scores.shape[-2:]
        if mask is None:
            if not self.causal or n_query == 1:
                return scores
            ones = torch.ones(n_query, n_key, dtype=torch.bool, device=scores.device)
            return scores.masked_fill_(~ones.tril(n_key - n_query), -torch.inf)
        mask = _of_heads(mask[..., :n_key], heads)
        if mask.dtype == torch.bool:
            return scores.masked_fill_(~mask, -torch.inf)
        hidden = mask <= torch.finfo(mask.dtype).min / 2
        return scores.add_(mask).masked_fill_(hidden, -torch.inf)


def explicit(
    q: Tensor,
    k: Tensor,
    v: Tensor,
    mask: Tensor | None,
    arithmetic: Arithmetic,
    change: Callable[[str, Tensor], Tensor],
) -> Tensor:
    """Attention step by step, with scores and pattern passed through `change(kind, activation)` on the way."""
    scores = change("scores", arithmetic.scores(q, k, mask, None))
    nowhere = (scores == -torch.inf).all(-1, keepdim=True)  # padding that may look at nothing
    pattern = change("pattern", arithmetic.pattern(scores.masked_fill(nowhere, 0.0), None, q.dtype))
    group = pattern.shape[1] // v.shape[1]
    return pattern @ (v.repeat_interleave(group, dim=1) if group > 1 else v)


def _of_heads(mask: Tensor, heads: Sequence[int] | None) -> Tensor:
    return mask if heads is None or mask.dim() < 4 or mask.shape[1] == 1 else mask[:, list(heads)]


@contextmanager
def probed(module: nn.Module, inner: str, probe: Probe) -> Iterator[None]:
    """Within this context, attention of `module` shows its inside to `probe`."""
    if inner == "interface":
        module.__dict__[_PROBE] = probe
        try:
            yield
        finally:
            del module.__dict__[_PROBE]
        return
    attribute = "_attn" if inner == "method" else "forward"
    original = getattr(module, attribute)
    if inner == "method":
        replacement = _method(module, probe, original)
    else:
        mode = {"sdpa_call": _SdpaCall, "baddbmm": _Baddbmm}[inner](probe, module)

        def replacement(*args: Any, **kwargs: Any) -> Any:
            with mode:
                return original(*args, **kwargs)

    module.__dict__[attribute] = replacement
    try:
        yield
    finally:
        del module.__dict__[attribute]


def _method(module: nn.Module, probe: Probe, original: Callable[..., Any]) -> Callable[..., Any]:
    """GPT-Neo and GPT-J: `_attn(query, key, value, attention_mask)`, scores in fp32; GPT-Neo adds its own window."""
    scaling = 1.0 / float(module.scale_attn) if hasattr(module, "scale_attn") else 1.0  # type: ignore[arg-type]
    arithmetic = Arithmetic(scaling=scaling, upcast=True, window=getattr(module, "bias", None))

    def run_original(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, /) -> Tensor:
        return original(q, k, v, mask)[0]

    def method(query: Tensor, key: Tensor, value: Tensor, attention_mask: Tensor | None = None) -> Any:
        return probe.attend(query, key, value, attention_mask, arithmetic, run_original), None

    return method


class _SdpaCall(TorchFunctionMode):
    """Falcon: its one call of scaled_dot_product_attention; alibi, where used, is already in the mask."""

    def __init__(self, probe: Probe, module: nn.Module):
        super().__init__()
        self._probe = probe

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        if func is not functional.scaled_dot_product_attention:
            return func(*args, **kwargs)
        q, k, v = args
        arithmetic = Arithmetic(scaling=q.shape[-1] ** -0.5, causal=kwargs.get("is_causal", False))

        def original(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, /) -> Tensor:
            return func(q, k, v, **{**kwargs, "attn_mask": mask, "is_causal": mask is None and q.shape[2] > 1})

        return self._probe.attend(q, k, v, kwargs.get("attn_mask"), arithmetic, original)


class _Baddbmm(TorchFunctionMode):
    """BLOOM: baddbmm makes scores of q and k, softmax a pattern, bmm mixes v; batch and heads share one axis."""

    def __init__(self, probe: Probe, module: nn.Module):
        super().__init__()
        self._probe, self._n_heads = probe, int(module.num_heads)  # type: ignore[arg-type]

    def _touch(self, kind: str, flat: Tensor, start: int | None = None) -> Tensor:
        """Show [batch*head pos d] as [batch pos head d]."""
        shaped = flat.unflatten(0, (-1, self._n_heads)).transpose(1, 2)
        return self._probe.touch(kind, shaped, start=start).transpose(1, 2).flatten(0, 1).contiguous()

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        probe = self._probe
        if func is Tensor.baddbmm:
            q, k = kwargs["batch1"], kwargs["batch2"].transpose(1, 2)
            self._key_start = probe.start + q.shape[1] - k.shape[1]
            kwargs = {**kwargs, "batch1": self._touch("q", q)}
            kwargs["batch2"] = self._touch("k", k, self._key_start).transpose(1, 2)
            return func(*args, **kwargs)
        if func is functional.softmax:
            scores = args[0]
            lowest = torch.finfo(scores.dtype).min
            shown = probe.touch("scores", scores.masked_fill(scores <= lowest / 2, -torch.inf))
            if probe.edits("scores"):
                args = (shown.masked_fill(shown == -torch.inf, lowest), *args[1:])
            return probe.touch("pattern", func(*args, **kwargs)).contiguous()
        if func is torch.bmm:
            pattern, v = args
            return func(pattern, self._touch("v", v, self._key_start), **kwargs)
        return func(*args, **kwargs)
