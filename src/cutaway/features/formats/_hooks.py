"""What other libraries call a place in the model, and which of our sites that is.

A name is only translated where both sides mean the same numbers. One that does not is `ln2.hook_normalized`: under an
RMS norm it stands before the norm's own weight, which is no site here, and a dictionary that is put at `mlp_in` all the
same is wrong by that weight. Such a name gives no site, and whoever loads the dictionary has to say where it belongs.
"""

import re

from cutaway.model import Site

_TRANSFORMER_LENS = {
    "hook_resid_pre": "resid_pre",
    "hook_resid_mid": "resid_mid",
    "hook_resid_post": "resid_post",
    "hook_attn_out": "attn_out",
    "hook_mlp_out": "mlp_out",
    "attn.hook_q": "q",
    "attn.hook_k": "k",
    "attn.hook_v": "v",
    "attn.hook_z": "z",
    "mlp.hook_pre": "mlp_pre",
    "mlp.hook_post": "mlp_post",
}
_MODULE_OUTPUTS = {
    "": "resid_post",
    "mlp": "mlp_out",
    "feed_forward": "mlp_out",
    "attention": "attn_out",
    "attn": "attn_out",
    "self_attn": "attn_out",
    "pre_feedforward_layernorm": "mlp_in",
    "post_feedforward_layernorm": "mlp_out",
    "post_attention_layernorm": "attn_out",
}
_MODULE_INPUTS = {"mlp_out": "mlp_in", "attn_out": "attn_in", "resid_post": "resid_pre"}
_POST_NORM_FAMILIES = ("gemma-2", "gemma-3", "gemma2", "gemma3")
"""Models in which `post_attention_layernorm` stands behind the attention; elsewhere it is the MLP's norm."""


def site_of_hook(hook: str, *, head: int | None = None) -> str | None:
    """The site that a TransformerLens hook point is, such as `resid_post.8` for `blocks.8.hook_resid_post`.

    Args:
        hook: the hook point's name.
        head: the head, where the dictionary is of one head alone.

    Returns:
        None where no site has exactly these numbers.
    """
    if hook == "hook_embed":
        return "embed"
    match = re.fullmatch(r"blocks\.(\d+)\.(.+)", hook)
    kind = _TRANSFORMER_LENS.get(match[2]) if match else None
    if match is None or kind is None:
        return None
    return f"{kind}.{match[1]}" if head is None else f"{kind}.{match[1]}.{head}"


def hook_of_site(site: str | Site) -> tuple[str, int | None]:
    """The TransformerLens hook point of a site and its head; the site's own text where there is no such hook."""
    parsed = Site.parse(site)
    if parsed.kind == "embed":
        return "hook_embed", None
    hook = {kind: name for name, kind in _TRANSFORMER_LENS.items()}.get(parsed.kind)
    if hook is None:
        return str(parsed), None
    return f"blocks.{parsed.layer}.{hook}", parsed.unit


def site_of_module(module: str, *, model: str = "", reads_input: bool = False) -> str | None:
    """The site that a transformers module's output is, such as `resid_post.8` for `layers.8`.

    Args:
        module: the module's path, from `layers.N` (or `h.N`) on at least; an `.output` at its end means nothing.
        model: the model's name, by which families with norms behind their parts are told.
        reads_input: whether the dictionary reads the module's input instead of its output.

    Returns:
        None where no site has exactly these numbers.
    """
    name = module.removesuffix(".output")
    if name.endswith("embed_tokens"):
        return "embed"
    match = re.search(r"(?:^|\.)(?:layers|h|blocks|block)[._](\d+)(?:\.(.+))?$", name)
    if match is None:
        return None
    part = match[2] or ""
    kind = _MODULE_OUTPUTS.get(part)
    if part == "post_attention_layernorm" and not any(family in model.lower() for family in _POST_NORM_FAMILIES):
        kind = "mlp_in"
    if kind is None or (reads_input and kind not in _MODULE_INPUTS):
        return None
    return f"{_MODULE_INPUTS[kind] if reads_input else kind}.{match[1]}"
