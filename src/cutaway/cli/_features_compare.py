"""`cutaway features compare`, `probe` and `contexts`: dictionaries beside each other, beside coordinates and neurons."""

from functools import partial
from typing import Annotated

import numpy as np
from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from cutaway import features
from cutaway.cli._common import bars
from cutaway.cli._features_eval import opened
from cutaway.cli._options import ModelOptions, Output
from cutaway.cli._probe import LabelledOptions
from cutaway.store import Packing, open_corpus


def compare(
    dictionary: str,
    other: str,
    *,
    corpus: str | None = None,
    field: str = "text",
    tokens: int = 50_000,
    length: int = Packing.length,
    rows: int = 8,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Match the latents of two dictionaries of the same site one to one: do they find the same features?

    Parameters
    ----------
    dictionary
        The folder of a dictionary, or bundled for the one that comes along.
    other
        The folder of another, such as one of another seed.
    corpus
        Leave out latents that no held-out token of this corpus makes active; all are compared unless given.
    field
        The field of the text in JSON lines and data sets.
    tokens
        How many tokens are read to see which are active.
    length
        Tokens of a row of text.
    rows
        Rows of each document at the most.
    seed
        Draws the rotation that shows what chance gives.
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        pair = [opened(path, lm) for path in (dictionary, other)]
        alive = None
        if corpus is not None:
            text = open_corpus(corpus, field=field, lm=lm).split("heldout")
            packing = Packing(length=length, rows_per_document=rows)
            read = partial(features.latent_density, lm, n_tokens=tokens, packing=packing, progress=progress)
            alive = [read(d, text) > 0 for d in pair]
        found = features.compare_dictionaries(*pair, alive=alive, seed=seed)
    subject = f"{dictionary} and {other}"
    output.finish(found.to_json(), found.findings(), shown=found, lm=lm, subject=subject, seed=seed)


def probe(
    dictionary: str,
    *,
    of: LabelledOptions = LabelledOptions(),
    letters: Annotated[bool, Parameter(negative=())] = False,
    k: tuple[int, ...] = (1, 2, 5, 10),
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Tell classes of prompts from few latents, beside as few coordinates; and see which latents absorb a class.

    Parameters
    ----------
    dictionary
        The folder of a dictionary, or bundled for the one that comes along.
    letters
        Instead of a file or a set: words by their first letter.
    k
        How many latents a probe sees; may be given again.
    seed
        Draws the prompts, the split and the random latents.
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        data = features.first_letters(lm, seed=seed) if letters else of.read(seed)
        found = features.sparse_probe(lm, opened(dictionary, lm), data, ks=k, seed=seed, progress=progress)
    result = found.to_json()
    if not output.json_output:
        table = Table(
            "entries seen", *found.auroc, title=f"AUROC on {found.data}; of everything {np.mean(found.dense):.3f}"
        )
        for index, size in enumerate(found.ks):
            table.add_row(str(size), *(f"{values[index]:.3f}" for values in result["mean_auroc"].values()))
        Console().print(table)
    output.finish(result, found.findings(), shown=found, lm=lm, subject=f"{found.data} in {dictionary}", seed=seed)


def contexts(
    dictionary: str,
    *,
    corpus: str = "builtin",
    field: str = "text",
    neurons: str | None = None,
    tokens: int = 50_000,
    length: int = Packing.length,
    rows: int = 8,
    units: int = 200,
    examples: int = 40,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Count how many different things latents and neurons are strong on.

    Parameters
    ----------
    dictionary
        The folder of a dictionary, or bundled for the one that comes along.
    corpus
        builtin, packages, a text file, a folder of them, a .jsonl file, hf:NAME, sampled:N; or several, joined by +.
    field
        The field of the text in JSON lines and data sets.
    neurons
        Whose neurons stand beside it, such as mlp_post.12; those of the dictionary's layer unless said.
    tokens
        How much text is read.
    length
        Tokens of a row of text.
    rows
        Rows of each document at the most.
    units
        How many latents and neurons.
    examples
        The strongest examples of each.
    seed
        Draws the units.
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        found = features.count_contexts(
            lm,
            opened(dictionary, lm),
            open_corpus(corpus, field=field, lm=lm),
            neurons=neurons,
            n_tokens=tokens,
            units=units,
            examples=examples,
            packing=Packing(length=length, rows_per_document=rows),
            seed=seed,
            progress=progress,
        )
    output.finish(found.to_json(), found.findings(), shown=found, lm=lm, subject=f"units of {dictionary}", seed=seed)
