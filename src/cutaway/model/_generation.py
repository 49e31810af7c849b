"""Text that a model wrote, and the batch that it is written from."""

from dataclasses import dataclass

import torch
from jaxtyping import Int
from torch import Tensor

from cutaway.model._run import Receipt
from cutaway.model._tokens import Tokens


@dataclass(frozen=True, kw_only=True)
class Generation:
    """Text that a model wrote.

    Attributes:
        prompts: the prompts' tokens.
        new_ids: the ids that were generated for each prompt, up to and including an end token.
        new_text: what was generated, as text.
        text: prompt and continuation, as text.
        receipt: what was edited on the way.
    """

    prompts: Tokens
    new_ids: list[list[int]]
    new_text: list[str]
    text: list[str]
    receipt: Receipt

    @property
    def ids(self) -> list[list[int]]:
        """The prompt's token ids followed by the generated ones, for each prompt."""
        return [old + new for old, new in zip(self.prompts.rows, self.new_ids, strict=True)]


def left_padded(
    tokens: Tokens,
) -> tuple[Int[Tensor, "batch pos"], Int[Tensor, "batch pos"], Int[Tensor, " batch"]]:
    """Ids of prompts that end together, the mask of their own tokens, and how much padding stands before each."""
    width = tokens.ids.shape[1]
    pads = width - tokens.lengths
    ids = torch.full_like(tokens.ids, int(tokens.ids[0, 0]))
    mask = torch.zeros_like(ids)
    for row, pad in enumerate(pads.tolist()):
        ids[row, pad:] = tokens.ids[row, : width - pad]
        mask[row, pad:] = 1
    return ids, mask, pads


def until_end(row: list[int], ends: set[int]) -> list[int]:
    """What was generated, without the filling after an end token."""
    for index, token in enumerate(row):
        if token in ends:
            return row[: index + 1]
    return row
