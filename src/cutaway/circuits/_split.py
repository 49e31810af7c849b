"""A model with grouped-query attention as one in which every query head has a key and a value of its own.

That is how other tools see such models. It is the same function, but its graph has edges that the model cannot tell
apart: SmolLM2-135M has 123,211 instead of 70,651. It is made to measure what that practice costs.
"""

import copy

import torch
from torch import Tensor, nn

from cutaway.errors import UnsupportedModelError
from cutaway.model import LanguageModel, projections


def split_key_values(lm: LanguageModel) -> LanguageModel:
    """A copy of the model whose keys and values are repeated for each query head.

    Raises:
        UnsupportedModelError: the keys and values are part of a fused projection, or normalised after it.
    """
    config = copy.deepcopy(lm.hf.config)
    config.num_key_value_heads = lm.n_heads
    group = lm.n_heads // lm.n_kv_heads
    shared = {id(layer.k.module) for layer in projections(lm)} | {id(layer.v.module) for layer in projections(lm)}
    weights: dict[str, Tensor] = {}
    for name, module in lm.hf.named_modules():
        if id(module) in shared:
            if not isinstance(module, nn.Linear) or any(id(module) == id(layer.q.module) for layer in projections(lm)):
                raise UnsupportedModelError(f"{lm.name} has no key and value projections of their own to repeat")
            for part, value in module.named_parameters():
                heads = value.detach().unflatten(0, (lm.n_kv_heads, -1))
                weights[f"{name}.{part}"] = heads.repeat_interleave(group, 0).flatten(0, 1)
    with torch.random.fork_rng(), torch.device("meta"):
        hf = type(lm.hf)(config)
    state = {name: weights.get(name, value) for name, value in lm.hf.state_dict().items()}
    hf.load_state_dict(state, assign=True)
    for name, buffer in lm.hf.named_buffers():
        owner, _, last = name.rpartition(".")
        hf.get_submodule(owner).register_buffer(last, buffer, persistent=False)
    hf.tie_weights()
    return LanguageModel(hf, lm.tokenizer, name=f"{lm.name}, keys and values split")
