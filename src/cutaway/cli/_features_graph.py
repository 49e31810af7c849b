"""`cutaway features graph`: which tokens predict a neuron or latent."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from cutaway import features
from cutaway.cli._common import bars
from cutaway.cli._features_cards import folder_and_unit, plain, source_of, text_of
from cutaway.cli._options import ModelOptions, Output
from cutaway.features import GraphOptions, GraphStudy
from cutaway.store import Packing


def graph(
    first: str | None = None,
    unit: int | None = None,
    *,
    site: str | None = None,
    random: int | None = None,
    corpus: str = "builtin",
    field: str = "text",
    store: Path | None = None,
    tokens: int | None = 200_000,
    heldout: float = 0.3,
    length: int = Packing.length,
    strongest: int = GraphOptions.strongest,
    replace_rows: int = 16,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Describe a latent or neuron as a graph over tokens (Neuron2Graph), and score it on held-out text.

    Parameters
    ----------
    first
        A dictionary's folder; left out, the dictionary that comes with Cutaway is meant.
    unit
        The latent's or neuron's number.
    site
        mlp_post.L: neurons of this layer.
    random
        So many units, drawn with the seed, instead of one.
    corpus
        The text: builtin, packages, a file, a folder, a .jsonl file, hf:NAME, sampled:N; or several, joined by +.
    field
        The field of the text in JSON lines and data sets.
    store
        Activations that `cutaway harvest` kept, instead of a corpus: the model is not run over it again.
    tokens
        Tokens of text, training and held out together.
    heldout
        The share of documents that is held out.
    length
        Tokens of a row of text.
    strongest
        Rows with the strongest activations that the graph is made from; others come from every quantile.
    replace_rows
        Rows on which the graph's predictions take the unit's place in the model; 0 for none.
    seed
        Draws units, examples and masks.
    """
    if random is not None:
        folder: Path | None = None if first is None else Path(first)
        number = 0
    else:
        folder, number = folder_and_unit(first, unit)
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        units = features.open_units(lm, source_of(lm, folder, site))
        chosen = [number] if random is None else features.draw_units(units.count, random, seed=seed)
        graphs = features.neuron_graphs(
            lm,
            units,
            chosen,
            text_of(lm, corpus, field, store),
            n_tokens=tokens,
            heldout=heldout,
            packing=Packing(length=length),
            options=GraphOptions(strongest=strongest, seed=seed),
            replace_rows=replace_rows,
            progress=progress,
        )
    found = (
        graphs[0] if random is None else GraphStudy(graphs=tuple(graphs), title=f"{len(graphs)} random {units.title}")
    )
    if not output.json_output:
        table = Table(
            "unit", "graph", "fires", "precision", "recall", "F1", "token table", "three tokens", title_justify="left"
        )
        for one in graphs:
            figures = (one.precision, one.recall, one.f1, one.token_table.f1, one.ngram.f1)
            table.add_row(str(one.unit), plain(one.label), str(one.graph.fired), *(f"{value:.2f}" for value in figures))
        Console().print(table)
    output.finish(found.to_json(), found.findings(), shown=found, lm=lm, subject=f"graphs of {units.title}", seed=seed)
