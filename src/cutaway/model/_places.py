"""Which rows and positions an edit means in one pass: all of a prompt, or a few tokens of a text that is being written."""

from typing import Literal

import torch
from jaxtyping import Bool, Int
from torch import Tensor

from cutaway.errors import EditError
from cutaway.model._edits import Edit

During = Literal["prompt", "generated", "both"]


def places(
    edit: Edit,
    lengths: Int[Tensor, " batch"],
    pads: Int[Tensor, " batch"],
    *,
    during: During,
    start: int,
    n_pos: int,
    device: torch.device,
) -> tuple[Int[Tensor, " row"], Int[Tensor, "row pos"], Bool[Tensor, "row pos"]] | None:
    """Rows, their positions and which of those are in this pass; None if there are none.

    Args:
        edit: whose rows and positions.
        lengths: tokens of each prompt.
        pads: padding on the left of each.
        during: on the prompt, on generated tokens, or on both.
        start: how many tokens, padding included, came before this pass.
        n_pos: how many tokens are in it.
        device: where the answer goes.

    Raises:
        EditError: rows that the batch does not have.
    """
    batch = len(lengths)
    rows = torch.arange(batch)
    if edit.rows is not None:
        chosen = edit.rows if isinstance(edit.rows, (slice, Tensor)) else torch.as_tensor(edit.rows)
        try:
            rows = rows[chosen].reshape(-1)
        except IndexError:
            raise EditError(f"'{edit}' is for rows {edit.rows}, but the batch has {batch} rows") from None
    lengths, pads = lengths[rows], pads[rows]
    if edit.pos is None:
        positions = torch.arange(start, start + n_pos) - pads[:, None]
    elif isinstance(edit.pos, slice):
        longest = int(lengths.max())
        positions = torch.arange(longest)[edit.pos].expand(len(rows), -1)
    else:
        positions = torch.as_tensor(edit.pos).cpu()
        positions = positions.reshape(1, -1) if positions.dim() < 2 else positions
        positions = positions.expand(len(rows), -1)
        positions = torch.where(positions < 0, positions + lengths[:, None], positions)
    offset = positions + pads[:, None] - start
    valid = (offset >= 0) & (offset < n_pos) & (positions >= 0)
    if isinstance(edit.pos, slice):
        valid &= positions < lengths[:, None]
    if during != "both":
        in_prompt = positions < lengths[:, None]
        valid &= in_prompt if during == "prompt" else ~in_prompt
    if not bool(valid.any()):
        return None
    return rows.to(device), positions.to(device), valid.to(device)
