"""A model that has forgotten everything: the control for methods that would say the same of any weights."""

import copy

import torch

from cutaway.model import LanguageModel


def shuffled_weights(lm: LanguageModel, *, seed: int = 0) -> LanguageModel:
    """A copy of a model in which every matrix of the decoder layers has its entries shuffled.

    Their distribution stays, what they compute is gone; embeddings, norms and the unembedding stay as they are. A
    saliency map that hardly changes shows the prompt, not the model (Adebayo et al., 2018).

    Args:
        lm: the model; it is copied in memory.
        seed: draws the order.
    """
    with lm.exclusive():
        hf = copy.deepcopy(lm.hf)
    generator = torch.Generator().manual_seed(seed)
    blocks = [part.block for part in lm.parts.layers]
    inside = {id(parameter) for block in blocks for parameter in block.parameters()}
    with torch.no_grad():
        for own, other in zip(lm.hf.parameters(), hf.parameters(), strict=True):
            if id(own) in inside and own.dim() > 1:
                order = torch.randperm(own.numel(), generator=generator).to(own.device)
                other.copy_(own.reshape(-1)[order].reshape(own.shape))
    return LanguageModel(hf, lm.tokenizer, name=f"{lm.name} with shuffled weights")
