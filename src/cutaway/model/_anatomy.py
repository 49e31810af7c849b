"""Where each architecture keeps the parts that sites are made of: one table, read as data.

Paths in a row are relative to a decoder layer unless said otherwise. A row says where things are; that they are
what the site's equation demands is checked on the loaded model (`_verify.py`), so a wrong row is refused, not used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

Inner = Literal["interface", "method", "sdpa_call", "baddbmm"]


@dataclass(frozen=True, kw_only=True)
class Anatomy:
    """The layout of one architecture, or of one variant of it."""

    layers: str = "model.layers"
    """The list of decoder layers, from the top of the model."""
    final_norm: str = "model.norm"
    """From the top of the model."""
    unembed: str = "lm_head"
    """From the top of the model."""

    attention: str = "self_attn"
    """The module that receives `attn_in` and computes attention."""
    attention_out: str = "self_attn.o_proj"
    """The projection that receives z."""
    attention_norm: str | None = "input_layernorm"
    """The norm before attention; None where attention reads the residual stream itself."""
    attention_post_norm: str | None = None
    """A norm between the attention's output and the residual stream."""
    inner: Inner = "interface"
    """How the inside of attention is reached: transformers' attention interface; the module's `_attn` method
    (GPT-Neo, GPT-J); its call of torch's scaled_dot_product_attention (Falcon); its baddbmm, softmax and bmm (BLOOM)."""

    mlp: str = "mlp"
    """The module that receives `mlp_in`."""
    mlp_norm: str | None = "post_attention_layernorm"
    """The norm before the MLP; None where the MLP reads the residual stream itself."""
    mlp_pre: str = "mlp.gate_proj"
    """The projection whose output enters the activation function."""
    mlp_linear: str | None = "mlp.up_proj"
    """The linear branch of a gated MLP; None where there is no gate, the same path as `mlp_pre` where both halves
    come from one projection (gate first)."""
    mlp_down: str = "mlp.down_proj"
    """The projection that receives mlp_post."""
    mlp_out: str = "mlp"
    """The module whose output is added to the residual stream (before any post-norm)."""
    mlp_post_norm: str | None = None
    """A norm between the MLP's output and the residual stream."""
    mlp_out_reused: bool = False
    """The layer adds to the MLP's output in place, so a read must copy it."""

    parallel: bool = False
    """Attention and MLP both read `resid_pre`: there is no `resid_mid`."""
    residual_multiplier: str | None = None
    """Name of the configuration's factor on what attention and MLP add to the stream (Granite)."""
    logit_divisor: str | None = None
    """Name of the configuration's divisor of the logits (Granite)."""
    logit_softcap: str | None = None
    """Name of the configuration's tanh bound on the logits (Gemma 2)."""
    when: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """The values of the configuration under which this variant holds."""

    def holds_for(self, config: Any) -> bool:
        """Whether the configuration is of this variant."""
        return all(getattr(config, name, None) == value for name, value in self.when.items())


_LLAMA = Anatomy()
_GPT2 = Anatomy(
    layers="transformer.h",
    final_norm="transformer.ln_f",
    attention="attn",
    attention_out="attn.c_proj",
    attention_norm="ln_1",
    mlp_norm="ln_2",
    mlp_pre="mlp.c_fc",
    mlp_linear=None,
    mlp_down="mlp.c_proj",
)
_GPT_NEOX = Anatomy(
    layers="gpt_neox.layers",
    final_norm="gpt_neox.final_layer_norm",
    attention="attention",
    attention_out="attention.dense",
    mlp_pre="mlp.dense_h_to_4h",
    mlp_linear=None,
    mlp_down="mlp.dense_4h_to_h",
)
_BLOOM = replace(
    _GPT_NEOX,
    layers="transformer.h",
    final_norm="transformer.ln_f",
    attention="self_attention",
    attention_out="self_attention.dense",
    inner="baddbmm",
    mlp_out="mlp.dense_4h_to_h",
)
_FALCON = replace(
    _BLOOM, inner="sdpa_call", mlp_out="mlp", parallel=True, mlp_norm="input_layernorm", mlp_out_reused=True
)
_GEMMA2 = Anatomy(
    attention_post_norm="post_attention_layernorm",
    mlp_norm="pre_feedforward_layernorm",
    mlp_post_norm="post_feedforward_layernorm",
    logit_softcap="final_logit_softcapping",
)
_PLANTED = replace(_LLAMA, mlp_pre="mlp.up_proj", mlp_linear=None)

ANATOMIES: dict[str, tuple[Anatomy, ...]] = {
    "gpt2": (_GPT2,),
    "gpt_neo": (replace(_GPT2, attention="attn.attention", attention_out="attn.attention.out_proj", inner="method"),),
    "gptj": (
        replace(
            _GPT2,
            attention_out="attn.out_proj",
            inner="method",
            mlp_norm="ln_1",
            mlp_pre="mlp.fc_in",
            mlp_down="mlp.fc_out",
            parallel=True,
        ),
    ),
    "gpt_neox": (
        replace(_GPT_NEOX, parallel=True, when={"use_parallel_residual": True}),
        replace(_GPT_NEOX, when={"use_parallel_residual": False}),
    ),
    "opt": (
        Anatomy(
            layers="model.decoder.layers",
            final_norm="model.decoder.final_layer_norm",
            attention_out="self_attn.out_proj",
            attention_norm="self_attn_layer_norm",
            mlp="fc1",
            mlp_norm="final_layer_norm",
            mlp_pre="fc1",
            mlp_linear=None,
            mlp_down="fc2",
            mlp_out="fc2",
            when={"do_layer_norm_before": True},
        ),
    ),
    "bloom": (_BLOOM,),
    "falcon": (
        replace(
            _FALCON,
            attention_norm="ln_attn",
            mlp_norm="ln_mlp",
            when={"new_decoder_architecture": True, "num_ln_in_parallel_attn": 2},
        ),
        replace(_FALCON, when={"new_decoder_architecture": True}),
        replace(_FALCON, when={"parallel_attn": True}),
        replace(
            _FALCON,
            parallel=False,
            mlp_norm="post_attention_layernorm",
            mlp_out_reused=False,
            when={"parallel_attn": False},
        ),
    ),
    "llama": (_LLAMA,),
    "mistral": (_LLAMA,),
    "mixtral": (_LLAMA,),
    "qwen2": (_LLAMA,),
    "qwen3": (_LLAMA,),
    "qwen3_moe": (_LLAMA,),
    "gemma": (_LLAMA,),
    "gemma2": (_GEMMA2,),
    "gemma3_text": (_GEMMA2,),
    "phi": (
        replace(
            _LLAMA,
            final_norm="model.final_layernorm",
            attention_out="self_attn.dense",
            mlp_norm="input_layernorm",
            mlp_pre="mlp.fc1",
            mlp_linear=None,
            mlp_down="mlp.fc2",
            parallel=True,
        ),
    ),
    "phi3": (
        replace(
            _LLAMA,
            mlp_pre="mlp.gate_up_proj",
            mlp_linear="mlp.gate_up_proj",
        ),
    ),
    "olmo2": (
        replace(
            _LLAMA,
            attention_norm=None,
            attention_post_norm="post_attention_layernorm",
            mlp_norm=None,
            mlp_post_norm="post_feedforward_layernorm",
        ),
    ),
    "stablelm": (
        replace(_LLAMA, parallel=True, mlp_norm="input_layernorm", when={"use_parallel_residual": True}),
        replace(_LLAMA, when={"use_parallel_residual": False}),
    ),
    "granite": (replace(_LLAMA, residual_multiplier="residual_multiplier", logit_divisor="logits_scaling"),),
    "smollm3": (_LLAMA,),
    "gpt_oss": (_LLAMA,),
    "deepseek_v3": (_LLAMA,),
    "planted": (
        replace(_PLANTED, when={"norm": "rms"}),
        replace(_PLANTED, attention_norm=None, mlp_norm=None, when={"norm": "none"}),
    ),
}


def candidates(config: Any) -> list[Anatomy]:
    """The rows that may describe a model with this configuration, the likeliest first.

    A family in the table has exactly the variants listed for it. For one that is not, every different row is a
    candidate, in plain and parallel form, with the configuration's own multipliers; which of them holds is decided by the paths
    that exist and by the equations.
    """
    known = ANATOMIES.get(config.model_type)
    if known is not None:
        return [row for row in known if row.holds_for(config)][:1]
    rows: list[Anatomy] = []
    for variants in ANATOMIES.values():
        for row in variants:
            row = replace(
                row,
                when=MappingProxyType({}),
                residual_multiplier="residual_multiplier" if hasattr(config, "residual_multiplier") else None,
                logit_divisor="logits_scaling" if hasattr(config, "logits_scaling") else None,
                logit_softcap="final_logit_softcapping" if hasattr(config, "final_logit_softcapping") else None,
            )
            for variant in (row, replace(row, parallel=True, mlp_norm=row.attention_norm)):
                if variant not in rows:
                    rows.append(variant)
    return rows
