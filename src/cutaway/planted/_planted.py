"""A planted model: a language model whose mechanism is known, and tasks to look for it on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any

from jaxtyping import Bool
from torch import Tensor

from cutaway.circuits import Ablation, Graph
from cutaway.errors import DataError
from cutaway.model import LanguageModel
from cutaway.planted._compile import Wire, compile_network
from cutaway.planted._language import Program, Value, text_of
from cutaway.planted._programs import PROGRAMS
from cutaway.planted._truth import Effects, edge_effects
from cutaway.planted._truth import Value as Ablated
from cutaway.tasks import Pair, Task


@dataclass(frozen=True, kw_only=True, eq=False)
class PlantedModel:
    """A transformer that computes a program by a known mechanism.

    Attributes:
        name: what it is called in tables; the program's name, with `-hardened` behind it where it was trained.
        program: what it computes.
        lm: the model.
        wires: what each component reads from which, by the program.
        places: the component that makes each of the program's variables.
        compiled: the compiled model that a hardened one was trained after; None for a compiled one.
    """

    name: str
    program: Program
    lm: LanguageModel
    wires: tuple[Wire, ...]
    places: dict[str, str]
    compiled: "PlantedModel | None" = None
    record: dict[str, Any] = field(default_factory=dict)
    """How a hardened model was trained, and how well it keeps to the mechanism."""

    @property
    def hardened(self) -> bool:
        """Whether the weights were trained to look natural, with the mechanism kept."""
        return self.compiled is not None

    @cached_property
    def graph(self) -> Graph:
        """The graph of the model."""
        return Graph.of(self.lm)

    @cached_property
    def wired(self) -> Bool[Tensor, "source destination"]:
        """The edges that the program uses, those that carry a constant included. No other edge of a compiled model
        does anything: what reads does not see what the source writes."""
        return self.graph.select(f"{wire.source}->{wire.destination}" for wire in self.wires)

    def effects(
        self,
        ablation: Ablated = "resample",
        *,
        among: Bool[Tensor, "source destination"] | None = None,
        n: int = 32,
        sets: int = 2,
        seed: int = 0,
    ) -> Effects:
        """How far edges move the answer: each tried on `n` pairs, alone and within `sets` random sets of others."""
        task, kind = self.task(n=n, seed=seed), Ablation(value=ablation)
        return edge_effects(self.lm, task, ablation=kind, among=among, sets=sets, seed=seed)

    @cached_property
    def mechanism(self) -> Bool[Tensor, "source destination"]:
        """Those edges of the program that carry what tells the two prompts of a pair apart: true under resampling.

        What a program reads besides (where the start token is, a position) is the same in both prompts. A hardened model
        has the mechanism of the compiled one that it was trained after.
        """
        if self.compiled is not None:
            return self.compiled.mechanism
        return self.effects(among=self.wired).true

    def task(self, *, n: int = 50, split: str = "train", seed: int = 0) -> Task:
        """Draw pairs: inputs of the full length, each beside another of the same length with another answer.

        The corrupted input is drawn at random among those, so that every variable of the program differs somewhere.
        No input is clean in both splits. Where there are fewer than `n` inputs, some come several times, beside
        different corrupted ones.

        Raises:
            DataError: an unknown split, or fewer than one pair.
        """
        if split not in ("train", "heldout"):
            raise DataError(f"no split {split!r}; there are 'train' and 'heldout'")
        if n < 1:
            raise DataError(f"{n} pairs; draw at least one")
        answered = self.answered
        rng = Random(f"{self.program.name} {split} {seed}")
        only = self.program.clean_answers
        fit = [i for i, (_, answer) in enumerate(answered) if only is None or answer in only]
        own = fit[0 if split == "train" else 1 :: 2]
        pairs: dict[tuple[int, int], Pair] = {}
        for _ in range(50 * n):
            first, second = rng.choice(own), rng.randrange(len(answered))
            (clean, answer), (corrupted, wrong) = answered[first], answered[second]
            if answer == wrong or (first, second) in pairs:
                continue
            pairs[first, second] = Pair(
                clean=" ".join(clean),
                corrupted=" ".join(corrupted),
                answer=f" {text_of(answer)}",
                wrong=f" {text_of(wrong)}",
                template=self.program.name,
            )
            if len(pairs) == n:
                break
        return Task(
            name=self.program.name,
            pairs=tuple(pairs.values()),
            split=split,
            seed=seed,
            description=f"{self.program.description}; corrupted: another input with another answer",
        )

    @cached_property
    def answered(self) -> tuple[tuple[tuple[str, ...], Value], ...]:
        """Every input of full length that has an answer, with it."""
        found = [(x, self.program.reference(x)) for x in self.program.inputs() if len(x) == self.program.length]
        return tuple((x, answer) for x, answer in found if answer is not None)

    def ids(self, inputs: Sequence[Sequence[str]]) -> list[list[int]]:
        """Token ids of inputs, with the start token in front."""
        place = {word: index for index, word in enumerate(self.program.vocabulary)}
        return [[0, *(place[symbol] for symbol in x)] for x in inputs]


def compile_program(program: Program | str, *, n_heads: int | None = None) -> PlantedModel:
    """Build the transformer that computes a program, and say what is read from what in it.

    Args:
        program: a program, or the name of one in `PROGRAMS`.
        n_heads: heads a layer, idle ones included; as many as the program needs, and at least 2, by default.

    Raises:
        DataError: an unknown program, one that answers with a number, or too few heads.
    """
    if isinstance(program, str):
        program = PROGRAMS[program]
    compiled = compile_network(program, n_heads=n_heads)
    return PlantedModel(
        name=program.name,
        program=program,
        lm=LanguageModel(compiled.hf, compiled.tokenizer, name=program.name),
        wires=compiled.wires,
        places=compiled.places,
    )
