"""What two prompts share is run once: keys and values of the tokens before their first difference.

In a causal model nothing can differ before that token, so under resampling every edge carries there what it carries in
the clean run, whatever the mask. The model's own cache of keys and values holds all that later tokens need of it.
"""

import copy
import inspect
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Int
from torch import Tensor
from transformers import DynamicCache

from cutaway.model import LanguageModel, Tokens


@dataclass(frozen=True, eq=False)
class Prefix:
    """The cache that a model makes of the tokens that clean and corrupted prompts share.

    Attributes:
        length: how many tokens.
        cache: the model's own.
        name: the argument that takes it.
    """

    length: int
    cache: Any
    name: str

    @classmethod
    def of(cls, lm: LanguageModel, ids: Int[Tensor, "row pos"]) -> "Prefix | None":
        """Run the shared tokens; None for a model that keeps no cache."""
        name = argument(lm)
        if name is None or not ids.shape[1]:
            return None
        cache = DynamicCache(config=lm.hf.config)
        with lm.exclusive(), torch.no_grad():
            lm.hf(input_ids=ids.to(lm.device), use_cache=True, logits_to_keep=1, **{name: cache})
        held = cache.get_seq_length() == ids.shape[1] and len(cache.layers) == lm.n_layers
        return cls(ids.shape[1], cache, name) if held else None

    def agrees(self, lm: LanguageModel, tokens: Tokens) -> bool:
        """Whether a model that goes on behind its cache says what it says of the whole prompt (of the first one)."""
        first = Tokens(tokens.ids[:1], tokens.lengths[:1])
        whole = lm.run(first, logits="last").last_logits[0].float()
        with lm.exclusive(), torch.no_grad():
            ids = first.ids[:, self.length : int(first.lengths[0])].to(lm.device)
            behind = (
                lm.hf(input_ids=ids, logits_to_keep=1, **self.rows(torch.tensor([0])).ready()).logits[0, -1].float()
            )
        within = 1e-3 if lm.dtype in (torch.float32, torch.float64) else 5e-2
        return float((behind - whole).norm()) <= within * float(whole.norm())

    def rows(self, chosen: Tensor) -> "Prefix":
        """Of some prompts only."""
        cache = copy.deepcopy(self.cache)
        for layer in cache.layers:
            layer.keys, layer.values = layer.keys[chosen], layer.values[chosen]
        return Prefix(self.length, cache, self.name)

    def ready(self, times: int = 1, fork: int = 0) -> dict[str, Any]:
        """Arguments to run on with, for `times` copies of all rows from layer `fork` on."""
        cache = copy.copy(self.cache)
        cache.layers = [copy.copy(layer) for layer in self.cache.layers]
        for layer in cache.layers[fork:] if times > 1 else ():
            layer.keys, layer.values = layer.keys.repeat(times, 1, 1, 1), layer.values.repeat(times, 1, 1, 1)
        return {"use_cache": True, self.name: cache}


def argument(lm: LanguageModel) -> str | None:
    """What the model calls the cache that it is given, which differs between versions of transformers."""
    known = inspect.signature(lm.hf.forward).parameters
    return next((name for name in ("cache", "past_key_values") if name in known), None)
