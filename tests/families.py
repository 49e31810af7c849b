"""Tiny randomly initialised models, one or more for every architecture family that Cutaway knows by name.

Sizes are chosen so that nothing coincides by accident: heads are not d_model / n_heads where the family allows
it, key-value heads are fewer than query heads, and no two dimensions are equal.
"""

import torch
from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedModel

import cutaway.planted  # noqa: F401 (registers its architecture)

VOCAB = 97

_GQA = {
    "hidden_size": 24,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 8,
    "intermediate_size": 40,
    "num_hidden_layers": 3,
    "max_position_embeddings": 64,
}
_MHA = {**_GQA, "num_key_value_heads": 4}
_PLAIN = {k: v for k, v in _GQA.items() if k not in ("head_dim", "num_key_value_heads")}
_MOE = {"num_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": 32}

FAMILIES: dict[str, dict] = {
    "gpt2": {"model_type": "gpt2", "n_embd": 24, "n_head": 4, "n_layer": 3, "n_positions": 64, "n_inner": 40},
    "gpt_neo": {
        "model_type": "gpt_neo",
        "hidden_size": 24,
        "num_heads": 4,
        "num_layers": 3,
        "attention_types": [[["global", "local", "global"], 1]],
        "window_size": 4,
        "intermediate_size": 40,
        "max_position_embeddings": 64,
    },
    "gptj": {
        "model_type": "gptj",
        "n_embd": 24,
        "n_head": 4,
        "n_layer": 3,
        "n_positions": 64,
        "n_inner": 40,
        "rotary_dim": 4,
    },
    "gpt_neox": {"model_type": "gpt_neox", **_PLAIN, "use_parallel_residual": True},
    "gpt_neox-sequential": {"model_type": "gpt_neox", **_PLAIN, "use_parallel_residual": False},
    "opt": {
        "model_type": "opt",
        "hidden_size": 24,
        "num_attention_heads": 4,
        "num_hidden_layers": 3,
        "ffn_dim": 40,
        "max_position_embeddings": 64,
        "word_embed_proj_dim": 24,
    },
    "bloom": {"model_type": "bloom", "hidden_size": 24, "n_head": 4, "n_layer": 3},
    "falcon": {
        "model_type": "falcon",
        "hidden_size": 24,
        "num_attention_heads": 4,
        "num_hidden_layers": 3,
        "alibi": False,
        "new_decoder_architecture": False,
        "multi_query": True,
        "parallel_attn": True,
        "max_position_embeddings": 64,
    },
    "falcon-new": {
        "model_type": "falcon",
        "hidden_size": 24,
        "num_attention_heads": 4,
        "num_kv_heads": 2,
        "num_hidden_layers": 3,
        "alibi": False,
        "new_decoder_architecture": True,
        "max_position_embeddings": 64,
    },
    "falcon-alibi": {
        "model_type": "falcon",
        "hidden_size": 24,
        "num_attention_heads": 4,
        "num_hidden_layers": 3,
        "alibi": True,
        "new_decoder_architecture": False,
        "multi_query": False,
        "parallel_attn": False,
        "max_position_embeddings": 64,
    },
    "llama": {"model_type": "llama", **_GQA},
    "mistral": {"model_type": "mistral", **_GQA, "sliding_window": 5},
    "mixtral": {"model_type": "mixtral", **_GQA, "num_local_experts": 4, "num_experts_per_tok": 2},
    "qwen2": {"model_type": "qwen2", **_PLAIN, "num_key_value_heads": 2},
    "qwen3": {"model_type": "qwen3", **_GQA},
    "qwen3_moe": {"model_type": "qwen3_moe", **_GQA, **_MOE, "mlp_only_layers": [1]},
    "gemma": {"model_type": "gemma", **_GQA},
    "gemma2": {
        "model_type": "gemma2",
        **_GQA,
        "query_pre_attn_scalar": 8,
        "sliding_window": 5,
        "attn_logit_softcapping": 2.0,
        "final_logit_softcapping": 3.0,
    },
    "gemma3_text": {"model_type": "gemma3_text", **_GQA, "query_pre_attn_scalar": 8, "sliding_window": 5},
    "phi": {"model_type": "phi", **_PLAIN, "hidden_size": 32, "num_key_value_heads": 2, "partial_rotary_factor": 0.5},
    "phi3": {"model_type": "phi3", **_PLAIN, "num_key_value_heads": 2, "pad_token_id": 0},
    "olmo2": {"model_type": "olmo2", **_PLAIN, "num_key_value_heads": 2},
    "stablelm": {
        "model_type": "stablelm",
        **_PLAIN,
        "hidden_size": 32,
        "num_key_value_heads": 2,
        "partial_rotary_factor": 0.5,
    },
    "stablelm-parallel": {
        "model_type": "stablelm",
        **_PLAIN,
        "hidden_size": 32,
        "num_key_value_heads": 2,
        "partial_rotary_factor": 0.5,
        "use_parallel_residual": True,
    },
    "granite": {
        "model_type": "granite",
        **_PLAIN,
        "num_key_value_heads": 2,
        "residual_multiplier": 0.22,
        "embedding_multiplier": 12.0,
        "logits_scaling": 8.0,
        "attention_multiplier": 0.3,
    },
    "smollm3": {
        "model_type": "smollm3",
        **_PLAIN,
        "num_key_value_heads": 2,
        "no_rope_layer_interval": 2,
        "pad_token_id": 0,
    },
    "gpt_oss": {
        "model_type": "gpt_oss",
        **_GQA,
        "num_local_experts": 4,
        "num_experts_per_tok": 2,
        "sliding_window": 5,
    },
    "deepseek_v3": {
        "model_type": "deepseek_v3",
        "hidden_size": 24,
        "num_attention_heads": 4,
        "num_key_value_heads": 4,
        "num_hidden_layers": 3,
        "intermediate_size": 40,
        "moe_intermediate_size": 32,
        "q_lora_rank": 12,
        "kv_lora_rank": 10,
        "qk_rope_head_dim": 4,
        "qk_nope_head_dim": 6,
        "v_head_dim": 8,
        "n_routed_experts": 4,
        "n_shared_experts": 1,
        "num_experts_per_tok": 2,
        "n_group": 2,
        "topk_group": 1,
        "first_k_dense_replace": 1,
        "max_position_embeddings": 64,
    },
    "planted": {"model_type": "planted", **_MHA, "norm": "rms", "hidden_act": "gelu"},
}


def tiny(family: str, *, seed: int = 0, dtype: torch.dtype = torch.float32) -> PreTrainedModel:
    """The tiny model of one family, with weights large enough that every part of it matters.

    Transformers' own initialisation leaves attention almost uniform, norm weights at one and biases at zero, under
    which a wrong scale or a forgotten bias would go unseen: all of them are drawn here.
    """
    settings = {"vocab_size": VOCAB, "bos_token_id": 1, "eos_token_id": 2, **FAMILIES[family]}
    config = AutoConfig.for_model(settings.pop("model_type"), **settings)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model = AutoModelForCausalLM.from_config(config).to(dtype).eval()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator, dtype=torch.float32).to(dtype)
            if parameter.dim() == 1:
                parameter.copy_(parameter + 0.3 * noise)
            else:
                parameter.copy_(noise * (1.0 if "embed" in name or "wte" in name else 1.5 / parameter.shape[-1] ** 0.5))
    return model.requires_grad_(False)
