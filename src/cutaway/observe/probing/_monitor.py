"""A probe that watches a model write: exported to a file, loaded for the same model only, scoring every token."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from cutaway.errors import CorruptFileError, DataError, ModelError
from cutaway.files import write_atomically
from cutaway.model import Edit, EditContext, Generation, LanguageModel, Prompts, Site, Tokens, apply
from cutaway.observe.probing._probe import Probe
from cutaway.shown import Shown

_FORMAT = "cutaway-monitor-1"


@dataclass(frozen=True, kw_only=True, eq=False)
class Monitored(Shown):
    """Text that a model wrote under a monitor.

    Attributes:
        generation: what was written.
        scores: for each prompt one score a generated token: of the state that wrote it, at the position before.
        prompt_scores: for each prompt one score a prompt token, at its own position; the last of them is also the
            first of `scores`.
        threshold: the score above which a token is flagged.
        stopped: for each prompt, whether the monitor ended it.
    """

    generation: Generation
    scores: list[list[float]]
    prompt_scores: list[list[float]]
    threshold: float
    stopped: list[bool]

    @property
    def flagged(self) -> list[list[int]]:
        """For each prompt, the indices of the generated tokens whose score is above the threshold."""
        return [[i for i, score in enumerate(row) if score > self.threshold] for row in self.scores]

    def to_json(self) -> dict[str, Any]:
        """Plain data: text, scores and flags of every prompt."""
        decode = self.generation.prompts.decode
        return {
            "threshold": self.threshold,
            "rows": [
                {
                    "text": text,
                    "tokens": [decode(token) for token in ids],
                    "scores": scores,
                    "flagged": flagged,
                    "stopped": stopped,
                }
                for text, ids, scores, flagged, stopped in zip(
                    self.generation.new_text,
                    self.generation.new_ids,
                    self.scores,
                    self.flagged,
                    self.stopped,
                    strict=True,
                )
            ],
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class Monitor:
    """A probe with a threshold, bound to one model.

    Raises:
        ModelError: the probe was trained on another model.
        DataError: the positive class is not one of the probe's, or was not named where there are several.
    """

    lm: LanguageModel
    probe: Probe
    positive: str | None = None
    """The class whose log-odds are the score; None for the second of two."""

    def __post_init__(self) -> None:
        self.probe.index(self.positive)
        if self.probe.fingerprint != self.lm.fingerprint:
            raise ModelError(
                f"this monitor was trained on {self.probe.model} (fingerprint {self.probe.fingerprint}), but the model "
                f"is {self.lm.name} ({self.lm.fingerprint}); load that model, or train a probe of this one"
            )
        self.lm.resolve(Site.parse(self.probe.site))

    @classmethod
    def load(cls, path: Path | str, lm: LanguageModel) -> "Monitor":
        """Load what `export` wrote.

        Raises:
            DataError: there is no such file, or it is no monitor.
            ModelError: it was trained on another model.
            CorruptFileError: the file is damaged.
        """
        path = Path(path)
        if not path.is_file():
            raise DataError(f"there is no file {path}; make one with: cutaway probe --export-monitor {path}")
        try:
            with safe_open(path, "pt") as file:
                metadata = file.metadata() or {}
                if metadata.get("format") != _FORMAT:
                    raise DataError(f"{path} is not a monitor of Cutaway's; name one that was exported from a probe")
                facts = json.loads(metadata["monitor"])
                depth = len(file.keys()) // 2
                weights, biases = (
                    tuple(file.get_tensor(f"{name}.{i}") for i in range(depth)) for name in ("weight", "bias")
                )
            positive = facts.pop("positive")
            probe = Probe(weights=weights, biases=biases, **{**facts, "classes": tuple(facts["classes"])})
        except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
            raise CorruptFileError(f"{path} is damaged or no safetensors file ({error}); export it again") from None
        return cls(lm=lm, probe=probe, positive=positive)

    def export(self, path: Path | str) -> Path:
        """Write one safetensors file: the probe's weights, and in its header as JSON what they belong to.

        Raises:
            FileError: it cannot be written; nothing is left behind.
        """
        probe = self.probe
        tensors = {f"weight.{i}": weight.cpu().contiguous() for i, weight in enumerate(probe.weights)}
        tensors |= {f"bias.{i}": bias.cpu().contiguous() for i, bias in enumerate(probe.biases)}
        facts = {
            name: getattr(probe, name) for name in ("site", "kind", "pos", "threshold", "gap", "model", "fingerprint")
        }
        facts |= {"classes": list(probe.classes), "positive": self.positive or probe.classes[-1]}
        return write_atomically(path, save(tensors, {"format": _FORMAT, "monitor": json.dumps(facts)}))

    def at(self, threshold: float) -> "Monitor":
        """The same monitor with another threshold (log-odds)."""
        return replace(self, probe=replace(self.probe, threshold=threshold))

    def scores(self, prompts: Prompts | Tokens) -> list[list[float]]:
        """The log-odds of the positive class at every token of each prompt."""
        run = self.lm.run(prompts, read=self.probe.site, logits=False)
        values = self._score(run[self.probe.site])
        return [row[:n] for row, n in zip(values.tolist(), run.tokens.lengths.tolist(), strict=True)]

    def generate(
        self,
        prompts: Prompts | Tokens,
        *,
        max_new_tokens: int,
        edits: Sequence[Edit] | Edit = (),
        stop: bool = False,
        **options: Any,
    ) -> Monitored:
        """Let the model write, and score the state behind every token as it is written.

        Args:
            prompts: as for `LanguageModel.generate`.
            max_new_tokens: how many tokens to write at the most.
            edits: changes in force meanwhile; the monitor reads after those at its site.
            stop: end a text at the first token whose score is above the threshold.
            options: passed on to transformers' `generate`; one sequence a prompt (no beams).

        Raises:
            DataError: options ask for several sequences a prompt.
            SiteError, EditError, PromptError: as for `LanguageModel.generate`.
        """
        if options.get("num_beams", 1) != 1 or options.get("num_return_sequences", 1) != 1:
            raise DataError("a monitor follows one sequence a prompt; leave out num_beams and num_return_sequences")
        tokens = self.lm.tokenize(prompts)
        lengths = tokens.lengths.tolist()
        width = int(tokens.lengths.max())
        seen = torch.full((len(tokens), width + max_new_tokens), math.nan)

        def watch(activation: Tensor, context: EditContext) -> Tensor:
            values = self._score(activation).cpu()
            for row, places, own in zip(context.rows.tolist(), context.positions.cpu(), values, strict=True):
                real = places >= 0
                seen[row, places[real]] = own[real]
            return activation

        if stop:
            options["stopping_criteria"] = [
                *options.get("stopping_criteria", []),
                self._criterion(seen, lengths, width),
            ]
        edits = (edits,) if isinstance(edits, Edit) else tuple(edits)
        watching = apply(self.probe.site, watch)
        written = self.lm.generate(tokens, max_new_tokens=max_new_tokens, edits=[*edits, watching], **options)
        scores, stopped, new_ids = [], [], []
        for row, (length, ids) in enumerate(zip(lengths, written.new_ids, strict=True)):
            own = seen[row, length - 1 : length - 1 + len(ids)].tolist()
            first = next((i for i, score in enumerate(own) if score > self.probe.threshold), None)
            cut = len(ids) if not stop or first is None else first + 1
            stopped.append(stop and first is not None)
            scores.append(own[:cut])
            new_ids.append(ids[:cut])
        if stop:
            written = _rewritten(self.lm, written, new_ids)
        return Monitored(
            generation=written,
            scores=scores,
            prompt_scores=[seen[row, :length].tolist() for row, length in enumerate(lengths)],
            threshold=self.probe.threshold,
            stopped=stopped,
        )

    def _score(self, activation: Float[Tensor, "batch pos *rest"]) -> Float[Tensor, "batch pos"]:
        probe = self.probe
        if probe.weights[0].device != activation.device:
            moved = {
                name: tuple(t.to(activation.device) for t in getattr(probe, name)) for name in ("weights", "biases")
            }
            probe = replace(probe, **moved)
        flat = activation.detach().reshape(*activation.shape[:2], -1)
        return probe.scores(flat, positive=self.positive)

    def _criterion(self, seen: Tensor, lengths: list[int], width: int) -> Any:
        """Tells transformers which rows are done: those with a flagged state since the prompt's last token."""

        def criterion(input_ids: Tensor, scores: Any, **_: Any) -> Tensor:
            written = input_ids.shape[1] - width
            above = [
                bool((seen[row, length - 1 : length - 1 + written] > self.probe.threshold).any())
                for row, length in enumerate(lengths)
            ]
            return torch.tensor(above, device=input_ids.device)

        return criterion


def _rewritten(lm: LanguageModel, written: Generation, new_ids: list[list[int]]) -> Generation:
    """The same generation with fewer tokens."""
    decode: Any = lm.tokenizer.decode if lm.tokenizer is not None else (lambda row, **_: " ".join(map(str, row)))
    return replace(
        written,
        new_ids=new_ids,
        new_text=[str(decode(row, skip_special_tokens=True)) for row in new_ids],
        text=[
            str(decode(old + new, skip_special_tokens=True))
            for old, new in zip(written.prompts.rows, new_ids, strict=True)
        ],
    )
