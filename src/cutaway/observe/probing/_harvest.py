"""Activations at the probed positions: every site in one pass over the prompts, in bounded memory."""

import os
import tempfile
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError, FileError, NonFiniteError, SiteUnavailableError
from cutaway.model import LanguageModel, Site, Tokens
from cutaway.observe.probing._labelled import Rows
from cutaway.progress import Progress, silent

IN_MEMORY = 1 << 30
"""Activations beyond so many bytes lie in a temporary file, which the system reads back as they are used."""
_BATCH_TOKENS = 4096
_BATCH_BYTES = 1 << 28
"""What one batch may read, all sites and positions together."""

Harvest = Mapping[Site, Float[np.ndarray, "row d"]]


def sites_of(lm: LanguageModel, site: str | Site, layers: Sequence[int] | None = None) -> list[Site]:
    """The sites that a probe of `site` reads: one a layer.

    Raises:
        UnknownSiteError: as for `LanguageModel.resolve`.
        SiteUnavailableError: the model lacks it, or its size depends on the prompt's length (attention patterns).
        DataError: layers were given for a site that has its layer already, or for one without layers.
    """
    parsed = Site.parse(site)
    if parsed.kind in ("scores", "pattern"):
        raise SiteUnavailableError(
            f"a probe reads vectors of one size, and {parsed.kind} grows with the prompt; probe z, q or k instead"
        )
    if layers is None:
        return lm.resolve(parsed)
    if not parsed.info.layered or parsed.layer is not None:
        raise DataError(
            f"layers={list(layers)} with the site {parsed}; give a kind that has layers, such as resid_post"
        )
    return list(dict.fromkeys(one for layer in layers for one in lm.resolve(parsed.at(layer))))


def harvest(lm: LanguageModel, rows: Rows, sites: Sequence[Site], *, progress: Progress = silent) -> Harvest:
    """Read all sites at the rows' positions, each prompt once.

    Prompts run in batches of similar length; nothing is kept but the positions asked for. A site with heads is read
    as one vector, the heads side by side.

    Returns:
        For each site [row d], fp32; backed by a temporary file where all of it exceeds `IN_MEMORY`.

    Raises:
        NonFiniteError: an activation is NaN or infinite.
        FileError: the temporary file has no room.
    """
    lengths = rows.tokens.lengths
    used = np.unique(rows.prompt)
    order = used[np.argsort(lengths.numpy()[used], kind="stable")]
    of_prompt = np.split(np.argsort(rows.prompt, kind="stable"), np.searchsorted(np.sort(rows.prompt), used)[1:])
    own = dict(zip(used.tolist(), of_prompt, strict=True))
    widths = _widths(lm, rows.tokens.rows[order[0]], sites)
    per_token = 4 * sum(widths.values())
    kept = {site: _array((len(rows), width), len(rows) * per_token > IN_MEMORY) for site, width in widths.items()}
    done = 0
    for batch in _batches(order.tolist(), lengths.tolist(), min(_BATCH_TOKENS, _BATCH_BYTES // per_token)):
        own_lengths = lengths[batch]
        tokens = Tokens(rows.tokens.ids[batch, : int(own_lengths.max())], own_lengths, rows.tokens.tokenizer)
        run = lm.run(tokens, read=sites, logits=False)
        indices = np.concatenate([own[prompt] for prompt in batch])
        slot = torch.as_tensor(np.repeat(np.arange(len(batch)), [len(own[prompt]) for prompt in batch]))
        last, first = torch.as_tensor(rows.pos[indices]), torch.as_tensor(rows.first[indices])
        for site in sites:
            values = _values(run[site], slot, first, last, mean=rows.mean)
            if not bool(torch.isfinite(values).all()):
                bad = int((~torch.isfinite(values)).any(-1).nonzero()[0])
                raise NonFiniteError(f"{site} is NaN or infinite in prompt {int(rows.prompt[indices[bad]])}")
            kept[site][indices] = values.cpu().numpy()
        done += len(batch)
        progress("reading activations", done, len(order))
    return kept


def _widths(lm: LanguageModel, ids: list[int], sites: Sequence[Site]) -> dict[Site, int]:
    """Numbers that each site has at a position."""
    run = lm.run(ids[:1], read=sites, logits=False)
    return {site: run[site][0, 0].numel() for site in sites}


def _values(
    activation: Float[Tensor, "batch pos *rest"], slot: Tensor, first: Tensor, last: Tensor, *, mean: bool
) -> Float[Tensor, "row d"]:
    flat = activation.flatten(2) if activation.dim() > 2 else activation
    slot, first, last = (index.to(flat.device) for index in (slot, first, last))
    if not mean:
        return flat[slot, last].float()
    return torch.stack([flat[s, a : b + 1].float().mean(0) for s, a, b in zip(slot, first, last, strict=True)])


def _array(shape: tuple[int, int], on_disk: bool) -> np.ndarray:
    if not on_disk:
        return np.empty(shape, dtype=np.float32)
    size = 4 * shape[0] * shape[1]
    try:
        with tempfile.TemporaryFile(prefix="cutaway-") as file:  # the mapping keeps it alive
            file.truncate(size)
            if hasattr(os, "posix_fallocate"):  # writing to a mapping of a full disk would end the process
                os.posix_fallocate(file.fileno(), 0, size)
            return np.memmap(file, dtype=np.float32, mode="r+", shape=shape)
    except OSError as error:
        raise FileError(
            f"no room for {size:,} bytes of activations in {tempfile.gettempdir()} ({error.strerror}); free some, set "
            "TMPDIR to another disk, or probe fewer layers or rows"
        ) from error


def _batches(prompts: list[int], lengths: list[int], most: int) -> list[list[int]]:
    """Prompts in order of their length, so many that a batch stays below a number of tokens."""
    batches: list[list[int]] = []
    for prompt in prompts:
        if not batches or (len(batches[-1]) + 1) * lengths[prompt] > most:
            batches.append([])
        batches[-1].append(prompt)
    return batches


def embeddings(lm: LanguageModel, rows: Rows) -> Float[np.ndarray, "row d"]:
    """The mean input embedding of each row's tokens: what can be told without the model's layers."""
    table = lm.hf.get_input_embeddings().weight  # type: ignore[union-attr]
    words = [rows.words(row) for row in range(len(rows))]
    return np.stack([table[torch.tensor(ids, device=table.device)].float().mean(0).cpu().numpy() for ids in words])  # type: ignore[index]
