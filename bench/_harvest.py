"""What harvesting costs: tokens a second to disk, beside plain forward passes of transformers to the same depth."""

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

import torch
from torch import nn

from bench._common import model_folder, timed

TOKENS, LENGTH, MIDDLE = 8192, 128, 14


class _StopError(Exception):
    """Ends a plain forward pass behind a layer."""


def run(*, peers: bool, repeat: int) -> list[dict[str, Any]]:
    import cutaway
    from cutaway.store import Packing, builtin_corpus, harvest
    from cutaway.store._rows import batched, limited, rows_of

    lm = cutaway.load(model_folder())
    corpus, packing = builtin_corpus(), Packing(length=LENGTH)
    rows = limited(rows_of(corpus, lm.tokenizer, packing), TOKENS)
    batches = [lm.tokenize([list(row.ids) for row in batch]).ids for batch in batched(rows, 2048)]
    layers: Any = lm.hf.model.layers
    folder = Path(tempfile.mkdtemp())

    def plain(depth: int) -> None:
        """The same rows through transformers alone, stopped behind a layer."""

        def stop(module: nn.Module, args: Any, output: Any) -> None:
            raise _StopError

        hook = layers[depth].register_forward_hook(stop)
        with torch.no_grad():
            for ids in batches:
                with contextlib.suppress(_StopError):
                    lm.hf(input_ids=ids, use_cache=False, logits_to_keep=1)
        hook.remove()

    def kept(sites: list[str], **options: Any) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        harvest(lm, corpus, sites, folder, packing=packing, n_tokens=TOKENS, **options)

    last = lm.n_layers - 1
    times = timed(
        {
            "plain, to the middle": lambda: plain(MIDDLE),
            "one site in the middle": lambda: kept([f"resid_post.{MIDDLE}"]),
            "plain, to the end": lambda: plain(last),
            "every resid_post": lambda: kept(["resid_post"]),
            "every resid_post, as bfloat16": lambda: kept(["resid_post"], dtype="bfloat16"),
        },
        repeat,
    )
    shutil.rmtree(folder, ignore_errors=True)
    against = dict.fromkeys(times, "plain, to the end") | {
        "plain, to the middle": "plain, to the middle",
        "one site in the middle": "plain, to the middle",
    }
    return [
        {
            "what": what if what.startswith("plain") else f"harvest, {what}",
            "seconds": seconds,
            "ratio": seconds / times[against[what]],
            "against": against[what],
            "tokens_per_second": round(TOKENS / seconds),
            "speed_ratio": round(times[against[what]] / seconds, 3),
        }
        for what, seconds in times.items()
    ]
