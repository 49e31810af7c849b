"""`cutaway harvest`: activations over a corpus, to disk."""

import json
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.console import Console

from cutaway import store
from cutaway.cli._common import bars
from cutaway.cli._options import ModelOptions
from cutaway.store import Packing, open_corpus


def harvest(
    sites: list[str],
    *,
    out: Path,
    corpus: str = "builtin",
    field: str = "text",
    split: Literal["all", "train", "heldout"] = "all",
    tokens: int | None = None,
    length: int = Packing.length,
    together: bool = Packing.together,
    skip: int = 0,
    kept_as: Annotated[str | None, Parameter(name="--as")] = None,
    on: ModelOptions = ModelOptions(),
    json_output: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> None:
    """Keep activations of any sites over a corpus in a folder; interrupted, it goes on when it is started again.

    Parameters
    ----------
    sites
        What to keep, such as resid_post.12 or z.18.6; a kind without a layer means every layer.
    out
        The folder.
    corpus
        builtin (text that comes with Python), packages (docstrings of installed packages), a text file, a folder of
        them, a .jsonl file, hf:NAME for a Hugging Face data set, sampled:N for N texts that the model writes itself; or
        several, joined by +.
    field
        The field of the text in JSON lines and data sets.
    split
        Which documents: all, the nine tenths for training, or the held-out tenth.
    tokens
        Stop once so many tokens are kept; the whole corpus unless said.
    length
        Tokens of a row of text.
    together
        Join documents by the end token into full rows, instead of one document a row.
    skip
        Leave out so many positions at the start of each row.
    kept_as
        The type on disk: float32, bfloat16, float16 or float64; the model's own unless said.
    json_output
        Print JSON.
    """
    with bars(quiet=json_output) as progress:
        lm = on.open(progress)
        found = store.harvest(
            lm,
            open_corpus(corpus, field=field, lm=lm).split(split),
            sites,
            out,
            packing=Packing(length=length, together=together),
            n_tokens=tokens,
            dtype=kept_as,
            skip_positions=skip,
            progress=progress,
        )
    result = found.to_json()
    if json_output:
        print(json.dumps(result))
    else:
        Console().print(
            f"{result['tokens']:,} tokens at {len(result['sites'])} sites, {result['bytes'] / 1e6:,.1f} MB in "
            f"{result['shards']} shards: {out}",
            highlight=False,
        )
