"""What each request computes: the library's own methods, their pages as payloads, and their findings."""

import shlex
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from secrets import token_hex
from typing import Any

import torch

from cutaway.errors import PromptError
from cutaway.evidence import Finding
from cutaway.explanation import Counterpart, find_counterpart, unrelated
from cutaway.intervene import Contrast as Pairs
from cutaway.intervene import Patching, PatchSweep, patch, patch_residual
from cutaway.model import LanguageModel, Tokens
from cutaway.observe import attention, direct_logit_attribution, logit_lens
from cutaway.progress import Progress
from cutaway.tasks import Answers as TaskAnswers
from cutaway.view._parts import Bars, Page, Section
from cutaway.view._payload import pack
from cutaway.view.app._jobs import now
from cutaway.view.app._problems import RefusedError
from cutaway.view.app._wire import (
    Answer,
    Ask,
    AttentionRequest,
    AttributionRequest,
    CircuitRequest,
    Contrast,
    FindingOut,
    Kind,
    LensRequest,
    PatchingRequest,
    PredictionsRequest,
    Token,
)
from cutaway.view.results import page_of

_CHARACTERS = 24
"""No tokenizer here makes tokens longer than this on average; a text beyond it is refused before it is cut."""
_STEP_BYTES = 96 << 20
"""A sweep of a job works in steps of so much memory, after each of which it can be stopped."""
_SLICE = 12_000
"""Edited runs times tokens between which others may use the model."""
_REMEMBERED = 32
_HEADS = 6
_PAIRS = 3
_CONTROLS = 3


def tokens_of(lm: LanguageModel, prompt: str, most: int, what: str = "prompt") -> Tokens:
    """The tokens of a prompt within the limit.

    Raises:
        RefusedError: it is longer.
        PromptError: it is empty.
    """
    remedy = f"shorten it to {most} tokens, or start cutaway serve with a larger --max-prompt-tokens"
    if len(prompt) > most * _CHARACTERS:
        raise RefusedError(413, f"the {what} has {len(prompt)} characters", remedy, len(prompt))
    if not prompt.strip():
        raise PromptError(f"the {what} is empty; type some text for the model to go on from")
    tokens = lm.tokenize(prompt)
    count = int(tokens.lengths[0])
    if count > most:
        raise RefusedError(422, f"the {what} has {count} tokens", remedy, count)
    return tokens


def cut(lm: LanguageModel, prompt: str, most: int) -> list[Token]:
    """How a prompt is cut into tokens."""
    tokens = tokens_of(lm, prompt, most)
    return [Token(id=one, text=tokens.decode(one)) for one in tokens.rows[0]]


def predictions(lm: LanguageModel, asked: PredictionsRequest, most: int) -> Answer:
    """The likeliest next tokens."""
    tokens = tokens_of(lm, asked.prompt, most)
    found = lm.run(tokens, logits="last").last_logits[0].float().softmax(-1).topk(min(asked.top, lm.d_vocab))
    bars = Bars(
        labels=[tokens.decode(token) for token in found.indices.tolist()],
        values=found.values,
        value_title="probability",
    )
    page = Page(
        title="What it would say",
        parts=[
            Section(
                title="What it would say",
                how="The likeliest next tokens, with the probability that the model gives to each.",
                parts=[bars],
            )
        ],
    )
    return made(lm, "predictions", asked, page)


def lens(lm: LanguageModel, asked: LensRequest, most: int) -> Answer:
    """The logit lens."""
    tokens = tokens_of(lm, asked.prompt, most)
    follow = () if asked.follow is None else (token_named(lm, asked.follow),)
    result = logit_lens(lm, tokens, at=asked.at, top=min(asked.top, lm.d_vocab), follow=follow)
    command = _command("lens", lm, asked.prompt)
    return made(lm, "lens", asked, page_of(result), result.findings(command=command))


def looked(lm: LanguageModel, asked: AttentionRequest, most: int) -> Answer:
    """Attention of a layer's heads, of named ones, or of those that write most on the answer."""
    tokens = tokens_of(lm, asked.prompt, most)
    if asked.heads:
        heads = [(int(layer), int(head)) for layer, head in (name.split(".") for name in asked.heads)]
    elif asked.layer is not None:
        heads = [(asked.layer, head) for head in range(lm.n_heads)]
    else:
        answer = int(lm.run(tokens, logits="last").last_logits[0].argmax())
        parts = direct_logit_attribution(lm, tokens, answer=answer)
        heads = [
            (p.layer, p.head)
            for p, _ in parts.largest(_HEADS, kind="head")
            if p.layer is not None and p.head is not None
        ]
    heads = heads or [(lm.n_layers - 1, head) for head in range(lm.n_heads)]
    result = attention(lm, tokens, heads=heads)
    command = _command("attention", lm, asked.prompt)
    return made(lm, "attention", asked, page_of(result), result.findings(command=command))


def attribution(lm: LanguageModel, asked: AttributionRequest, most: int) -> Answer:
    """Direct logit attribution."""
    tokens = tokens_of(lm, asked.prompt, most)
    answer = (
        int(lm.run(tokens, logits="last").last_logits[0].argmax())
        if asked.answer is None
        else token_named(lm, asked.answer)
    )
    wrong = None if asked.wrong is None else token_named(lm, asked.wrong)
    result = direct_logit_attribution(lm, tokens, answer=answer, wrong=wrong, by=asked.by)
    command = _command("attribute", lm, asked.prompt, answer=tokens.decode(answer), wrong=asked.wrong, by=asked.by)
    return made(lm, "attribution", asked, page_of(result), result.findings(command=command))


class Counterparts:
    """The latest corrupted prompts that were found: looking for one takes longer than patching with it."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple[Any, ...], Counterpart] = OrderedDict()

    def of(
        self, lm: LanguageModel, tokens: Tokens, asked: PatchingRequest | CircuitRequest, progress: Progress
    ) -> Counterpart:
        """What a prompt is compared with; looked for only once."""
        key = (lm.fingerprint, tuple(tokens.rows[0]), asked.corrupted, asked.answer, asked.wrong)
        if key not in self._found:
            what = "finding a corrupted prompt" if asked.corrupted is None else "reading the prompts"
            progress(what, 0, 0)
            self._found[key] = find_counterpart(
                lm,
                tokens,
                corrupted=asked.corrupted,
                answer=asked.answer,
                wrong=asked.wrong,
                progress=lambda _, done, total: progress(what, done, total),
            )
            while len(self._found) > _REMEMBERED:
                self._found.popitem(last=False)
        self._found.move_to_end(key)
        return self._found[key]


def patching(
    lm: LanguageModel, asked: PatchingRequest, most: int, counterparts: Counterparts, progress: Progress
) -> Answer:
    """Activation patching, against a corrupted prompt that is given or found."""
    tokens = tokens_of(lm, asked.prompt, most)
    if asked.corrupted is not None:
        tokens_of(lm, asked.corrupted, most, "corrupted prompt")
    other = counterparts.of(lm, tokens, asked, progress)
    pair = TaskAnswers(((other.answer.token,),), ((other.rival.token,),))
    text = tokens.decode
    contrast = Contrast(
        corrupted=other.text, answer=text(other.answer.token), wrong=text(other.rival.token), how=other.how
    )
    command = _command(
        "patch",
        lm,
        asked.prompt,
        corrupted=other.text,
        answer=contrast.answer,
        wrong=contrast.wrong,
        site="z" if asked.what == "heads" else asked.what,
        over="layer,head" if asked.what == "heads" else "layer,pos",
        direction=asked.direction,
    )
    if asked.what == "heads":
        heads, mlps = _components(lm, tokens, other, pair, asked, progress)
        sweeps = [sweep for sweep in (heads, mlps) if sweep is not None]
        page = _joined(sweeps, asked.direction)
        found = [finding for sweep in sweeps for finding in sweep.findings(command=command)]
    else:
        grid = _stream(lm, tokens, other, pair, asked, progress)
        page, found = page_of(grid), grid.findings(command=command)
    return made(lm, "patching", asked, page, found).model_copy(update={"contrast": contrast})


def _stream(
    lm: LanguageModel, tokens: Tokens, other: Counterpart, pair: TaskAnswers, asked: PatchingRequest, progress: Progress
) -> Patching:
    """The whole grid, some layers at a time, so that others get to the model in between."""
    n_pos = int(tokens.lengths[0])
    step = max(1, _SLICE // (n_pos * n_pos))
    control = unrelated(lm, tokens.rows[0], 1, seed=0)[0]
    whole: Patching | None = None
    for first in range(0, lm.n_layers, step):
        layers = range(first, min(first + step, lm.n_layers))

        def told(_: str, done: int, total: int, /, first: int = first, size: int = len(layers)) -> None:
            share = done / total if total else 1.0
            progress("patching", int(100 * (first + share * size)), 100 * lm.n_layers)

        grid = patch_residual(
            lm,
            tokens,
            list(other.ids),
            answers=pair,
            site=asked.what,
            direction=asked.direction,
            control=control,
            cells=[(layer, pos) for layer in layers for pos in range(n_pos)],
            memory=_STEP_BYTES,
            progress=told,
        )
        whole = grid if whole is None else _merged(whole, grid)
    assert whole is not None
    return whole


def _merged(a: Patching, b: Patching) -> Patching:
    """Two sweeps of one pair over different cells."""

    def both(x: torch.Tensor | None, y: torch.Tensor | None) -> torch.Tensor | None:
        return x if x is None or y is None else torch.where(x.isnan(), y, x)

    return replace(
        a,
        per_prompt=torch.where(a.per_prompt.isnan(), b.per_prompt, a.per_prompt),
        control_per_prompt=both(a.control_per_prompt, b.control_per_prompt),
    )


def _components(
    lm: LanguageModel, tokens: Tokens, other: Counterpart, pair: TaskAnswers, asked: PatchingRequest, progress: Progress
) -> tuple[PatchSweep | None, PatchSweep]:
    """Every head, and every MLP, over all positions at once, on a few corrupted prompts."""
    rows = [list(other.ids), *map(list, other.others)][:_PAIRS]
    pairs = Pairs(
        clean=lm.tokenize([tokens.rows[0]] * len(rows)),
        corrupted=lm.tokenize(rows),
        answers=pair.repeat(len(rows)),
    )
    share = lm.n_heads / (lm.n_heads + 1) if lm.has("z") else 0.0

    def sweep(site: str, over: str, start: float, size: float, what: str) -> PatchSweep:
        def told(_: str, done: int, total: int, /) -> None:
            progress(f"patching {what}", int(1000 * (start + size * (done / total if total else 0.0))), 1000)

        return patch(
            lm,
            pairs,
            site=site,
            over=over,
            direction=asked.direction,
            n_control=_CONTROLS,
            memory=_STEP_BYTES,
            progress=told,
        )

    heads = sweep("z", "layer,head", 0.0, share, "heads") if share else None
    return heads, sweep("mlp_out", "layer", share, 1 - share, "MLPs")


def _joined(sweeps: Sequence[PatchSweep], direction: str) -> Page:
    """The pages of several sweeps as one."""
    what = "suffices" if direction == "denoise" else "is necessary"
    titles = {
        "z": f"Which heads {'suffice' if direction == 'denoise' else 'are necessary'}",
        "mlp_out": f"Which MLP {what}",
    }
    parts = []
    for sweep in sweeps:
        first, *rest = page_of(sweep).parts
        assert isinstance(first, Section)
        parts += [replace(first, title=titles[sweep.grid.site.kind]), *rest]
    return Page(title="Which heads and MLPs it takes", parts=parts)


def token_named(lm: LanguageModel, text: str) -> int:
    """The id of the one token that a text is, with a space before it where only that is one."""
    if not text.startswith(" "):
        spaced = lm.tokenizer(f" {text}", add_special_tokens=False)["input_ids"]
        plain = lm.tokenizer(text, add_special_tokens=False)["input_ids"]
        if len(plain) != 1 and len(spaced) == 1:
            return int(spaced[0])
    return lm.token_id(text)


def made(lm: LanguageModel, kind: Kind, asked: Ask, page: Page, findings: Sequence[Finding] = ()) -> Answer:
    """An answer with an id of its own."""
    return Answer(
        id=token_hex(8),
        kind=kind,
        model=lm.name,
        fingerprint=lm.fingerprint,
        created=now(),
        request=asked.model_dump(),
        payload=pack(page),
        findings=[FindingOut(**finding.to_json()) for finding in findings],
    )


def _command(name: str, lm: LanguageModel, prompt: str, **options: Any) -> str:
    """What makes this again on the command line."""
    words = ["cutaway", name, prompt, "--model", lm.name]
    for option, value in options.items():
        words += [] if value is None else [f"--{option}", str(value)]
    return shlex.join(words)
