"""`explain`: one prompt, looked at from every side, with interventions behind what is claimed."""

import shlex
import time
from collections.abc import Sequence

from jaxtyping import Float
from torch import Tensor

from cutaway.errors import CutawayError
from cutaway.evidence import provenance
from cutaway.explanation._circuit import ENOUGH, PromptCircuit, prompt_circuit
from cutaway.explanation._components import Components, components
from cutaway.explanation._counterpart import find_counterpart, one_prompt
from cutaway.explanation._explanation import Explanation, HeadPattern
from cutaway.explanation._text import text_of
from cutaway.explanation._unrelated import unrelated
from cutaway.intervene import Patching, patch_residual
from cutaway.model import LanguageModel, Prompts, Tokens
from cutaway.observe import Attribution, direct_logit_attribution, logit_lens
from cutaway.progress import Progress, silent
from cutaway.tasks import METRICS, Answers

N_TOP = 10
N_LENS = 3
N_HEADS = 6
N_PAIRS = 8
"""How many corrupted prompts the findings are repeated with, the main one included."""
MATTERS = 0.3
"""A further corrupted prompt must move the metric by this share of what the main one does."""
PATCHED_TOKENS = 30_000
"""Edited runs times tokens in the sweep and again in its control. For long prompts not every layer is swept."""


def explain(
    prompt: Prompts,
    *,
    lm: LanguageModel,
    corrupted: Prompts | None = None,
    answer: str | int | None = None,
    wrong: str | int | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> Explanation:
    """Show how a model comes to the next token of a prompt, and test it by intervening.

    Reads the model's top predictions, the logit lens over all layers and positions, the direct logit attribution of
    every head and MLP, and the attention of the heads that write most; then patches the residual stream, cell by
    cell, from the clean into a corrupted run. The cells that the findings name are patched again with further
    corrupted prompts, and with the states of unrelated prompts as a control, which decides whether they are graded
    causal. At the end stands a circuit: connections that keep the answer's lead by themselves, tested on variants of the
    prompt beside random circuits.

    Args:
        prompt: one prompt: text, token ids or a chat.
        lm: the model.
        corrupted: a prompt of the same number of tokens with another answer; None: found by exchanging one token (how
            is said in `.choices`).
        answer: the token to explain, as text or id; None: the model's likeliest.
        wrong: the token that it is compared with; None: what the corrupted prompt is answered with.
        seed: for the choice of unrelated prompts.
        progress: told how far it is.

    Returns:
        An `Explanation`.

    Raises:
        PromptError: an empty or overlong prompt, several prompts, a corrupted prompt that is the same, or none that
            could be found.
        AlignmentError: the corrupted prompt has another number of tokens, or an answer is not one token.
    """
    started = time.monotonic()
    tokens = one_prompt(lm, prompt, "prompt")
    ids = tokens.rows[0]
    progress("reading", 0, 1)
    sites = ["resid_post", "embed", "attn_out", "mlp_out", *(["head_out"] if lm.has("head_out") else [])]
    run = lm.run(tokens, read=sites)
    progress("reading", 1, 1)
    logits = run.logits[0]
    other = find_counterpart(lm, tokens, logits, corrupted=corrupted, answer=answer, wrong=wrong, progress=progress)
    given, how, others = list(other.ids), other.how, [list(row) for row in other.others]
    answered, rivalled = other.answer, other.rival
    pair = Answers(((answered.token,),), ((rivalled.token,),))
    lens = logit_lens(lm, run, top=min(N_LENS, lm.d_vocab), follow=[answered.token, rivalled.token])
    attribution = direct_logit_attribution(lm, run, answer=answered.token, wrong=rivalled.token)
    attention = _attention(lm, tokens, attribution)
    patching = patch_residual(
        lm,
        tokens,
        given,
        answers=pair,
        control=unrelated(lm, ids, 1, seed=seed)[0],
        cells=_cells(lm, ids, given),
        progress=progress,
    )
    corruptions = _corruptions(lm, given, others, pair, patching)
    repeated = _repeated(lm, ids, corruptions, pair, patching, seed=seed)
    parts = _components(lm, ids, corruptions, pair, patching, seed=seed, progress=progress)
    circuit, tested = _circuit(lm, tokens, given, pair, logits, patching, seed=seed, progress=progress)
    command = _command(lm, prompt, ids, corrupted, answer, wrong, seed)
    probabilities = logits[-1].float().softmax(-1)
    best = probabilities.topk(min(N_TOP, lm.d_vocab))
    text = tokens.decode
    return Explanation(
        prompt=prompt if isinstance(prompt, str) else text_of(lm, ids),
        answer=text(answered.token),
        probability=float(probabilities[answered.token]),
        rival=text(rivalled.token),
        corrupted=other.text,
        tokens=tokens.strings[0],
        corrupted_tokens=[text(token) for token in given],
        top=[(text(t), p) for t, p in zip(best.indices.tolist(), best.values.tolist(), strict=True)],
        choices={
            "answer": answered.how,
            "rival": rivalled.how,
            "corrupted": how,
            "heads": f"the {len(attention)} heads that write most, either way, directly on {text(answered.token)!r} "
            f"against {text(rivalled.token)!r}",
            "components": "every head and every MLP, each over all positions at once"
            if parts
            else "not patched: the prompt is long, or its two answers do not differ; `cutaway patch` does it",
            "circuit": tested,
        },
        answer_id=answered.token,
        rival_id=rivalled.token,
        lens=lens,
        attribution=attribution,
        attention=attention,
        patching=patching,
        repeated=repeated,
        components=parts,
        circuit=circuit,
        findings=[
            *repeated.findings(patching.carriers(), command=command),
            *(parts.findings(command=command) if parts else ()),
            *lens.findings(answer=answered.token, command=command),
            *attribution.findings(command=command),
            *([circuit.finding(command=command)] if circuit else ()),
        ],
        seconds=time.monotonic() - started,
        provenance=provenance(lm, seed=seed, command=command),
    )


def _attention(lm: LanguageModel, tokens: Tokens, attribution: Attribution) -> list[HeadPattern]:
    """The patterns of the heads that write most on the answer; none for a model without patterns."""
    heads = [(p, v) for p, v in attribution.largest(N_HEADS, kind="head") if p.layer is not None and p.head is not None]
    heads = [(p, v) for p, v in heads if lm.has(f"pattern.{p.layer}")]
    if not heads:
        return []
    run = lm.run(tokens, read=[f"pattern.{p.layer}.{p.head}" for p, _ in heads], logits=False)
    return [
        HeadPattern(
            layer=p.layer or 0,
            head=p.head or 0,
            contribution=value,
            pattern=run[f"pattern.{p.layer}.{p.head}"][0].cpu(),
        )
        for p, value in heads
    ]


def _cells(lm: LanguageModel, ids: Sequence[int], given: Sequence[int]) -> list[tuple[int, int]]:
    """The grid to patch: all of it where that is affordable, else every k-th layer (the first and last included)."""
    n_pos = len(ids)
    first = next(p for p, (a, b) in enumerate(zip(ids, given, strict=True)) if a != b)
    affordable = max(2, PATCHED_TOKENS // (n_pos * (n_pos - first)))
    stride = -(-lm.n_layers // affordable)
    layers = sorted({*range(0, lm.n_layers, stride), lm.n_layers - 1})
    return [(layer, p) for layer in layers for p in range(n_pos)]


def _corruptions(
    lm: LanguageModel, given: list[int], others: list[list[int]], pair: Answers, patching: Patching
) -> list[list[int]]:
    """The corrupted prompt, and behind it the further ones that move the metric enough."""
    found = [given]
    if others:
        leads = _leads(lm, others, pair)
        enough = patching.clean - MATTERS * (patching.clean - patching.corrupted)
        found += [row for row, lead in zip(others, leads.tolist(), strict=True) if lead <= enough]
    return found[:N_PAIRS]


def _repeated(
    lm: LanguageModel, ids: list[int], corrupted: list[list[int]], pair: Answers, patching: Patching, *, seed: int
) -> Patching:
    """The cells that carry most, patched in several corrupted prompts, each beside its own unrelated prompt."""
    n = len(corrupted)
    return patch_residual(
        lm,
        [ids] * n,
        corrupted,
        answers=pair.repeat(n),
        control=unrelated(lm, ids, n, seed=seed + 1),
        cells=[(carrier.layer, carrier.pos) for carrier in patching.carriers()],
    )


def _components(
    lm: LanguageModel,
    ids: list[int],
    corrupted: list[list[int]],
    pair: Answers,
    patching: Patching,
    *,
    seed: int,
    progress: Progress,
) -> Components | None:
    """Heads and MLPs; None where the two prompts' answers do not differ, so that no share can be told."""
    if abs(patching.clean - patching.corrupted) < 1e-6 * max(1.0, abs(patching.clean)):
        return None
    return components(lm, ids, corrupted, pair, seed=seed, progress=progress)


def _circuit(
    lm: LanguageModel,
    tokens: Tokens,
    corrupted: list[int],
    pair: Answers,
    logits: Float[Tensor, "pos d_vocab"],
    patching: Patching,
    *,
    seed: int,
    progress: Progress,
) -> tuple[PromptCircuit | None, str]:
    """The circuit and how it was chosen, or why there is none."""
    lead = patching.clean - patching.corrupted
    if abs(lead) < 1e-6 * max(1.0, abs(patching.clean)):
        return None, "none, since the two prompts' answers do not differ"
    try:
        found = prompt_circuit(lm, tokens, corrupted, pair, logits, lead, seed=seed, progress=progress)
    except CutawayError as error:
        return None, f"none: {error}"
    if found is None:
        return None, "none: the prompt is long; `cutaway circuit find` finds one"
    return found, (
        f"the smallest of {len(found.curve)} sizes that keeps {ENOUGH:.0%} of the lead, or the largest; edges scored by "
        f"{found.circuit.method} on this pair alone"
    )


def _leads(lm: LanguageModel, rows: list[list[int]], pair: Answers) -> Float[Tensor, " row"]:
    logits = lm.run(rows, logits="last").last_logits
    return METRICS["logit_difference"](logits, pair.repeat(len(rows)))


def _command(
    lm: LanguageModel,
    prompt: Prompts,
    ids: Sequence[int],
    corrupted: Prompts | None,
    answer: str | int | None,
    wrong: str | int | None,
    seed: int,
) -> str:
    """What makes this explanation again."""
    words = ["cutaway", "explain", prompt if isinstance(prompt, str) else text_of(lm, ids), "--model", lm.name]
    if corrupted is not None:
        text = corrupted if isinstance(corrupted, str) else text_of(lm, lm.tokenize(corrupted).rows[0])
        words += ["--corrupted", text]
    for flag, token in (("--answer", answer), ("--wrong", wrong)):
        if token is not None:
            words += [flag, token if isinstance(token, str) else lm.tokenize([[token]]).decode(token)]
    return shlex.join([*words, "--seed", str(seed)])
