"""Patchscopes: let the model say in words what one of its hidden states holds.

The state at (layer, position) of a source prompt is put in the place of a state of another, inspecting prompt, and the
model goes on from there (Ghandeharioun et al., 2024):

    h'[layer', position'] <- h[layer, position]

With few-shot examples of repeating a word as the inspecting prompt, what comes next is what the state stands for, read
with all the layers behind layer' instead of one unembedding. What the model says is also a matter of the inspecting
prompt; the same prompt with its own state left in is the control.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float, Int
from torch import Tensor

from cutaway.errors import DataError, NotReadError, UnknownSiteError
from cutaway.evidence import Finding
from cutaway.model import Edit, LanguageModel, Prompts, Tokens, replace
from cutaway.shown import Shown

IDENTITY = "blue -> blue\n27 -> 27\nriver -> river\n?"
"""Examples of a word repeated, and a placeholder, whose state is replaced."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Patchscopes(Shown):
    """What the model says of each hidden state of a prompt."""

    axes = ("layer", "pos")

    layers: tuple[int, ...]
    """The source layers; a state is `resid_post` of its layer."""
    positions: tuple[int, ...]
    """Positions in the source prompt."""
    target_layers: tuple[int, ...]
    """For each source layer, the layer of the inspecting prompt that it is put into."""
    target_pos: int
    tokens: Tokens
    """The source prompt."""
    target: Tokens
    """The inspecting prompt."""
    top_ids: Int[Tensor, "layer pos top"]
    """The likeliest next tokens behind the placeholder (or at the end of the inspecting prompt)."""
    top_probabilities: Float[Tensor, "layer pos top"]
    answer: int
    """The source prompt's own next token, which is followed."""
    answer_probabilities: Float[Tensor, "layer pos"]
    control: float
    """The answer's probability under the inspecting prompt as it is."""
    texts: tuple[tuple[str, ...], ...]
    """[layer][pos], what the model went on to write; empty where nothing was generated."""
    error: float
    """The largest change of the source prompt's last logits when its own states are put into their own places."""
    model: str

    def to_frame(self) -> list[dict[str, Any]]:
        """A row for each source state."""
        strings = self.tokens.strings[0]
        return [
            {
                "layer": layer,
                "pos": pos,
                "token": strings[pos],
                "target_layer": self.target_layers[i],
                "top": self.target.decode(int(self.top_ids[i, j, 0])),
                "top_probability": float(self.top_probabilities[i, j, 0]),
                "answer_probability": float(self.answer_probabilities[i, j]),
                "text": self.texts[i][j] if self.texts else "",
            }
            for i, layer in enumerate(self.layers)
            for j, pos in enumerate(self.positions)
        ]

    def to_json(self) -> dict[str, Any]:
        """Everything, as plain data."""
        text = self.target.decode
        return {
            "axes": list(self.axes),
            "tokens": self.tokens.strings[0],
            "target": self.target.strings[0],
            "layers": list(self.layers),
            "positions": list(self.positions),
            "target_layers": list(self.target_layers),
            "target_pos": self.target_pos,
            "top": [
                [
                    [{"token": text(t), "probability": p} for t, p in zip(*cell, strict=True)]
                    for cell in zip(*layer, strict=True)
                ]
                for layer in zip(self.top_ids.tolist(), self.top_probabilities.tolist(), strict=True)
            ],
            "answer": text(self.answer),
            "answer_probability": self.answer_probabilities.tolist(),
            "control": self.control,
            "texts": [list(row) for row in self.texts],
            "error": self.error,
        }

    def findings(self, *, command: str = "") -> list[Finding]:
        """The state that says the answer most clearly, as an observation; the control is the prompt without it."""
        index = int(self.answer_probabilities.argmax())
        i, j = divmod(index, len(self.positions))
        value = float(self.answer_probabilities[i, j])
        name = repr(self.target.decode(self.answer))
        return [
            Finding(
                claim=f"Put into the inspecting prompt, the state behind layer {self.layers[i]} at position "
                f"{self.positions[j]} makes the model say {name} with probability {value:.2f}",
                method="patchscopes",
                effect=value,
                interval=None,
                control=self.control,
                n=1,
                grade="observed",
                command=command,
                details={
                    "measure": f"probability of {name} after the inspecting prompt",
                    "control": "the same prompt with its own state",
                    "layer": self.layers[i],
                    "pos": self.positions[j],
                    "target_layer": self.target_layers[i],
                    "error": self.error,
                },
            )
        ]


def patchscopes(
    lm: LanguageModel,
    prompt: Prompts | Tokens,
    *,
    layers: Sequence[int] | None = None,
    positions: Sequence[int] = (-1,),
    target: Prompts | Tokens = IDENTITY,
    target_layer: int | None = None,
    target_pos: int = -1,
    top: int = 5,
    max_new_tokens: int = 0,
    batch: int = 32,
) -> Patchscopes:
    """Decode hidden states by patching them into an inspecting prompt.

    Args:
        lm: the model.
        prompt: the source prompt, one.
        layers: source layers; None for all.
        positions: positions of the source prompt, from its end where negative.
        target: the inspecting prompt; by default few-shot examples of a word repeated.
        target_layer: the layer of the inspecting prompt that states are put into; None: each into its own layer.
        target_pos: the position there that is replaced.
        top: how many of the likeliest next tokens to keep.
        max_new_tokens: also let the model write so many tokens from there (greedily); 0 for none.
        batch: states that are run at a time.

    Raises:
        DataError: several prompts, or numbers out of range.
        NotReadError: a position that a prompt does not have.
        UnknownSiteError: a layer that the model does not have.
    """
    source, inspecting = lm.tokenize(prompt), lm.tokenize(target)
    if len(source) != 1 or len(inspecting) != 1:
        raise DataError(f"{len(source)} prompts into {len(inspecting)} inspecting ones; give one of each")
    if not 1 <= top <= lm.d_vocab or max_new_tokens < 0 or batch < 1 or not positions:
        raise DataError(f"top={top}, max_new_tokens={max_new_tokens}, batch={batch}, positions={list(positions)}")
    chosen = [_layer(lm, layer) for layer in (range(lm.n_layers) if layers is None else layers)]
    into = chosen if target_layer is None else [_layer(lm, target_layer)] * len(chosen)
    places = [_absolute(source, pos) for pos in positions]
    spot = _absolute(inspecting, target_pos)
    run = lm.run(source, read=[f"resid_post.{layer}" for layer in dict.fromkeys(chosen)], logits="last")
    answer = int(run.last_logits[0].argmax())
    cells = [(i, layer, pos) for i, layer in enumerate(chosen) for pos in places]
    ids, probabilities, answers, texts = [], [], [], []
    for first in range(0, len(cells), batch):
        part = cells[first : first + batch]
        edits: list[Edit] = [
            replace(f"resid_post.{into[i]}", run[f"resid_post.{layer}"][0, pos], pos=[spot], rows=[row])
            for row, (i, layer, pos) in enumerate(part)
        ]
        rows = inspecting.ids.expand(len(part), -1)
        found = _probabilities(lm.run(rows, edits=edits, logits="last").last_logits)
        best = found.topk(top, dim=-1)
        ids.append(best.indices)
        probabilities.append(best.values)
        answers.append(found[:, answer])
        if max_new_tokens:
            written = lm.generate(rows, max_new_tokens=max_new_tokens, edits=edits, during="prompt")
            texts += written.new_text
    shape = (len(chosen), len(places))
    plain = _probabilities(lm.run(inspecting, logits="last").last_logits)
    return Patchscopes(
        layers=tuple(chosen),
        positions=tuple(places),
        target_layers=tuple(into),
        target_pos=spot,
        tokens=source,
        target=inspecting,
        top_ids=torch.cat(ids).reshape(*shape, top).cpu(),
        top_probabilities=torch.cat(probabilities).reshape(*shape, top).cpu(),
        answer=answer,
        answer_probabilities=torch.cat(answers).reshape(shape).cpu(),
        control=float(plain[0, answer]),
        texts=tuple(tuple(texts[i : i + shape[1]]) for i in range(0, len(texts), shape[1])),
        error=_error(lm, source, chosen, places, batch),
        model=lm.name,
    )


def _error(lm: LanguageModel, source: Tokens, layers: list[int], places: list[int], batch: int) -> float:
    """How much the source run changes when every state is put back where it comes from; it must not.

    The values are read from the same batch that they are put back into, so that only the patching is measured.
    """
    cells = [(layer, pos) for layer in layers for pos in places][:batch]
    rows = source.ids.expand(len(cells), -1)
    run = lm.run(rows, read=[f"resid_post.{layer}" for layer, _ in cells], logits="last")
    edits = [
        replace(f"resid_post.{layer}", run[f"resid_post.{layer}"][row, pos], pos=[pos], rows=[row])
        for row, (layer, pos) in enumerate(cells)
    ]
    again = lm.run(rows, edits=edits, logits="last")
    return float((again.last_logits - run.last_logits).abs().max())


def _probabilities(logits: Tensor) -> Tensor:
    return logits.to(torch.promote_types(logits.dtype, torch.float32)).softmax(-1)


def _layer(lm: LanguageModel, layer: int) -> int:
    if not -lm.n_layers <= layer < lm.n_layers:
        raise UnknownSiteError(f"layer {layer}: {lm.name} has {lm.n_layers} layers, 0 to {lm.n_layers - 1}")
    return layer % lm.n_layers


def _absolute(tokens: Tokens, pos: int) -> int:
    length = int(tokens.lengths[0])
    if not -length <= pos < length:
        raise NotReadError(f"position {pos} is not in a prompt of {length} tokens")
    return pos % length
