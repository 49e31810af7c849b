"""The transformer that programs are planted in: a decoder as plain as can be, and a real Hugging Face model.

Token and position embeddings, then layers of causal attention and of an MLP with one hidden layer, both of which add to
the residual stream, then the unembedding. A compiled program uses it with ReLUs and without norms (`norm="none"`), so
that what is written is what is read; a hardened one with GELUs and RMS norms, as real models have them.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModelForCausalLM, DynamicCache, GenerationMixin, PreTrainedModel
from transformers.activations import ACT2FN
from transformers.configuration_utils import PretrainedConfig
from transformers.modeling_outputs import BaseModelOutputWithPast, CausalLMOutputWithPast
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

_CACHE = "cache" if "cache" in CausalLMOutputWithPast.__dataclass_fields__ else "past_key_values"
"""What this version of transformers calls the key-value cache of an output."""


class PlantedConfig(PretrainedConfig):
    """The sizes of a planted model, under the names that transformers uses."""

    model_type = "planted"

    def __init__(
        self,
        vocab_size: int = 8,
        hidden_size: int = 32,
        intermediate_size: int = 64,
        num_hidden_layers: int = 2,
        num_attention_heads: int = 2,
        head_dim: int = 16,
        max_position_embeddings: int = 8,
        norm: str = "none",
        hidden_act: str = "relu",
        bos_token_id: int | None = 0,
        eos_token_id: int | None = None,
        pad_token_id: int | None = None,
        tie_word_embeddings: bool = False,
        **kwargs: Any,
    ):
        self.vocab_size = vocab_size
        self.hidden_size = hidden_size
        self.intermediate_size = intermediate_size
        self.num_hidden_layers = num_hidden_layers
        self.num_attention_heads = num_attention_heads
        self.num_key_value_heads = num_attention_heads
        self.head_dim = head_dim
        self.max_position_embeddings = max_position_embeddings
        self.norm = norm
        self.hidden_act = hidden_act
        kwargs.pop("num_key_value_heads", None)
        special = {"bos_token_id": bos_token_id, "eos_token_id": eos_token_id, "pad_token_id": pad_token_id}
        super().__init__(**special, tie_word_embeddings=tie_word_embeddings, **kwargs)  # type: ignore[call-arg]


def eager_attention_forward(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float,
    **kwargs: Any,
) -> tuple[Tensor, Tensor]:
    """Attention step by step, for who asks transformers for patterns."""
    scores = query @ key.transpose(2, 3) * scaling
    if attention_mask is None:
        n_query, n_key = scores.shape[-2:]
        attention_mask = torch.ones(n_query, n_key, dtype=torch.bool, device=scores.device).tril(n_key - n_query)
    if attention_mask.dtype == torch.bool:
        scores = scores.masked_fill(~attention_mask, torch.finfo(scores.dtype).min)
    else:
        scores = scores + attention_mask
    pattern = scores.softmax(-1)
    return (pattern @ value).transpose(1, 2).contiguous(), pattern


class RmsNorm(nn.Module):
    """x / rms(x), times a gain (Zhang and Sennrich 2019)."""

    def __init__(self, d_model: int, eps: float = 1e-5):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(d_model))
        self.eps = eps

    def forward(self, hidden_states: Tensor) -> Tensor:
        """[... d_model] to the same; the scale is taken in fp32 at least."""
        wide = hidden_states.to(torch.promote_types(hidden_states.dtype, torch.float32))
        normed = wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + self.eps)
        return self.weight * normed.to(hidden_states.dtype)


class PlantedAttention(nn.Module):
    """Causal attention with biases and without positions of its own."""

    is_causal = True

    def __init__(self, config: PlantedConfig, layer_idx: int):
        super().__init__()
        self.config, self.layer_idx = config, layer_idx
        self.head_dim = config.head_dim
        self.scaling = config.head_dim**-0.5
        width = config.num_attention_heads * config.head_dim
        self.q_proj = nn.Linear(config.hidden_size, width)
        self.k_proj = nn.Linear(config.hidden_size, width)
        self.v_proj = nn.Linear(config.hidden_size, width)
        self.o_proj = nn.Linear(width, config.hidden_size)

    def forward(
        self, hidden_states: Tensor, attention_mask: Tensor | None = None, cache: Any = None
    ) -> tuple[Tensor, Tensor | None]:
        """[batch pos d_model] to the same, and the pattern where the implementation gives it."""
        q, k, v = (
            projection(hidden_states).unflatten(-1, (-1, self.head_dim)).transpose(1, 2)
            for projection in (self.q_proj, self.k_proj, self.v_proj)
        )
        if cache is not None:
            k, v = cache.update(k, v, self.layer_idx)
        attend: Callable[..., Any] = ALL_ATTENTION_FUNCTIONS.get_interface(
            str(self.config._attn_implementation), eager_attention_forward
        )
        out, pattern = attend(self, q, k, v, attention_mask, scaling=self.scaling, dropout=0.0)
        return self.o_proj(out.reshape(*hidden_states.shape[:-1], -1)), pattern


class PlantedMLP(nn.Module):
    """One hidden layer."""

    def __init__(self, config: PlantedConfig):
        super().__init__()
        self.up_proj = nn.Linear(config.hidden_size, config.intermediate_size)
        self.act_fn = ACT2FN[config.hidden_act]
        self.down_proj = nn.Linear(config.intermediate_size, config.hidden_size)

    def forward(self, hidden_states: Tensor) -> Tensor:
        """[batch pos d_model] to the same."""
        return self.down_proj(self.act_fn(self.up_proj(hidden_states)))


class PlantedLayer(nn.Module):
    """Attention and MLP, each added to the residual stream."""

    def __init__(self, config: PlantedConfig, layer_idx: int):
        super().__init__()
        self.input_layernorm = norm_of(config)
        self.self_attn = PlantedAttention(config, layer_idx)
        self.post_attention_layernorm = norm_of(config)
        self.mlp = PlantedMLP(config)

    def forward(
        self, hidden_states: Tensor, attention_mask: Tensor | None = None, cache: Any = None
    ) -> tuple[Tensor, Tensor | None]:
        """The stream behind this layer, and the pattern where it was computed."""
        out, pattern = self.self_attn(self.input_layernorm(hidden_states), attention_mask=attention_mask, cache=cache)
        hidden_states = hidden_states + out
        return hidden_states + self.mlp(self.post_attention_layernorm(hidden_states)), pattern


class PlantedPreTrainedModel(PreTrainedModel):
    """What transformers wants to know of every class here."""

    config_class = PlantedConfig
    base_model_prefix = "model"
    _no_split_modules = ("PlantedLayer",)  # type: ignore[assignment]
    _supports_sdpa = True
    _supports_attention_backend = True


class PlantedModelStack(PlantedPreTrainedModel):
    """Embeddings, layers and final norm."""

    def __init__(self, config: PlantedConfig):
        super().__init__(config)
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.embed_positions = nn.Embedding(config.max_position_embeddings, config.hidden_size)
        self.layers = nn.ModuleList(PlantedLayer(config, index) for index in range(config.num_hidden_layers))
        self.norm = norm_of(config)
        self.post_init()

    def forward(
        self,
        input_ids: Tensor | None = None,
        attention_mask: Tensor | None = None,
        position_ids: Tensor | None = None,
        past_key_values: Any = None,
        cache: Any = None,
        inputs_embeds: Tensor | None = None,
        use_cache: bool | None = None,
        output_attentions: bool = False,
        output_hidden_states: bool = False,
        **kwargs: Any,
    ) -> BaseModelOutputWithPast:
        """The last residual stream, normed."""
        x = self.embed_tokens(input_ids) if inputs_embeds is None else inputs_embeds
        cache = past_key_values if cache is None else cache
        if use_cache and cache is None:
            cache = DynamicCache(config=self.config)
        seen = int(cache.get_seq_length()) if cache is not None else 0
        if position_ids is None:
            position_ids = torch.arange(seen, seen + x.shape[1], device=x.device)[None]
        x = x + self.embed_positions(position_ids)
        mask = _mask(attention_mask, x.shape[1], seen)
        streams, patterns = [x], []
        for layer in self.layers:
            x, pattern = layer(x, attention_mask=mask, cache=cache)
            streams.append(x)
            patterns.append(pattern)
        streams[-1] = x = self.norm(x)
        return BaseModelOutputWithPast(
            last_hidden_state=x,
            **({} if cache is None else {_CACHE: cache}),
            hidden_states=tuple(streams) if output_hidden_states else None,  # type: ignore[arg-type]
            attentions=tuple(patterns) if output_attentions else None,  # type: ignore[arg-type]
        )


class PlantedForCausalLM(PlantedPreTrainedModel, GenerationMixin):
    """The whole model: what `LanguageModel` is given."""

    def __init__(self, config: PlantedConfig):
        super().__init__(config)
        self.model = PlantedModelStack(config)
        self.lm_head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)
        self.post_init()

    def forward(
        self,
        input_ids: Tensor | None = None,
        attention_mask: Tensor | None = None,
        position_ids: Tensor | None = None,
        past_key_values: Any = None,
        cache: Any = None,
        inputs_embeds: Tensor | None = None,
        use_cache: bool | None = None,
        logits_to_keep: int | Tensor = 0,
        **kwargs: Any,
    ) -> CausalLMOutputWithPast:
        """The logits, at all positions or at those that are to be kept."""
        output = self.model(
            input_ids=input_ids,
            attention_mask=attention_mask,
            position_ids=position_ids,
            past_key_values=past_key_values if cache is None else cache,
            inputs_embeds=inputs_embeds,
            use_cache=use_cache,
            **kwargs,
        )
        keep = slice(-logits_to_keep, None) if isinstance(logits_to_keep, int) else logits_to_keep
        if isinstance(logits_to_keep, int) and logits_to_keep == 0:
            keep = slice(None)
        return CausalLMOutputWithPast(
            logits=self.lm_head(output.last_hidden_state[:, keep]),
            **({} if (kept := getattr(output, _CACHE)) is None else {_CACHE: kept}),
            hidden_states=output.hidden_states,
            attentions=output.attentions,
        )


def norm_of(config: PlantedConfig) -> nn.Module:
    """The norm that the configuration asks for."""
    return RmsNorm(config.hidden_size) if config.norm == "rms" else nn.Identity()


def _mask(attention_mask: Tensor | None, width: int, seen: int) -> Tensor | None:
    """[batch 1 query key], True where a query may look; None where causality says it all."""
    if attention_mask is not None and attention_mask.dim() == 4:
        return attention_mask
    if (attention_mask is None or bool(attention_mask.all())) and (seen == 0 or width == 1):
        return None
    length = seen + width
    device = None if attention_mask is None else attention_mask.device
    causal = torch.ones(width, length, dtype=torch.bool, device=device).tril(seen)
    if attention_mask is None:  # several tokens behind a cache: causality, which the attention takes for none
        return causal[None, None]
    allowed = causal & attention_mask[:, None, :length].bool()
    return (allowed | (~allowed.any(-1, keepdim=True) & causal))[:, None]  # padding looks anywhere, and is never read


AutoConfig.register("planted", PlantedConfig, exist_ok=True)
AutoModelForCausalLM.register(PlantedConfig, PlantedForCausalLM, exist_ok=True)
