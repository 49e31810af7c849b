"""What every judgement of a lens is made of: how far its distribution is from the model's, position by position."""

import torch
from jaxtyping import Float, Int
from torch import Tensor

from cutaway.model import LanguageModel

LOGITS_BYTES = 64 << 20
"""Logits are made for so many positions at a time that they stay below this."""


def logits_of(lm: LanguageModel, stream: Float[Tensor, "token d_model"]) -> Float[Tensor, "token d_vocab"]:
    """In the model's own type up to the logits, at least fp32 from there."""
    logits = lm.unembed(stream.to(lm.device, lm.dtype))
    return logits.to(torch.promote_types(logits.dtype, torch.float32))


class Target:
    """The model's own distribution at some positions, which lenses are compared with.

    Args:
        lm: the model.
        final: the stream behind the last block.
    """

    def __init__(self, lm: LanguageModel, final: Float[Tensor, "token d_model"]):
        logits = logits_of(lm, final)
        log_p = logits.log_softmax(-1)
        self.top: Int[Tensor, " token"] = logits.argmax(-1)
        self.p = log_p.exp()
        self.negative_entropy = torch.linalg.vecdot(self.p, log_p)

    def kl(self, logits: Float[Tensor, "token d_vocab"]) -> Float[Tensor, " token"]:
        """KL(model ‖ lens) in nats: Σ p log p − Σ p z + log Σ exp z, for the lens's logits z."""
        cross = torch.linalg.vecdot(self.p, logits) - logits.logsumexp(-1)
        return (self.negative_entropy - cross).clamp(min=0)
