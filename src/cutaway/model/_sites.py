"""The vocabulary of sites: what an activation is called, which equation defines it, and how its axes are named.

A site is written `kind.layer.unit`, for example `z.18.6` (what head 6 of layer 18 mixed from the values),
`resid_post.12` or `mlp_post.7.472`. The unit is a head or a neuron; leaving it out means all of them, and leaving
the layer out as well means all layers; `z.*.6` is head 6 of every layer. Names are those that users of TransformerLens know, with one difference:
`attn_in` and `mlp_in` are what the attention and the MLP read, that is after their norm, since the stream before it
already has the names `resid_pre` and `resid_mid`.
"""

from dataclasses import dataclass, replace

from cutaway.errors import UnknownSiteError, did_you_mean


@dataclass(frozen=True, kw_only=True)
class SiteKind:
    """One kind of activation."""

    name: str
    axes: tuple[str, ...]
    """Names of the axes of one layer's activation, `batch` first."""
    unit: str | None = None
    """What the third part of a site's text counts: `head`, `kv_head` or `neuron`; None where it may not be given."""
    layered: bool = True
    equation: str
    """The equation that defines the site; it is checked on every model that is loaded."""


_STREAM = ("batch", "pos", "d_model")

SITE_KINDS: dict[str, SiteKind] = {
    kind.name: kind
    for kind in (
        SiteKind(name="embed", axes=_STREAM, layered=False, equation="embed = resid_pre.0"),
        SiteKind(name="resid_pre", axes=_STREAM, equation="resid_pre.L = resid_post.(L-1)"),
        SiteKind(name="attn_in", axes=_STREAM, equation="attn_in = norm(resid_pre)"),
        SiteKind(
            name="q",
            axes=("batch", "pos", "head", "d_head"),
            unit="head",
            equation="scores = scale * q k^T + mask, after rotary embedding",
        ),
        SiteKind(
            name="k",
            axes=("batch", "pos", "kv_head", "d_head"),
            unit="kv_head",
            equation="scores = scale * q k^T + mask, after rotary embedding",
        ),
        SiteKind(name="v", axes=("batch", "pos", "kv_head", "d_value"), unit="kv_head", equation="z = pattern v"),
        SiteKind(
            name="scores",
            axes=("batch", "head", "query", "key"),
            unit="head",
            equation="pattern = softmax(scores); -inf where a query may not look",
        ),
        SiteKind(name="pattern", axes=("batch", "head", "query", "key"), unit="head", equation="z = pattern v"),
        SiteKind(
            name="z",
            axes=("batch", "pos", "head", "d_value"),
            unit="head",
            equation="attn_out = output projection of z",
        ),
        SiteKind(
            name="head_out",
            axes=("batch", "pos", "head", "d_model"),
            unit="head",
            equation="sum over heads of head_out + bias = attn_out",
        ),
        SiteKind(name="attn_out", axes=_STREAM, equation="resid_post = resid_pre + attn_out + mlp_out"),
        SiteKind(name="resid_mid", axes=_STREAM, equation="resid_mid = resid_pre + attn_out"),
        SiteKind(name="mlp_in", axes=_STREAM, equation="mlp_in = norm(resid_mid)"),
        SiteKind(
            name="mlp_pre",
            axes=("batch", "pos", "neuron"),
            unit="neuron",
            equation="mlp_post = activation(mlp_pre), times the linear branch where the MLP is gated",
        ),
        SiteKind(
            name="mlp_post",
            axes=("batch", "pos", "neuron"),
            unit="neuron",
            equation="mlp_out = down projection of mlp_post",
        ),
        SiteKind(name="mlp_out", axes=_STREAM, equation="resid_post = resid_pre + attn_out + mlp_out"),
        SiteKind(name="resid_post", axes=_STREAM, equation="resid_post = resid_pre + attn_out + mlp_out"),
        SiteKind(name="final_norm", axes=_STREAM, layered=False, equation="final_norm = norm(last resid_post)"),
        SiteKind(
            name="logits", axes=("batch", "pos", "d_vocab"), layered=False, equation="logits = unembed(final_norm)"
        ),
    )
}


@dataclass(frozen=True)
class Site:
    """An addressable activation. `layer` is None for all layers (or for a kind that has none), `unit` for all units."""

    kind: str
    layer: int | None = None
    unit: int | None = None

    def __str__(self) -> str:
        layer = "*" if self.layer is None and self.unit is not None else self.layer
        return ".".join(str(part) for part in (self.kind, layer, self.unit) if part is not None)

    @property
    def info(self) -> SiteKind:
        """What is known of this kind."""
        return SITE_KINDS[self.kind]

    def at(self, layer: int | None) -> "Site":
        """The same kind and unit at another layer."""
        return replace(self, layer=layer)

    @classmethod
    def parse(cls, text: "str | Site") -> "Site":
        """Read `kind[.layer[.unit]]`.

        Raises:
            UnknownSiteError: the kind is not in the vocabulary, a number is not a number, or a part is given that
                this kind does not have.
        """
        if isinstance(text, Site):
            return text
        kind_text, *numbers = text.strip().split(".")
        kind = SITE_KINDS.get(kind_text)
        if kind is None:
            raise UnknownSiteError(
                f"no site kind {kind_text!r} (in {text!r}){did_you_mean(kind_text, SITE_KINDS)}; "
                f"the kinds are {', '.join(SITE_KINDS)}"
            )
        allowed = (2 if kind.unit else 1) if kind.layered else 0
        if len(numbers) > allowed:
            form = {0: kind.name, 1: f"{kind.name}.LAYER", 2: f"{kind.name}.LAYER.{(kind.unit or '').upper()}"}[allowed]
            raise UnknownSiteError(f"{text!r} has a part too many: the form is {form}")
        try:
            values = [None if number == "*" and not place else int(number) for place, number in enumerate(numbers)]
        except ValueError:
            raise UnknownSiteError(
                f"{text!r} is not a site: layer and {kind.unit or 'unit'} are whole numbers, as in z.18.6"
            ) from None
        return cls(kind.name, *values)
