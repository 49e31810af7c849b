"""Latents of a dictionary on a prompt: which are active, what one of them is, and what it does on another text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.evidence import Finding
from cutaway.features import Dictionary, LatentChange, attribute_latents, splice
from cutaway.model import Edit, LanguageModel, Tokens
from cutaway.observe import direction_lens
from cutaway.progress import Progress
from cutaway.view._parts import LatentCard, Page, Part, Section, TokenStrip
from cutaway.view._payload import pack
from cutaway.view.app._compute import made, tokens_of
from cutaway.view.app._problems import RefusedError
from cutaway.view.app._shelf import Shelf
from cutaway.view.app._wire import (
    Activations,
    Answer,
    FeaturesRequest,
    LatentAnswer,
    LatentRequest,
)
from cutaway.view.app._wire import LatentChange as Asked
from cutaway.view.results import page_of
from cutaway.view.results._common import conclusion, table

_STRIPS = 6
_WORDS = 5


def active(shelf: Shelf, lm: LanguageModel, asked: FeaturesRequest, most: int) -> Answer:
    """The latents that are most active on a prompt; its first token does not count."""
    dictionary = shelf.get(asked.dictionary, lm)
    tokens = tokens_of(lm, asked.prompt, most)
    codes = _codes(lm, dictionary, tokens)
    first = 1 if len(codes) > 1 else 0
    peaks, where = codes[first:].max(0)
    chosen = [i for i in peaks.topk(min(asked.top, len(peaks))).indices.tolist() if peaks[i] > 0]
    cards = shelf.cards(asked.dictionary)
    labels = {} if cards is None else {unit: row["label"] for unit, row in cards.labels.items()}
    raised = _raised(lm, dictionary, chosen)
    words = tokens.strings[0]
    rows = [
        [
            i,
            labels.get(i) or "",
            float(peaks[i]),
            words[int(where[i]) + first],
            " · ".join(token.strip() or "␣" for token, _ in raised[i][0]),
        ]
        for i in chosen
    ]
    columns = [("latent", "number"), ("label", "text"), ("activation", "number"), ("at", "token"), ("raises", "text")]
    if not any(row[1] for row in rows):
        columns, rows = columns[:1] + columns[2:], [row[:1] + row[2:] for row in rows]
    parts: list[Part] = [
        Section(
            title="Latents that are active here",
            how=f"Each line is a latent of {dictionary.config.site}, the most active first, with the token on which it is "
            "most active and the tokens that its direction raises. Click one for its card.",
            parts=[table(columns, rows)],
        ),
        Section(
            title="Where they are active",
            how="Each line is the prompt, shaded by the activation of one latent.",
            parts=[_strip(tokens, codes[:, i], f"latent {i}") for i in chosen[:_STRIPS]],
        ),
    ]
    found = [
        Finding(
            claim=f"Latent {i} is the most active of {dictionary.config.site} on this prompt, at {words[int(where[i]) + first]!r}",
            method="latents of a dictionary on one prompt",
            effect=float(peaks[i]),
            n=1,
            command="",
        )
        for i in chosen[:1]
    ]
    return made(
        lm, "features", asked, Page(title="Latents", parts=[*parts[: 2 if chosen else 1], *conclusion(found)]), found
    )


def mattering(shelf: Shelf, lm: LanguageModel, asked: FeaturesRequest, most: int, progress: Progress) -> Answer:
    """The latents that the model's own answer rests on, by taking each out."""
    dictionary = shelf.get(asked.dictionary, lm)
    result = attribute_latents(lm, dictionary, tokens_of(lm, asked.prompt, most), progress=progress)
    return made(lm, "features", asked, page_of(result), result.findings())


def latent(shelf: Shelf, lm: LanguageModel, asked: LatentRequest, most: int) -> LatentAnswer:
    """A latent's card, with what it does on the prompt before the examples of its own."""
    dictionary = _with(shelf.get(asked.dictionary, lm), asked.latent)
    tokens = tokens_of(lm, asked.prompt, most)
    values = _codes(lm, dictionary, tokens)[:, asked.latent]
    here = {"tokens": tokens.strings[0], "values": values, "note": f"this prompt, {float(values.max()):.3g}"}
    cards = shelf.cards(asked.dictionary)
    if cards is not None:
        page = page_of(cards.card(asked.latent))
        sections = [one for one in page.parts if isinstance(one, Section)]
        own = next(part for section in sections for part in section.parts if isinstance(part, LatentCard))
        card = replace(own, name=f"latent {asked.latent}", examples=[here, *own.examples])
    else:
        up, down = _raised(lm, dictionary, [asked.latent], top=10)[asked.latent]
        card = LatentCard(name=f"latent {asked.latent}", examples=[here], logits_up=up, logits_down=down)
    return LatentAnswer(latent=asked.latent, payload=pack(Page(title=card.name, parts=[card])))


def tried(shelf: Shelf, lm: LanguageModel, asked: LatentRequest, most: int) -> Activations:
    """What a latent does on each token of a text."""
    dictionary = _with(shelf.get(asked.dictionary, lm), asked.latent)
    tokens = tokens_of(lm, asked.prompt, most, "text")
    return Activations(tokens=tokens.strings[0], values=_codes(lm, dictionary, tokens)[:, asked.latent].tolist())


def edits_of(shelf: Shelf, lm: LanguageModel, changes: list[Asked]) -> list[Edit]:
    """Changes of latents as edits, those of one dictionary together."""
    edits: list[Edit] = []
    for name in dict.fromkeys(change.dictionary for change in changes):
        dictionary = shelf.get(name, lm)
        own = [
            LatentChange(
                latent=c.latent, how="set" if c.how == "zero" else c.how, value=0.0 if c.how == "zero" else c.value
            )
            for c in changes
            if c.dictionary == name
        ]
        for change in own:
            _with(dictionary, change.latent)
        edits += splice(dictionary, own)
    return edits


def active_latents(shelf: Shelf, lm: LanguageModel, changes: Sequence[Asked], tokens: Tokens) -> dict[str, list[int]]:
    """Of each dictionary whose latents are changed, the other ones that are active on a prompt."""
    found = {}
    for name in dict.fromkeys(change.dictionary for change in changes):
        taken = {change.latent for change in changes if change.dictionary == name}
        active = (_codes(lm, shelf.get(name, lm), tokens).amax(0) > 0).nonzero().flatten().tolist()
        found[name] = [i for i in active if i not in taken]
    return found


def others(changes: Sequence[Asked], free: Mapping[str, Sequence[int]], generator: torch.Generator) -> list[Asked]:
    """The same changes to other latents that are active on the prompt, drawn at random: to change one that is not
    would often change nothing, and be no control."""
    drawn: list[Asked] = []
    for change in changes:
        taken = {one.latent for one in drawn if one.dictionary == change.dictionary}
        left = [i for i in free[change.dictionary] if i not in taken]
        if left:
            number = left[int(torch.randint(len(left), (1,), generator=generator))]
            drawn.append(change.model_copy(update={"latent": number}))
    return drawn


def named(change: Asked) -> str:
    """A change of a latent, in words."""
    if change.how == "zero":
        return f"removal of latent {change.latent}"
    return f"latent {change.latent} {'plus' if change.how == 'add' else 'times'} {change.value:g}"


def _with(dictionary: Dictionary, number: int) -> Dictionary:
    if number >= dictionary.config.latents:
        raise RefusedError(
            422, f"there is no latent {number}", f"give one from 0 to {dictionary.config.latents - 1}", number
        )
    return dictionary


def _codes(lm: LanguageModel, dictionary: Dictionary, tokens: Tokens) -> Float[Tensor, "pos latent"]:
    site = dictionary.config.sites[0]
    run = lm.run(tokens, read=[site], logits=False)
    with torch.no_grad():
        return dictionary.encode(run[site][0].flatten(1)).float().cpu()


def _raised(
    lm: LanguageModel, dictionary: Dictionary, latents: list[int], top: int = _WORDS
) -> dict[int, tuple[list[tuple[str, float]], list[tuple[str, float]]]]:
    """The tokens that each latent's direction raises and lowers; none where it does not write to the stream."""
    rows = dictionary.W_dec[latents]
    if rows.shape[1] != lm.d_model or not latents or not bool((rows.norm(dim=-1) > 0).all()):
        return {i: ([], []) for i in latents}
    found = direction_lens(lm, rows, top=top)
    raised = {}
    for n, i in enumerate(latents):
        up, down = found.words(n)
        raised[i] = (
            list(zip(up, found.promoted_logits[n].tolist(), strict=True)),
            list(zip(down, found.suppressed_logits[n].tolist(), strict=True)),
        )
    return raised


def _strip(tokens: Tokens, values: Tensor, title: str) -> TokenStrip:
    return TokenStrip(tokens=tokens.strings[0], values=values, value_title=title, scale="sequential")
