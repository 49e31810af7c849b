"""From examples to paths: the shortest context that suffices, the tokens in it that matter, and what can replace them.

All of it is measured by running the model on pieces of text; pieces of all units and examples are run together. A piece
starts with the tokenizer's start token (or its end token, where it has no other), so that none of its own tokens is the
first, whose stream is of extreme size.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from cutaway.errors import DataError
from cutaway.features._units import Recorded, Units
from cutaway.features.neuron2graph._graph import Step, Trie
from cutaway.model import LanguageModel
from cutaway.progress import Progress, silent

_ROUNDS = ((0, 1, 2, 3), (4, 5, 6, 8), (10, 12, 16), (24, 32, 48, 64, 96, 128))
"""Tokens before the active one that are tried, round after round until one suffices."""
_FILL = 8
"""Random tokens that a mask or a test of "again" draws from, for each unit of the vocabulary's frequency table."""


@dataclass(frozen=True, kw_only=True)
class GraphOptions:
    """How a graph is made."""

    strongest: int = 16
    """Rows of training text with the strongest activations."""
    groups: int = 4
    """Quantiles of all active rows that further examples are drawn from."""
    per_group: int = 2
    """Rows drawn from each quantile."""
    longest: int = 32
    """Tokens before the active one of the longest context that is tried; what needs more is no pattern of tokens."""
    keeps: float = 0.5
    """A shorter context suffices if it keeps this share of the activation, and its peak."""
    important: float = 0.3
    """A token matters if masking it takes this share of the activation."""
    masks: int = 2
    """Random tokens that each token is masked by in turn; its importance is their mean."""
    reach: int = 16
    """Tokens before the active one that are masked; those farther back are taken not to matter."""
    substitutes: int = 4
    """Likely substitutes of each token that matters, from the model's prediction and from its embeddings each."""
    most: int = 5
    """Tokens of a path that matter, at the most; the most important are kept."""
    far: int = 8
    """Tokens at a greater distance become "earlier" instead of a gap."""
    fires: float = 0.5
    """The unit fires from this share of its peak: the median over its strongest rows of training text, so that one
    outlier does not decide."""
    seed: int = 0
    """Draws examples and masks."""

    def __post_init__(self) -> None:
        if (
            min(self.strongest, self.groups, self.masks, self.most, self.far) < 1
            or min(self.per_group, self.substitutes) < 0
        ):
            raise DataError("a graph needs examples, masks and steps; give 1 or more of each")
        if not (0 < self.keeps <= 1 and 0 < self.important <= 1 and 0 < self.fires <= 1):
            raise DataError("keeps, important and fires are shares; give them between 0 and 1")


@dataclass
class Piece:
    """One example of one unit on its way to a path."""

    column: int
    """The unit's place among those that are looked at."""
    row: list[int]
    """The text's tokens up to the active one."""
    activation: float
    """What the unit does on the last of them, in the whole row."""
    context: list[int] = field(default_factory=list)
    """The shortest context that suffices; its last token is the active one. Empty: none was found."""
    kept: float = 0.0
    """The activation in it."""
    importance: list[float] = field(default_factory=list)
    """[token of the context]"""


class Prober:
    """Runs pieces of text, and gives what each piece's own unit does on it.

    Args:
        lm: the model.
        units: all units of the place.
        chosen: those that are looked at.
        batch_tokens: tokens that are run at a time.
    """

    def __init__(self, lm: LanguageModel, units: Units, chosen: Sequence[int], *, batch_tokens: int = 4096):
        self.lm, self.units, self.chosen, self.batch_tokens = lm, units, list(chosen), batch_tokens
        marks = () if lm.tokenizer is None else (lm.tokenizer.bos_token_id, lm.tokenizer.eos_token_id)
        self.start = [mark for mark in marks if isinstance(mark, int)][:1]
        self.ran = 0
        """Tokens that were run."""

    def __call__(self, pieces: Sequence[tuple[int, Sequence[int]]]) -> list[np.ndarray]:
        """The activation on each token of each (column, tokens), the start token left out; equal texts are run once."""
        wanted: dict[tuple[int, ...], list[int]] = {}
        for n, (_, ids) in enumerate(pieces):
            wanted.setdefault(tuple(ids), []).append(n)
        texts = list(wanted)
        found: list[np.ndarray] = [np.zeros(0)] * len(pieces)
        for batch in self._batches(texts):
            tokens, values = self.units.run(self.lm, [[*self.start, *texts[k]] for k in batch], self.chosen)
            self.ran += int(tokens.lengths.sum())
            first = len(self.start)
            for place, k in enumerate(batch):
                for n in wanted[texts[k]]:
                    own = values[place, first : first + len(texts[k]), pieces[n][0]]
                    found[n] = own.clamp(min=0).cpu().numpy()
        return found

    def last(self, pieces: Sequence[tuple[int, Sequence[int]]]) -> np.ndarray:
        """The activation on the last token of each."""
        return np.array([values[-1] for values in self(pieces)])

    def likely(self, contexts: Sequence[Sequence[int]], most: int) -> list[np.ndarray]:
        """For each token of each context the `most` tokens that the model itself finds likeliest in its place."""
        found: list[np.ndarray] = [np.zeros((0, most), dtype=np.int64)] * len(contexts)
        for batch in self._batches(contexts):
            run = self.lm.run([[*self.start, *contexts[n]] for n in batch])
            self.ran += int(run.tokens.lengths.sum())
            for place, n in enumerate(batch):
                length = len(contexts[n])
                if self.start:
                    logits = run.logits[place, :length]
                    found[n] = logits.topk(most, -1).indices.cpu().numpy()
                else:  # nothing predicts the first token
                    ids = run.logits[place, : length - 1].topk(most, -1).indices.cpu().numpy()
                    found[n] = np.concatenate([np.full((1, most), -1), ids.reshape(-1, most)])
        return found

    def similar(self, tokens: Sequence[int], most: int) -> dict[int, list[int]]:
        """For each token those of the most similar embedding."""
        weight = self.lm.hf.get_input_embeddings().weight.detach().float()  # type: ignore[union-attr]
        length = weight.norm(dim=1).clamp(min=1e-30)
        found = {}
        for token in tokens:
            cosine = weight @ weight[token] / (length * length[token])
            cosine[token] = -2
            found[token] = cosine.topk(min(most, len(cosine) - 1)).indices.tolist()
        return found

    def _batches(self, pieces: Sequence[Sequence[int]]) -> Iterator[list[int]]:
        """Numbers of pieces to run together, of similar length."""
        batch: list[int] = []
        for n in sorted(range(len(pieces)), key=lambda n: -len(pieces[n])):
            longest = len(pieces[batch[0]]) if batch else 0
            if batch and (longest + 1) * (len(batch) + 1) > self.batch_tokens:
                yield batch
                batch = []
            batch.append(n)
        if batch:
            yield batch


def examples(text: Recorded, column: int, options: GraphOptions) -> list[Piece]:
    """Rows of training text where a unit peaks: the strongest, and some from every quantile of its active rows.

    Of the strongest, rows that end in a new pair of tokens come first, so that a phrase that the text repeats does not take
    all the places.
    """
    values = text.values[:, column]
    starts = text.starts[:-1]
    peaks = np.maximum.reduceat(values, starts) if len(text) else np.zeros(0)
    order = np.argsort(-peaks, kind="stable")
    order = order[peaks[order] > 0]
    peak_at = {
        int(row): int(text.starts[row]) + int(values[text.starts[row] : text.starts[row + 1]].argmax()) for row in order
    }
    pairs: set[tuple[int, ...]] = set()
    new, known = [], []
    for row, at in peak_at.items():
        pair = tuple(text.ids[at - 1 : at + 1].tolist())  # the first token of a row is never active
        (known if pair in pairs else new).append(row)
        pairs.add(pair)
    rows = [*new, *known][: options.strongest]
    rest = [row for row in peak_at if row not in set(rows)]
    rng = np.random.default_rng([options.seed, text.units[column]])
    for part in np.array_split(np.array(rest, dtype=np.int64), options.groups):
        rows += rng.permutation(part)[: options.per_group].tolist()
    return [
        Piece(
            column=column,
            row=text.ids[text.starts[row] : peak_at[row] + 1].tolist(),
            activation=float(values[peak_at[row]]),
        )
        for row in rows
    ]


def strongest_peak(text: Recorded, column: int, options: GraphOptions) -> float:
    """A unit's peak: the median activation over the strongest rows in which it is active; 0 where it never is."""
    values = text.values[:, column]
    peaks = np.sort(np.maximum.reduceat(values, text.starts[:-1]) if len(text) else np.zeros(0))[-options.strongest :]
    peaks = peaks[peaks > 0]
    return float(np.median(peaks)) if len(peaks) else 0.0


def prune(prober: Prober, pieces: Sequence[Piece], options: GraphOptions, progress: Progress = silent) -> None:
    """Find for each piece the shortest context (of the lengths that are tried) that keeps its activation and its peak.

    What is accepted was itself run: a piece for which no context suffices, not even the longest, has none.
    """
    open_pieces = list(pieces)
    for number, lengths in enumerate(_ROUNDS):
        tried: list[tuple[Piece, list[int]]] = []
        for piece in open_pieces:
            text = piece.row[1:] if prober.start and piece.row[:1] == prober.start else piece.row
            wanted = sorted({min(length + 1, len(text)) for length in lengths if length <= options.longest})
            done = min(_ROUNDS[number - 1][-1] + 1, len(text)) if number else 0
            tried += [(piece, text[-length:]) for length in wanted if length > done]
        outcomes = prober([(piece.column, ids) for piece, ids in tried])
        for (piece, ids), values in zip(tried, outcomes, strict=True):
            if not piece.context and suffices(values, piece.activation, options.keeps):
                piece.context, piece.kept = ids, float(values[-1])
        open_pieces = [piece for piece in open_pieces if not piece.context]
        progress("pruning", len(pieces) - len(open_pieces), len(pieces))


def suffices(values: np.ndarray, activation: float, keeps: float) -> bool:
    """Whether a context keeps a unit's peak at its end, and enough of its activation."""
    return bool(values[-1] >= keeps * activation and values[-1] > 0 and values[-1] >= values.max())


def weigh(prober: Prober, pieces: Sequence[Piece], common: np.ndarray, options: GraphOptions) -> None:
    """How much of its activation each piece loses when each of its tokens is masked: 1 - a(masked) / a.

    A causal model has no mask token; random tokens of the text (`common`) stand in for it.
    """
    rng = np.random.default_rng(options.seed)
    masked, owner = [], []
    for number, piece in enumerate(pieces):
        for place in range(max(0, len(piece.context) - 1 - options.reach), len(piece.context)):
            token = piece.context[place]
            for other in _others(rng, common, token, options.masks):
                masked.append((piece.column, [*piece.context[:place], other, *piece.context[place + 1 :]]))
                owner.append((number, place))
    lost = [np.zeros(len(piece.context)) for piece in pieces]
    for (number, place), value in zip(owner, prober.last(masked), strict=True):
        lost[number][place] += (1 - value / pieces[number].kept) / options.masks
    for piece, found in zip(pieces, lost, strict=True):
        piece.importance = found.tolist()


def grow(
    prober: Prober, pieces: Sequence[Piece], tries: Sequence[Trie], common: np.ndarray, options: GraphOptions
) -> None:
    """Add to each unit's trie the path of every piece, and those of substitutes that were run and keep enough of it."""
    for piece in pieces:
        for path in paths(piece.context, important(piece, options), options):
            tries[piece.column].add(path, piece.kept)
    _grow_substitutes(prober, pieces, tries, options)
    _grow_again(prober, pieces, tries, common, options)


def important(piece: Piece, options: GraphOptions) -> list[int]:
    """Places in the context that matter, in order; the most important ones where there are too many."""
    ranked = sorted(range(len(piece.context)), key=lambda place: -piece.importance[place])
    return sorted(place for place in ranked[: options.most] if piece.importance[place] >= options.important)


def paths(context: Sequence[int], matters: Sequence[int], options: GraphOptions) -> list[list[Step]]:
    """The paths of a context, from its end to its first token that matters: with its gaps as they are, and with freer ones."""
    last = len(context) - 1
    steps: list[list[Step]] = []
    first = Step("token", context[last]) if last in matters else Step("any")
    before = [place for place in reversed(matters) if place != last]
    for free in (False, True):
        path = [first]
        for right, left in pairwise([last, *before]):
            gap = right - left - 1
            if gap > options.far:
                path.append(Step("earlier", context[left]))
                continue
            if path[-1].kind == "earlier":  # where that stood is not known
                path.append(Step("earlier", context[left]))
                continue
            if gap and not free:
                path.append(Step("gap", least=gap, most=gap))
            elif gap:
                path.append(Step("gap", least=0, most=gap + 2))
            path.append(Step("token", context[left]))
        if path not in steps:
            steps.append(path)
    return steps


def _grow_substitutes(prober: Prober, pieces: Sequence[Piece], tries: Sequence[Trie], options: GraphOptions) -> None:
    if not options.substitutes or not pieces:
        return
    proposed = prober.likely([piece.context for piece in pieces], options.substitutes)
    wanted = {piece.context[place] for piece in pieces for place in important(piece, options)}
    similar = prober.similar(sorted(wanted), options.substitutes)
    tried: list[tuple[Piece, list[int], list[int]]] = []
    for piece, likely in zip(pieces, proposed, strict=True):
        matters = important(piece, options)
        for place in matters:
            own = piece.context[place]
            for other in dict.fromkeys([*likely[place].tolist(), *similar[own]]):
                if other >= 0 and other != own:
                    tried.append((piece, [*piece.context[:place], other, *piece.context[place + 1 :]], matters))
    values = prober.last([(piece.column, ids) for piece, ids, _ in tried])
    for (piece, ids, matters), value in zip(tried, values, strict=True):
        if value >= options.keeps * piece.kept:
            for path in paths(ids, matters, options):
                tries[piece.column].add(path, float(value))


def _grow_again(
    prober: Prober, pieces: Sequence[Piece], tries: Sequence[Trie], common: np.ndarray, options: GraphOptions
) -> None:
    """Where the active token and an earlier copy of it both matter: does any other pair of copies do as well?"""
    rng = np.random.default_rng(options.seed + 1)
    tried: list[tuple[Piece, list[int]]] = []
    copies: dict[int, list[int]] = {}
    for number, piece in enumerate(pieces):
        last = len(piece.context) - 1
        matters = important(piece, options)
        same = [place for place in matters if place != last and piece.context[place] == piece.context[last]]
        if not same or last not in matters:
            continue
        copies[number] = [place for place in matters if place not in same and place != last]
        tries[piece.column].add([Step("token", piece.context[last]), Step("again")], piece.kept)
        for other in _others(rng, common, piece.context[last], _FILL // 2):
            tried.append((piece, [other if token == piece.context[last] else token for token in piece.context]))
    values = prober.last([(piece.column, ids) for piece, ids in tried])
    by_piece: dict[int, list[float]] = {}
    for (piece, _), value in zip(tried, values, strict=True):
        by_piece.setdefault(id(piece), []).append(float(value))
    for number in copies:
        piece = pieces[number]
        found = by_piece[id(piece)]
        if np.mean([value >= options.keeps * piece.kept for value in found]) >= 0.5:
            tries[piece.column].add([Step("any"), Step("again")], float(np.mean(found)))


def _others(rng: np.random.Generator, common: np.ndarray, token: int, count: int) -> list[int]:
    """Random tokens of the text that are not this one."""
    drawn = rng.choice(common, size=4 * count + 8)
    other = [int(one) for one in drawn if one != token][:count]
    return other or [int(common[0])]
