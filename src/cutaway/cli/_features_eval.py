"""`cutaway features eval` and `convert`: what a dictionary is worth, and dictionaries of other libraries."""

import json
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from cutaway import features
from cutaway.cli._common import bars
from cutaway.cli._options import ModelOptions, Output
from cutaway.errors import DataError
from cutaway.features import Dictionary
from cutaway.model import LanguageModel
from cutaway.store import Packing, open_corpus

Json = Annotated[bool, Parameter(name="--json", negative=())]


def opened(path: str, lm: LanguageModel, *, site: str | None = None, target: str | None = None) -> Dictionary:
    """A dictionary of ours or of another library, tied to the model."""
    folder = Path(path).expanduser()
    own = folder if folder.suffix == ".safetensors" else folder / "dictionary.safetensors"
    if own.is_file() and own.name == "dictionary.safetensors":
        found = features.load_dictionary(folder)
        found.check(lm)
        return found
    return features.read_published_dictionary(path, lm, site=site, target=target)


def evaluate(
    dictionary: str,
    *,
    corpus: str = "builtin",
    field: str = "text",
    tokens: int = 100_000,
    loss_tokens: int = 20_000,
    length: int = Packing.length,
    site: str | None = None,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Measure a dictionary on the held-out tenth of a corpus: FVU, L0, dead share, and what the model loses by it.

    Parameters
    ----------
    dictionary
        The folder of a dictionary; one of SAELens, sparsify, dictionary_learning, Gemma Scope or Llama Scope will do, also
        as org/name/folder on the hub.
    corpus
        builtin (text that comes with Python), a text file, a folder of them, a .jsonl file, hf:NAME for a Hugging
        Face data set, or sampled:N for N texts that the model writes itself. Only its held-out documents are read.
    field
        The field of the text in JSON lines and data sets.
    tokens
        Tokens for FVU, L0 and the dead share.
    loss_tokens
        Tokens for the losses, which take three runs of the whole model.
    length
        Tokens of a row of text.
    site
        Where a dictionary of another library belongs, if its files do not say.
    seed
        Draws the intervals.
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        found = features.evaluate_dictionary(
            lm,
            opened(dictionary, lm, site=site),
            open_corpus(corpus, field=field, lm=lm).split("heldout"),
            n_tokens=tokens,
            loss_tokens=loss_tokens,
            packing=Packing(length=length),
            seed=seed,
            progress=progress,
        )
    result = found.to_json()
    if not output.json_output:
        table = Table("figure", "value", "95% interval", title=found.dictionary)
        for name in ("fvu", "l0", "dead", "delta_ce", "kl", "ce_recovered", "delta_ce_zero", "ce"):
            interval = result["intervals"].get(name)
            table.add_row(name, f"{result[name]:.4g}", "" if interval is None else "{:.4g} to {:.4g}".format(*interval))
        Console().print(table)
    output.finish(result, found.findings(), shown=found, lm=lm, subject=f"dictionary {dictionary}", seed=seed)


def convert(
    dictionary: str,
    *,
    out: Path,
    to: str = "cutaway",
    site: str | None = None,
    target: str | None = None,
    scale: float | None = None,
    revision: str | None = None,
    on: ModelOptions = ModelOptions(),
    json_output: Json = False,
) -> None:
    """Read a dictionary of another library and keep it as ours, or write one for SAELens.

    Parameters
    ----------
    dictionary
        The folder of a dictionary, or org/name/folder on the hub.
    out
        The folder that it is written to.
    to
        cutaway, or saelens.
    site
        What it reads, if its files do not say.
    target
        What it reconstructs, if its files do not say.
    scale
        The factor on activations that SAELens' expected_average_only_in leaves out of its files.
    revision
        Branch, tag or commit, on the hub.
    json_output
        Print JSON.
    """
    if to not in ("cutaway", "saelens"):
        raise DataError(f"--to {to!r}; use cutaway or saelens")
    with bars(quiet=json_output) as progress:
        lm = on.open(progress)
        if scale is not None or revision is not None:
            found = features.read_published_dictionary(
                dictionary, lm, site=site, target=target, scale=scale, revision=revision
            )
        else:
            found = opened(dictionary, lm, site=site, target=target)
        if to == "saelens":
            features.write_saelens(found, out)
        else:
            found.save(out)
    result: dict[str, Any] = {"out": str(out), "to": to, **found.to_json()}
    if json_output:
        print(json.dumps(result))
    else:
        Console().print(f"{found!r} in {out}", highlight=False)
