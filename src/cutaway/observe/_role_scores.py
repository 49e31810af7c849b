"""How strongly every head shows each role, and the same measure where the text's order is destroyed.

On random tokens of which a list comes twice (Olsson et al. 2022), with n the length of the list:

- induction: attention from t to t−(n−1), the token that came after this one the first time (prefix matching);
- duplicate_token: attention from t to t−n, the same token's first occurrence;
- previous_token: attention from t to t−1;
- attention_sink: attention from t to position 0 (Xiao et al. 2023).

On indirect object identification (Wang et al. 2022), from the last position:

- name_mover: attention to the indirect object, times how far the head's OV circuit prefers that very name;
- negative: the same, where it works against that name (copy suppression, McDougall et al. 2023);
- s_inhibition: attention to the subject's second mention, in a layer before the last name mover's.

On days, months, numbers and letters (Gould et al. 2023), successor: the share of items for which the head's OV circuit,
given what attention really reads at the item, ranks the next item first among its kind.

How far a circuit prefers a token, `preference`, is the chance that it raises the logit of the token it looks at more than
that of another one of the same kind, times two, less one: 1 it always copies, −1 it always suppresses, 0 neither. It is
a rank, so the final norm's scale plays no part, and later layers are left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import torch
from jaxtyping import Float, Int
from torch import Tensor

from cutaway.errors import DataError
from cutaway.model import LanguageModel, Run, Tokens
from cutaway.observe._weights import output_weights, token_unembedding
from cutaway.tasks import Task, ioi

_BYTES = 512 << 20
"""Prompts are run so many at a time that what is read of them stays below this."""

SERIES = {
    "days": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "months": "January February March April May June July August September October November December",
    "numbers": "one two three four five six seven eight nine ten eleven twelve",
    "ordinals": "first second third fourth fifth sixth seventh eighth ninth tenth",
    "digits": "0 1 2 3 4 5 6 7 8 9",
    "letters": "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z",
}
_INTRO = "The next one is"


@dataclass(frozen=True, kw_only=True, eq=False)
class Measured:
    """One role's score of every head."""

    per_row: Float[Tensor, "row layer head"]
    """One row a sequence, prompt or item."""
    baseline: Float[Tensor, "row layer head"]
    """The same measure where order is destroyed."""

    @property
    def score(self) -> Float[Tensor, "layer head"]:
        """The mean over rows."""
        return self.per_row.mean(0)

    @property
    def shuffled(self) -> Float[Tensor, "layer head"]:
        """The mean of the baseline."""
        return self.baseline.mean(0)


def start_ids(lm: LanguageModel) -> list[int]:
    """The special tokens that the tokenizer puts in front of a text."""
    if lm.tokenizer is None:
        return []
    bare = list(lm.tokenizer("a", add_special_tokens=False)["input_ids"])
    whole = lm.tokenize("a").rows[0]
    return whole[: whole.index(bare[0])] if bare and bare[0] in whole else []


def repeated(lm: LanguageModel, n: int, length: int, *, seed: int, shuffled: bool = False) -> Int[Tensor, "row pos"]:
    """Lists of different random tokens, each said twice; with `shuffled` the second time in another order.

    Raises:
        DataError: the vocabulary or the context is too small for such lists.
    """
    start = start_ids(lm)
    special = set() if lm.tokenizer is None else set(lm.tokenizer.all_special_ids)
    size = lm.d_vocab if lm.tokenizer is None else min(lm.d_vocab, len(lm.tokenizer))
    usable = torch.tensor([token for token in range(size) if token not in special])
    room = lm.context_length or 1 << 30
    if length < 3 or length > len(usable) or len(start) + 2 * length > room:
        raise DataError(
            f"length={length}: give a list of 3 to {min(len(usable), (room - len(start)) // 2)} tokens for {lm.name}"
        )
    generator = torch.Generator().manual_seed(seed)
    rows = []
    for _ in range(n):
        first = usable[torch.randperm(len(usable), generator=generator)[:length]]
        order = torch.randperm(length, generator=generator)
        rows.append(torch.cat([torch.tensor(start, dtype=torch.long), first, first[order] if shuffled else first]))
    return torch.stack(rows)


def preference(
    lm: LanguageModel,
    layer: int,
    v: Float[Tensor, "row pos kv_head d_value"],
    own: Int[Tensor, "row pos"],
    among: Int[Tensor, "row candidate"],
) -> Float[Tensor, "row pos head"]:
    """How far each head's OV circuit prefers the token `own` to the others in `among`: −1 to 1."""
    return _rank(_direct(lm, layer, v, among), own, among)


def _rank(
    moved: Float[Tensor, "row pos head candidate"], own: Int[Tensor, "row pos"], among: Int[Tensor, "row candidate"]
) -> Float[Tensor, "row pos head"]:
    """The share of the other candidates that `own` exceeds (half of those it equals), times two, less one."""
    is_own = (among[:, None, :] == own[..., None])[:, :, None]  # [row pos 1 candidate]
    value = moved.masked_fill(~is_own, -torch.inf).amax(-1, keepdim=True)
    above = (value > moved).float() + 0.5 * (value == moved).float()
    others = (~is_own).float()
    return 2 * (above * others).sum(-1) / others.sum(-1).clamp(min=1) - 1


def _direct(
    lm: LanguageModel,
    layer: int,
    v: Float[Tensor, "row pos kv_head d_value"],
    among: Int[Tensor, "row candidate"],
) -> Float[Tensor, "row pos head candidate"]:
    """What each head would write to some tokens' logits if it looked at that position only, up to a positive scale."""
    w_o = output_weights(lm, layer)
    reader = token_unembedding(lm, among).to(w_o)
    values = v.repeat_interleave(lm.n_heads // v.shape[2], dim=2).to(w_o)
    return torch.einsum("bphd,bhdc->bphc", values, torch.einsum("hdm,bcm->bhdc", w_o, reader))


def _runs(lm: LanguageModel, ids: Int[Tensor, "row pos"]) -> Iterator[tuple[slice, Run]]:
    """Patterns and values of all layers, some rows at a time."""
    width = ids.shape[1]
    per_row = 4 * lm.n_layers * width * (lm.n_heads * width + lm.n_kv_heads * lm.d_head)
    step = max(1, _BYTES // per_row)
    for first in range(0, len(ids), step):
        rows = slice(first, first + step)
        yield rows, lm.run(ids[rows], read=["pattern", "v"], logits=False)


def repeated_scores(lm: LanguageModel, *, n: int, length: int, seed: int) -> dict[str, Measured]:
    """induction, duplicate_token, previous_token and attention_sink, and `copying` of the tokens that come twice.

    The baseline of the first two is the same attention where the second list is shuffled; of the next two, which have
    nothing to do with order, attention to the other positions in sight; of copying, the preference for another token
    of the list than the one that is looked at.
    """
    offset = len(start_ids(lm))
    found: dict[str, list[Tensor]] = {}
    for shuffled in (False, True):
        ids = repeated(lm, n, length, seed=seed, shuffled=shuffled)
        for rows, run in _runs(lm, ids):
            for name, value in _of_repeated(lm, run, ids[rows], offset, length, shuffled=shuffled).items():
                found.setdefault(name, []).append(value)
    whole = {name: torch.cat(parts) for name, parts in found.items()}
    return {
        name: Measured(per_row=whole[name], baseline=whole[f"{name} shuffled"])
        for name in ("induction", "duplicate_token", "previous_token", "attention_sink", "copying")
    }


def _of_repeated(
    lm: LanguageModel, run: Run, ids: Tensor, offset: int, length: int, *, shuffled: bool
) -> dict[str, Float[Tensor, "row layer head"]]:
    pattern = run["pattern"].movedim(0, 1).float()  # [row layer head query key]
    second = torch.arange(offset + length, offset + 2 * length)
    names = {"induction": length - 1, "duplicate_token": length}
    mark = " shuffled" if shuffled else ""
    found = {name + mark: pattern[..., second, second - back].mean(-1) for name, back in names.items()}
    if shuffled:
        return found
    later = torch.arange(1, ids.shape[1])
    total = pattern.sum(-1)[..., later]
    for name, keys in (("previous_token", later - 1), ("attention_sink", torch.zeros_like(later))):
        shares = pattern[..., later, keys]
        found[name] = shares.mean(-1)
        found[f"{name} shuffled"] = ((total - shares) / later).mean(-1)
    first = torch.arange(offset, offset + length)
    among = ids[:, first]
    moved = [_direct(lm, layer, run[f"v.{layer}"][:, first], among) for layer in range(lm.n_layers)]
    for name, own in (("copying", among), ("copying shuffled", among.roll(1, dims=1))):
        found[name] = torch.stack([_rank(one, own, among).mean(1) for one in moved], dim=1)
    return found


def ioi_task(lm: LanguageModel, *, n: int, seed: int, split: str = "train") -> Task:
    """Prompts whose corrupted twin names a third person instead of the subject again."""
    return ioi(lm, n=n, seed=seed, split=split, corruption="third")


def ioi_scores(lm: LanguageModel, task: Task, *, seed: int) -> dict[str, Measured]:
    """name_mover, negative and s_inhibition; the baseline is the same on the prompts with their words shuffled.

    The last token and special ones at the start keep their places.
    """
    tokens = lm.tokenize(task.clean)
    answers = task.answers(lm)
    names = torch.tensor(sorted({ids[0] for ids in (*answers.correct, *answers.wrong)}))
    owns = torch.tensor([ids[0] for ids in answers.correct])
    spans = task.token_spans(lm)
    places = {name: torch.tensor([span[name][1] - 1 for span in spans]) for name in ("IO", "S2")}
    shuffled, moved = _shuffle(tokens, places, len(start_ids(lm)), seed)
    clean = _of_ioi(lm, tokens, places, owns, names)
    mixed = _of_ioi(lm, shuffled, moved, owns, names)
    return {name: Measured(per_row=clean[name], baseline=mixed[name]) for name in clean}


def _of_ioi(
    lm: LanguageModel, tokens: Tokens, places: dict[str, Tensor], owns: Tensor, names: Tensor
) -> dict[str, Float[Tensor, "row layer head"]]:
    run = lm.run(tokens, read=["pattern", "v"], logits=False)
    rows = torch.arange(len(tokens))
    looks = {name: _looking(run, at) for name, at in places.items()}
    among = names.expand(len(tokens), -1)
    prefers = torch.stack(
        [
            preference(lm, layer, run[f"v.{layer}"][rows, places["IO"]][:, None], owns[:, None], among)[:, 0]
            for layer in range(lm.n_layers)
        ],
        dim=1,
    )
    return {
        "name_mover": looks["IO"] * prefers.clamp(min=0),
        "negative": looks["IO"] * (-prefers).clamp(min=0),
        "s_inhibition": looks["S2"],
    }


def _looking(run: Run, at: Int[Tensor, " row"]) -> Float[Tensor, "row layer head"]:
    """Attention from each prompt's last position to one position of it."""
    rows = torch.arange(len(at))
    return run["pattern"].movedim(1, 0)[rows, :, :, run.tokens.lengths - 1, at].float()


def _shuffle(tokens: Tokens, places: dict[str, Tensor], start: int, seed: int) -> tuple[Tokens, dict[str, Tensor]]:
    """The prompts with all but their first and last tokens in another order, and where the places went."""
    generator = torch.Generator().manual_seed(seed)
    ids = tokens.ids.clone()
    moved = {name: at.clone() for name, at in places.items()}
    for row, length in enumerate(tokens.lengths.tolist()):
        order = torch.cat(
            [
                torch.arange(start),
                start + torch.randperm(length - 1 - start, generator=generator),
                torch.tensor([length - 1]),
            ]
        )
        ids[row, :length] = tokens.ids[row, order]
        for name, at in places.items():
            moved[name][row] = int((order == at[row]).nonzero())
    return Tokens(ids, tokens.lengths, tokens.tokenizer), moved


@dataclass(frozen=True, kw_only=True)
class Series:
    """Items in order, each one token after the same beginning."""

    name: str
    lead: tuple[int, ...]
    """Tokens between the text and an item (a space of its own, for some tokenizers' digits)."""
    ids: tuple[int, ...]


def series(lm: LanguageModel) -> tuple[Series, ...]:
    """The series whose items this tokenizer keeps to one token.

    Raises:
        DataError: there are none.
    """
    if lm.tokenizer is None:
        raise DataError("successor heads are measured on words, and this model has no tokenizer; leave that role out")
    found = []
    for name, text in SERIES.items():
        rows = [list(lm.tokenizer(f" {item}", add_special_tokens=False)["input_ids"]) for item in text.split()]
        leads = {tuple(row[:-1]) for row in rows}
        ids = tuple(row[-1] for row in rows)
        if len(leads) == 1 and len(set(ids)) == len(ids):
            found.append(Series(name=name, lead=leads.pop(), ids=ids))
    if not found:
        raise DataError(f"this tokenizer keeps none of {', '.join(SERIES)} to one token an item; leave successor out")
    return tuple(found)


def intro_ids(lm: LanguageModel, text: str = _INTRO) -> list[int]:
    """A beginning that is the same for all items."""
    return lm.tokenize(text).rows[0]


def successor_scores(lm: LanguageModel, *, seed: int) -> dict[str, Measured]:
    """The share of items whose successor the head's OV circuit ranks first; baseline: in series that are shuffled."""
    chance = Random(seed)
    hits, misses = [], []
    for one in series(lm):
        ids = torch.tensor([[*intro_ids(lm), *one.lead, item] for item in one.ids])
        run = lm.run(ids, read=["v"], positions=-1, logits=False)
        among = torch.tensor(one.ids).expand(len(ids), -1)
        best = torch.stack(
            [_direct(lm, layer, run[f"v.{layer}"], among)[:, 0].argmax(-1) for layer in range(lm.n_layers)], dim=1
        )  # [item layer head], the place in the series
        following = torch.arange(1, len(ids))
        mixed = torch.tensor(_derangement(len(ids), chance))
        hits.append((best[:-1] == following[:, None, None]).float())
        misses.append((best[:-1] == mixed[:-1, None, None]).float())
    return {"successor": Measured(per_row=torch.cat(hits), baseline=torch.cat(misses))}


def _derangement(n: int, chance: Random) -> Sequence[int]:
    """For each place another one that is neither itself nor the next."""
    return [chance.choice([other for other in range(n) if other not in (place, place + 1)]) for place in range(n)]
