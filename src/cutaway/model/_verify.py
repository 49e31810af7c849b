"""Is every site what its equation says, on this very model? Scale as well as direction.

A short run of arbitrary tokens reads everything, and each equation is evaluated with the model's own modules. A site
whose equation fails is refused by name; an unknown architecture is accepted only if one candidate row of the anatomy
table passes every equation.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from cutaway.errors import SiteError, UnsupportedModelError
from cutaway.model._anatomy import ANATOMIES, Anatomy, candidates
from cutaway.model._execution import Execution
from cutaway.model._parts import LayerParts, Parts, find_parts
from cutaway.model._run import Activations
from cutaway.model._sites import SITE_KINDS, Site
from cutaway.model._tokens import Tokens

TOLERANCE = {torch.float64: 1e-6, torch.float32: 1e-4, torch.float16: 2e-2, torch.bfloat16: 5e-2}
"""The largest relative error at which an equation counts as true. Most families compute norms and rotary embeddings in
fp32 whatever the type of their weights, so that fp64 is no more exact than that."""

_ACTIVATIONS = ("act_fn", "act", "activation_fn", "gelu_impl", "activation")

Execute = Callable[..., Tensor | None]


@dataclass(frozen=True, kw_only=True)
class Check:
    """One equation on one layer of one model.

    Attributes:
        equation: in words and symbols.
        sites: the kinds that are refused if it fails.
        layer: the layer; None where the equation belongs to none.
        absolute: the largest absolute difference between the two sides.
        relative: the norm of the difference over the norm of the right side.
        scale: how far the best-fitting factor between the sides is from one.
        passed: whether relative and scale error are within tolerance.
    """

    equation: str
    sites: tuple[str, ...]
    layer: int | None
    absolute: float
    relative: float
    scale: float
    passed: bool


@dataclass(frozen=True, kw_only=True)
class Identified:
    """A model's anatomy, and what the equations said of it."""

    parts: Parts
    checks: tuple[Check, ...]
    refused: dict[str, str]
    n_kv_heads: int
    d_head: int


def identify(model: PreTrainedModel, execute: Execute) -> Identified:
    """Find the row of the anatomy table that holds for a model.

    Raises:
        UnsupportedModelError: none does; the message names the nearest and the equation that failed.
    """
    config = model.config.get_text_config()
    known = config.model_type in ANATOMIES
    failures: list[tuple[int, str]] = []
    for row in candidates(config):
        try:
            identified = _examine(model, row, execute)
        except UnsupportedModelError as error:
            failures.append((-1, str(error)))
            continue
        except (SiteError, RuntimeError, ValueError, TypeError, IndexError, KeyError, StopIteration) as error:
            if known:
                raise
            failures.append((0, f"{type(error).__name__}: {error}"))
            continue
        failed = [check for check in identified.checks if not check.passed]
        if known or not failed:
            return identified
        worst = max(failed, key=lambda check: check.relative)
        passed = sum(check.passed for check in identified.checks)
        failures.append((passed, f"'{worst.equation}' fails at layer {worst.layer} by {worst.relative:.2g}"))
    reason = max(failures, default=(0, "no variant of this family fits its configuration"))[1]
    raise UnsupportedModelError(
        f"the anatomy of {type(model).__name__} (model_type {config.model_type!r}) is not known and could not be "
        f"inferred: {reason}. Known families: {', '.join(ANATOMIES)}; a row in the anatomy table would add this one"
    )


def _examine(model: PreTrainedModel, row: Anatomy, execute: Execute) -> Identified:
    parts = find_parts(model, row)
    refused = _absent(parts)
    sites = [
        Site(kind, layer)
        for kind, info in SITE_KINDS.items()
        for layer in (range(len(parts.layers)) if info.layered else [None])
        if kind not in refused and f"{kind}.{layer}" not in refused
    ]
    generator = torch.Generator().manual_seed(0)
    length = min(7, getattr(model.config.get_text_config(), "max_position_embeddings", 7))
    ids = torch.randint(0, model.get_input_embeddings().weight.shape[0], (2, length), generator=generator)  # type: ignore[union-attr,operator]
    tokens = Tokens(ids, torch.tensor([length, length]))
    with torch.no_grad():
        plain = execute(Execution(parts, lengths=tokens.lengths), tokens, logits=True)
        execution = Execution(parts, reads=sites, lengths=tokens.lengths)
        watched = execute(execution, tokens, logits=True)
        execution.finish()
        run = Activations(execution.kept, tokens)
        assert plain is not None and watched is not None
        tolerance = TOLERANCE[model.dtype]
        checks = [_compare("reading changes nothing", ("logits",), None, watched, plain, 0.0)]
        checks += [
            _compare(equation, kinds, layer, left, right, tolerance)
            for equation, kinds, layer, left, right in _equations(parts, run, refused)
        ]
    for check in checks:
        for kind in () if check.passed else check.sites:
            name = kind if check.layer is None else f"{kind}.{check.layer}"
            refused[name] = (
                f"its equation '{check.equation}' fails on this model: relative error {check.relative:.2g}, "
                f"scale off by {check.scale:.2g}"
            )
    return Identified(
        parts=parts,
        checks=tuple(checks),
        refused=refused,
        n_kv_heads=run["k.0"].shape[2],
        d_head=run["q.0"].shape[3],
    )


def _absent(parts: Parts) -> dict[str, str]:
    """Sites that this architecture does not have, with the reason and what to use instead."""
    refused = {}
    if parts.anatomy.parallel:
        refused["resid_mid"] = "its attention and MLP run in parallel; use resid_pre"
    mixtures = [part.index for part in parts.layers if part.mlp_down is None]
    for kind in ("mlp_pre", "mlp_post"):
        reason = "a mixture of experts has no single row of neurons; use mlp_out"
        if len(mixtures) == len(parts.layers):
            refused[kind] = reason
        else:
            refused |= {f"{kind}.{layer}": reason for layer in mixtures}
    return refused


def _equations(
    parts: Parts, run: Activations, refused: dict[str, str]
) -> Iterator[tuple[str, tuple[str, ...], int | None, Tensor, Tensor]]:
    """Every equation as (text, kinds at stake, layer, left side, right side)."""
    last = len(parts.layers) - 1
    for part in parts.layers:
        layer = part.index
        pre, post = run[f"resid_pre.{layer}"], run[f"resid_post.{layer}"]
        attn_out, mlp_out = run[f"attn_out.{layer}"], run[f"mlp_out.{layer}"]
        yield (
            "resid_post = resid_pre + attn_out + mlp_out",
            ("attn_out", "mlp_out"),
            layer,
            pre + attn_out + mlp_out,
            post,
        )
        before = run["embed"] if layer == 0 else run[f"resid_post.{layer - 1}"]
        yield "resid_pre.L = resid_post.(L-1)", ("resid_pre",), layer, before, pre
        middle = pre
        if not part.parallel:
            middle = run[f"resid_mid.{layer}"]
            yield "resid_mid = resid_pre + attn_out", ("resid_mid",), layer, pre + attn_out, middle
        attn_in = pre if part.attention_norm is None else part.attention_norm(pre)
        yield "attn_in = norm(resid_pre)", ("attn_in",), layer, attn_in, run[f"attn_in.{layer}"]
        mlp_in = middle if part.mlp_norm is None else part.mlp_norm(middle)
        yield "mlp_in = norm(resid_mid)", ("mlp_in",), layer, mlp_in, run[f"mlp_in.{layer}"]
        yield from _attention_equations(part, run)
        if part.mlp_down is not None:
            yield from _mlp_equations(part, run)
    final, resid = run["final_norm"], run[f"resid_post.{last}"]
    frozen = parts.final_norm.frozen(resid)(resid)
    formula = frozen if parts.final_norm.bias is None else frozen + parts.final_norm.bias
    yield "final_norm = gain * centre(resid) / scale + bias", ("final_norm",), None, formula, final
    logits = parts.to_logits(final)
    yield "logits = unembed(final_norm)", ("logits",), None, logits, run["logits"]


def _attention_equations(
    part: LayerParts, run: Activations
) -> Iterator[tuple[str, tuple[str, ...], int, Tensor, Tensor]]:
    layer = part.index
    scores, pattern, v, z = (run[f"{kind}.{layer}"] for kind in ("scores", "pattern", "v", "z"))
    share = pattern.float() / pattern.float().sum(
        -1, keepdim=True
    )  # less than all goes to tokens where there is a sink
    yield "pattern = softmax(scores)", ("scores",), layer, scores.float().softmax(-1), share
    values = v.repeat_interleave(z.shape[2] // v.shape[2], dim=2)
    mixed = torch.einsum("bhqk,bkhd->bqhd", pattern, values.to(pattern.dtype))
    yield "z = pattern v", ("pattern", "v", "scores"), layer, mixed, z
    attn_out = run[f"attn_out.{layer}"]
    raw = None
    if part.attention_post_norm is not None:
        raw = part.attention_out(z.flatten(2))
    total = run[f"head_out.{layer}"].sum(2) + part.attention_bias(raw)
    yield "sum of head_out + bias = attn_out", ("head_out", "z"), layer, total, attn_out


def _mlp_equations(part: LayerParts, run: Activations) -> Iterator[tuple[str, tuple[str, ...], int, Tensor, Tensor]]:
    layer = part.index
    post, pre, mlp_in = run[f"mlp_post.{layer}"], run[f"mlp_pre.{layer}"], run[f"mlp_in.{layer}"]
    assert part.mlp_down is not None
    out = part.mlp_down(post)
    if part.mlp_post_norm is not None:
        out = part.mlp_post_norm(out)
    yield "mlp_out = down projection of mlp_post", ("mlp_post",), layer, out * part.multiplier, run[f"mlp_out.{layer}"]
    activation = _activation(part)
    if activation is None:
        raise UnsupportedModelError("the MLP's activation function was not found, so mlp_pre cannot be checked")
    product = activation(pre)
    if part.gate_fused:
        assert part.mlp_linear is not None
        product = product * part.mlp_linear(mlp_in).chunk(2, dim=-1)[1]
    elif part.mlp_linear is not None:
        product = product * part.mlp_linear(mlp_in)
    yield "mlp_post = activation(mlp_pre) * linear branch", ("mlp_pre",), layer, product, post


def _activation(part: LayerParts) -> Any:
    for owner in (part.mlp, part.block):
        for name in _ACTIVATIONS:
            found = getattr(owner, name, None)
            if isinstance(found, nn.Module) or callable(found):
                return found
    return None


def _compare(
    equation: str, kinds: tuple[str, ...], layer: int | None, left: Tensor, right: Tensor, tolerance: float
) -> Check:
    """Both sides in fp64: the largest difference, the relative one, and the factor between them."""
    a, b = left.detach().double(), right.detach().double()
    if a.shape != b.shape:
        raise SiteError(f"'{equation}' at layer {layer}: shapes {tuple(a.shape)} and {tuple(b.shape)} differ")
    if not bool(torch.isfinite(a).all() & torch.isfinite(b).all()):
        return Check(
            equation=equation,
            sites=kinds,
            layer=layer,
            absolute=torch.inf,
            relative=torch.inf,
            scale=torch.inf,
            passed=False,
        )
    difference = (a - b).norm()
    size = b.norm().clamp(min=1e-30)
    relative = float(difference / size)
    scale = float(((a * b).sum() / (b * b).sum().clamp(min=1e-30) - 1).abs()) if relative else 0.0
    return Check(
        equation=equation,
        sites=kinds,
        layer=layer,
        absolute=float((a - b).abs().max()),
        relative=relative,
        scale=scale,
        passed=relative <= tolerance and scale <= tolerance,
    )
