"""Cards of all units in a folder: made in one pass that can be interrupted, read one at a time without a model.

The folder holds `cards.json` (what they are of), `units.parquet` and `examples.parquet` (by unit), `vocabulary.parquet`
(the text of each token) and, once there are any, `labels.parquet`. While the pass goes on, `pass.safetensors` holds its
state. `cards.json` says that all is there, and is written last.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save

from cutaway.errors import CorruptFileError, DataError
from cutaway.evidence import provenance
from cutaway.features._units import Source, Units, open_units, read_text, sided, text_record
from cutaway.features.cards._card import DEFAULT_OPTIONS, DEFAULT_PACKING, Card, card_of, finished
from cutaway.features.cards._pass import CardOptions, CardPass
from cutaway.files import replacing, write_atomically
from cutaway.model import LanguageModel
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.store import Corpus, Packing, Store

FORMAT = "cutaway cards 1"
RECORD, UNITS, EXAMPLES, VOCABULARY, LABELS, STATE = (
    "cards.json", "units.parquet", "examples.parquet", "vocabulary.parquet", "labels.parquet", "pass.safetensors",
)  # fmt: skip
_GROUP = 64
"""Units of a row group, which is what is read for one of them."""


def make_cards(
    lm: LanguageModel,
    source: Source,
    corpus: Corpus | Store,
    out: Path | str,
    *,
    n_tokens: int | None = None,
    packing: Packing = DEFAULT_PACKING,
    options: CardOptions = DEFAULT_OPTIONS,
    every: int = 100,
    progress: Progress = silent,
) -> "Cards":
    """Make the cards of all neurons of a layer, or of all latents of a dictionary, in one pass over text.

    Memory does not grow with the text. Interrupted and started again with the same arguments, it goes on where its
    state was last kept, and gives the same cards; finished cards of the same job are opened as they are.

    Args:
        lm: the model.
        source: `mlp_post.L` for neurons; a dictionary, or its folder.
        corpus: the text, or a store of the activations that the units are known from (then the model is not run).
        out: the folder.
        n_tokens: stop once so many tokens were read; None for the whole corpus.
        packing: how documents become rows.
        options: what a card holds.
        every: keep the state after so many batches.
        progress: told how many tokens were read.

    Returns:
        The cards, opened.

    Raises:
        DataError: the folder holds something else, or the cards of another job; no such dictionary.
        SiteError, PromptError: as for `LanguageModel.run`.
        FileError: a file cannot be written.
    """
    folder = Path(out)
    units = open_units(lm, source)
    job = {
        "sites": list(units.sites),
        "units": units.count,
        "dictionary": None if units.dictionary is None else _mark(units),
        "model": lm.name,
        "fingerprint": lm.fingerprint,
        "corpus": text_record(corpus),
        "n_tokens": n_tokens,
        "packing": packing.to_json(),
        "options": asdict(options),
    }
    if (folder / RECORD).exists():
        done = Cards.open(folder)
        _same(folder, {key: done.record.get(key) for key in job}, job)
        return done
    gathered = CardPass(torch.arange(units.count), units.count, options)
    if (folder / STATE).exists():
        units = _resumed(folder, gathered, units, job)
    elif folder.exists() and (not folder.is_dir() or any(not p.name.startswith(".") for p in folder.iterdir())):
        raise DataError(f"{folder} holds other files; name a new or empty folder for the cards")
    batches = read_text(lm, units, corpus, packing=packing, n_tokens=n_tokens, first=gathered.batches)
    units, batches = sided(lm, units, batches)
    for batch in batches:
        gathered.add(batch, units.of(batch).cpu())
        progress("reading text", gathered.tokens, n_tokens or 0)
        if gathered.batches % every == 0:
            _keep(folder, gathered, units, job)
    _keep(folder, gathered, units, job)
    _write(folder, lm, units, gathered, job, progress)
    (folder / STATE).unlink()
    return Cards.open(folder)


@dataclass(frozen=True, kw_only=True, eq=False)
class Cards(Shown):
    """The cards of all units of one place, in a folder."""

    folder: Path
    record: Mapping[str, Any]
    """What they are of, and how they were made."""

    @classmethod
    def open(cls, folder: Path | str) -> "Cards":
        """Open a folder of cards; no model is needed.

        Raises:
            DataError: there are no finished cards.
            CorruptFileError: the record is damaged.
        """
        folder = Path(folder)
        if not (folder / RECORD).is_file():
            begun = (
                " (they were begun: start the same command again to finish them)" if (folder / STATE).exists() else ""
            )
            raise DataError(
                f"there are no cards in {folder}{begun}; make them with: cutaway features cards --out {folder}"
            )
        try:
            record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        except ValueError as error:
            raise CorruptFileError(f"{folder / RECORD} is damaged ({error}); make the cards again") from None
        if not isinstance(record, dict) or record.get("format") != FORMAT:
            raise DataError(f"{folder / RECORD} is no record of cards; name a folder that features cards wrote")
        return cls(folder=folder, record=record)

    def __len__(self) -> int:
        return int(self.record["units"])

    def __iter__(self) -> Iterator[Card]:
        return (self.card(unit) for unit in range(len(self)))

    @property
    def model(self) -> str:
        """The model that they are of."""
        return str(self.record["model"])

    @property
    def provenance(self) -> Mapping[str, Any]:
        """How they were made."""
        return self.record["provenance"]

    @property
    def title(self) -> str:
        """What they are of, in words."""
        what = "neurons" if self.record["dictionary"] is None else "latents"
        return f"{len(self):,} {what} of {'+'.join(self.record['sites'])}"

    def name(self, unit: int) -> str:
        """What a unit is called."""
        site = "+".join(self.record["sites"])
        return f"{site}.{unit}" if self.record["dictionary"] is None else f"{site} latent {unit}"

    def card(self, unit: int) -> Card:
        """The card of one unit.

        Raises:
            DataError: there is none of that number.
        """
        if not 0 <= unit < len(self):
            raise DataError(f"unit {unit}: there are {self.title}, 0 to {len(self) - 1}")
        found = _read(self.folder / UNITS, [("unit", "=", unit)])
        examples = _read(self.folder / EXAMPLES, [("unit", "=", unit)])
        label = self.labels.get(unit, {})
        return card_of(
            found[0], examples, self.text, name=self.name(unit), tokens=self.record["tokens"],
            corpus=self.record["corpus"]["name"], model=self.model, label=label.get("label"),
            label_score=label.get("score"), provenance=self.provenance,
        )  # fmt: skip

    def text(self, token: int) -> str:
        """The text of a token id."""
        return self.vocabulary[token]

    @cached_property
    def vocabulary(self) -> list[str]:
        """The text of every token."""
        return [row["text"] for row in _read(self.folder / VOCABULARY)]

    @cached_property
    def labels(self) -> dict[int, dict[str, Any]]:
        """The labels that were given, by unit."""
        file = self.folder / LABELS
        return {row["unit"]: row for row in _read(file)} if file.exists() else {}

    def columns(self, *names: str) -> dict[str, list[Any]]:
        """Some columns of all units: `unit`, `side`, `active`, `density`, `peak`, `mean`, `promoted`, and others."""
        return read_table(self.folder / UNITS, columns=list(names))

    def write_labels(self, labels: Sequence[Mapping[str, Any]]) -> None:
        """Keep labels beside the cards, in place of older ones of the same units.

        Args:
            labels: each with `unit`, `label`, `method`, and perhaps `score`.

        Raises:
            FileError: the file cannot be written.
        """
        import pyarrow as pa

        kept = dict(self.labels) | {int(row["unit"]): dict(row) for row in labels}
        schema = pa.schema(
            [("unit", pa.int32()), ("label", pa.string()), ("method", pa.string()), ("score", pa.float64())]
        )
        rows = [{key: kept[unit].get(key) for key in schema.names} for unit in sorted(kept)]
        _table(self.folder / LABELS, rows, schema)
        self.__dict__.pop("labels", None)

    def to_json(self) -> dict[str, Any]:
        """What they are of, and a few figures of all units."""
        density = self.columns("density")["density"]
        return {
            **self.record,
            "folder": str(self.folder),
            "dead": sum(not share for share in density) / max(1, len(density)),
            "labelled": len(self.labels),
        }


def open_cards(folder: Path | str) -> Cards:
    """The cards in a folder, or in the folder `cards` in it (where a dictionary keeps its own); no model is needed.

    Raises:
        DataError: there are no finished cards.
        CorruptFileError: their record is damaged.
    """
    folder = Path(folder)
    inner = folder / "cards"
    return Cards.open(inner if not (folder / RECORD).exists() and (inner / RECORD).exists() else folder)


def _write(
    folder: Path, lm: LanguageModel, units: Units, gathered: CardPass, job: dict[str, Any], progress: Progress
) -> None:
    import pyarrow as pa

    records = finished(lm, units, gathered, progress)
    ints, floats = pa.list_(pa.int32()), pa.list_(pa.float32())
    schema = pa.schema(
        [
            ("unit", pa.int32()), ("side", pa.int8()), ("active", pa.int64()), ("density", pa.float64()),
            ("peak", pa.float32()), ("mean", pa.float32()), ("counts", pa.list_(pa.int64())),
            ("promoted", ints), ("promoted_logits", floats), ("suppressed", ints), ("suppressed_logits", floats),
            ("near", ints), ("near_cosine", floats), ("with", ints), ("with_share", floats), ("with_lift", floats),
        ]
    )  # fmt: skip
    _table(folder / UNITS, records, schema)
    schema = pa.schema(
        [
            ("unit", pa.int32()), ("group", pa.int8()), ("value", pa.float32()), ("row", pa.int64()),
            ("document", pa.int64()), ("place", pa.int32()), ("peak", pa.int32()), ("ids", ints), ("values", floats),
        ]
    )  # fmt: skip
    examples = (example for index in range(len(gathered.chosen)) for example in gathered.examples(index))
    o = gathered.options
    _table(folder / EXAMPLES, list(examples), schema, rows_of_group=_GROUP * (o.top + o.groups * o.per_group))
    words = [{"id": token, "text": str(lm.tokenizer.decode([token]))} for token in range(lm.d_vocab)]
    _table(folder / VOCABULARY, words, pa.schema([("id", pa.int32()), ("text", pa.string())]), rows_of_group=1 << 20)
    record = {
        "format": FORMAT,
        **job,
        "tokens": gathered.tokens,
        "rows": gathered.rows,
        "provenance": provenance(lm, seed=gathered.options.seed),
    }
    write_atomically(folder / RECORD, json.dumps(record, indent=1) + "\n")


def _table(path: Path, rows: list[dict[str, Any]], schema: Any, *, rows_of_group: int = _GROUP) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.Table.from_pylist(rows, schema=schema)
    with replacing(path) as temporary:
        parquet.write_table(table, temporary, row_group_size=rows_of_group, compression="zstd")


def read_table(path: Path, *, columns: list[str]) -> dict[str, list[Any]]:
    """Some columns of a Parquet file of the cards.

    Raises:
        CorruptFileError: it is missing or damaged.
    """
    return _opened(path, columns=columns).to_pydict()


def _read(path: Path, filters: Any = None) -> list[dict[str, Any]]:
    return _opened(path, filters=filters).to_pylist()


def _opened(path: Path, **options: Any) -> Any:
    from pyarrow import ArrowInvalid, parquet

    try:
        return parquet.read_table(path, **options)
    except (ArrowInvalid, OSError) as error:
        raise CorruptFileError(f"{path} cannot be read ({error}); make the cards again") from None


def _keep(folder: Path, gathered: CardPass, units: Units, job: dict[str, Any]) -> None:
    state = gathered.state()
    if units.sides is not None:
        state["sides"] = units.sides
    payload = save({name: tensor.contiguous() for name, tensor in state.items()}, {"job": json.dumps(job)})
    write_atomically(folder / STATE, payload)


def _resumed(folder: Path, gathered: CardPass, units: Units, job: dict[str, Any]) -> Units:
    """The pass as it was last kept; the units with their sides."""
    try:
        with safe_open(folder / STATE, "pt") as opened:
            before = json.loads((opened.metadata() or {})["job"])
            state = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
    except (SafetensorError, KeyError, ValueError) as error:
        raise CorruptFileError(f"{folder / STATE} is damaged ({error}); remove it to begin the cards again") from None
    _same(folder, before, job)
    gathered.restore(state)
    return replace(units, sides=state["sides"]) if "sides" in state else units


def _same(folder: Path, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    plain = json.loads(json.dumps(now))
    for key, value in plain.items():
        if before.get(key) != value:
            raise DataError(
                f"{folder} holds the cards of another job ({key} is {before.get(key)!r} there, {value!r} here); "
                "name another folder"
            )


def _mark(units: Units) -> str:
    """What tells a dictionary's weights from another's."""
    assert units.dictionary is not None
    weights = units.dictionary.W_dec.detach().float().cpu()
    return hashlib.sha256(weights.reshape(-1)[:: max(1, weights.numel() // 4096)].numpy().tobytes()).hexdigest()[:16]
