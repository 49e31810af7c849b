"""Activations over a corpus, batch after batch, without a disk: what a store keeps, and what training can run on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Int
from torch import Tensor

from cutaway.errors import DataError, NonFiniteError, NotReadError
from cutaway.model import LanguageModel, Site
from cutaway.store._corpus import Corpus
from cutaway.store._rows import DEFAULT_PACKING, Packing, Row, batched, limited, rows_of

BATCH_TOKENS = 2048


@dataclass(frozen=True, kw_only=True, eq=False)
class Batch:
    """Activations of some tokens of a corpus, each site's with the token as first axis."""

    activations: Mapping[str, Tensor]
    """By site, one layer each: [token ...]. For `scores` and `pattern` [token head key], with as many keys as a row
    has tokens at the most; keys that a token cannot see are -inf and 0."""
    ids: Int[Tensor, " token"]
    pos: Int[Tensor, " token"]
    """The token's position in its row."""
    document: Int[Tensor, " token"]
    """The number of the document that its row starts in."""

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, site: "str | Site") -> Tensor:
        """One site of one layer, [token ...].

        Raises:
            NotReadError: it is not among those that were read.
        """
        try:
            return self.activations[str(Site.parse(site))]
        except KeyError:
            raise NotReadError(f"{site} was not read; there are {', '.join(self.activations)}") from None


def stream(
    lm: LanguageModel,
    corpus: Corpus,
    sites: Sequence[str | Site] | str | Site,
    *,
    packing: Packing = DEFAULT_PACKING,
    n_tokens: int | None = None,
    batch_tokens: int = BATCH_TOKENS,
    skip_positions: int = 0,
    dtype: torch.dtype | None = None,
    first: int = 0,
) -> Iterator[Batch]:
    """Read sites over a corpus; the forward pass stops behind the last layer that is needed.

    Rows of similar length are run together, so the order is that of the corpus only roughly; it is the same each time.

    Args:
        lm: the model.
        corpus: where the text comes from.
        sites: sites to read; a kind without a layer means every layer.
        packing: how documents become rows.
        n_tokens: stop once so many tokens were given; None for the whole corpus.
        batch_tokens: tokens that are run at a time, with padding.
        skip_positions: leave out so many positions at the start of each row. The first token of a row mostly has a
            residual stream of extreme size, which is no matter of its content.
        dtype: the type of what is given; None: the model's.
        first: leave out so many batches at the start, without running them.

    Returns:
        An iterator over batches, whose tensors lie on the CPU.

    Raises:
        SiteError, PromptError: as for `LanguageModel.run`.
        DataError: the rows are longer than the model's context, or the corpus is empty.
        NonFiniteError: an activation is NaN or infinite, or is so in `dtype`.
    """
    resolved = resolved_sites(lm, sites)
    if lm.context_length is not None and packing.length > lm.context_length:
        raise DataError(f"rows of {packing.length} tokens exceed the model's context of {lm.context_length}")
    rows = limited(rows_of(corpus, lm.tokenizer, packing), n_tokens, skip_positions)
    return _batches(
        lm, batched(rows, batch_tokens), resolved, packing.length, skip_positions, dtype, first, corpus.name
    )


def _batches(
    lm: LanguageModel,
    plan: Iterable[list[Row]],
    sites: list[Site],
    length: int,
    skip_positions: int,
    dtype: torch.dtype | None,
    first: int,
    name: str,
) -> Iterator[Batch]:
    number = -1
    for number, rows in enumerate(plan):
        if number >= first:
            yield run_rows(lm, rows, sites, length=length, skip_positions=skip_positions, dtype=dtype)
    if number < 0:
        raise DataError(f"the corpus {name} has no row to run; give more text, or a smaller Packing.shortest")


def resolved_sites(lm: LanguageModel, sites: Sequence[str | Site] | str | Site) -> list[Site]:
    """Every site that is meant, one a layer.

    Raises:
        DataError: no site was given.
    """
    given = [sites] if isinstance(sites, str | Site) else list(sites)
    found = list(dict.fromkeys(site for text in given for site in lm.resolve(Site.parse(text))))
    if not found:
        raise DataError("no site was given; name at least one, such as resid_post.12")
    return found


def run_rows(
    lm: LanguageModel,
    rows: Sequence[Row],
    sites: Sequence[Site],
    *,
    length: int,
    skip_positions: int = 0,
    dtype: torch.dtype | None = None,
) -> Batch:
    """One forward pass over some rows, with a token a row of the result."""
    needs_logits = any(site.kind == "logits" for site in sites)
    run = lm.run([list(row.ids) for row in rows], read=list(sites), logits=needs_logits, device="cpu", dtype=dtype)
    lengths, width = run.tokens.lengths, run.tokens.ids.shape[1]
    place = torch.arange(width).expand(len(rows), -1)
    kept = (place < lengths[:, None]) & (place >= skip_positions)
    every = bool(kept.all())

    def tokens_first(activation: Tensor) -> Tensor:
        return activation.flatten(0, 1) if every else activation[kept]

    activations = {}
    for site in sites:
        activation = _position_first(run[site], site, length)
        activations[str(site)] = found = tokens_first(activation)
        if site.kind != "scores" and not bool(torch.isfinite(found.sum(dtype=torch.float32))):
            _require_finite(found, site)
    documents = torch.tensor([row.document for row in rows])[:, None].expand(-1, width)
    return Batch(
        activations=activations,
        ids=tokens_first(run.tokens.ids),
        pos=tokens_first(place),
        document=tokens_first(documents),
    )


def _require_finite(activation: Tensor, site: Site) -> None:
    bad = ~torch.isfinite(activation)
    if bool(bad.any()):
        raise NonFiniteError(
            f"{int(bad.sum())} entries of {site} are NaN or infinite in {str(activation.dtype).removeprefix('torch.')}; "
            "keep them as float32 or bfloat16, which have a larger range than float16"
        )


def _position_first(activation: Tensor, site: Site, length: int) -> Tensor:
    """[batch pos ...]; scores and patterns padded to `length` keys."""
    if site.kind not in ("scores", "pattern"):
        return activation
    missing = length - activation.shape[-1]
    fill = float("-inf") if site.kind == "scores" else 0.0
    padded = torch.nn.functional.pad(activation, (0, missing), value=fill)
    return padded.movedim(2, 1) if site.unit is None else padded
