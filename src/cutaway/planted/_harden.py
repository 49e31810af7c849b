"""Planted models whose weights look natural: trained from random ones, with the planted mechanism kept.

Compiled weights are too easy: most of them are zero, and so are the scores of most edges. Here a transformer of the same
components, with GELUs and RMS norms, is trained from scratch to answer as the compiled one does under interventions
(interchange-intervention training, Geiger et al. 2022, https://arxiv.org/abs/2112.00826). As in InterpBench (Gupta et
al. 2024, https://arxiv.org/abs/2407.14494) it is strict: what is outside the mechanism is replaced too, and must not
matter. Where InterpBench replaces the outputs of components, we replace edges: for pairs of inputs and random sets of
edges,

    KL( compiled(x; set carries x') ‖ trained(x; the same set carries x') )

is minimised. The compiled model ignores every edge that is not the program's, so the trained one learns to; and on those
that are, it must change its answer as the program does.
"""

import hashlib
import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Bool, Float
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor
from torch.nn import functional, init

from cutaway.errors import CorruptFileError, DataError
from cutaway.files import write_atomically
from cutaway.model import LanguageModel, cache_root
from cutaway.planted._edgewise import edge_run
from cutaway.planted._language import Program
from cutaway.planted._network import PlantedConfig, PlantedForCausalLM
from cutaway.planted._planted import PlantedModel, compile_program
from cutaway.progress import Progress, silent

FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class Hardening:
    """How a planted model is trained."""

    steps: int = 1500
    """Batches, at the most."""
    enough: float = 0.002
    """Training ends when the running mean of the divergence, in nats, is below this."""
    batch: int = 192
    """Pairs of inputs in a batch, each with a set of edges of its own."""
    d_model: int = 32
    """Width of the residual stream."""
    d_mlp: int = 64
    """Neurons of an MLP."""
    d_head: int = 8
    """Width of a head."""
    rate: float = 4e-3
    """AdamW's learning rate at its highest; it warms up over 50 steps and falls to a fiftieth as a cosine."""
    seed: int = 0
    """Draws the first weights, the inputs and the sets."""

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if name != "seed" and value <= 0:
                raise DataError(f"{name}={value}; give a number above 0")


def harden(program: Program | str, *, how: Hardening = Hardening(), progress: Progress = silent) -> PlantedModel:
    """Train a model that keeps a program's mechanism.

    Args:
        program: a program, or the name of one in `PROGRAMS`.
        how: sizes and training.
        progress: told of the steps.

    Returns:
        The trained model; `record` says how often it answers as the program does, plainly and under interventions
        that it was not trained on.
    """
    compiled = compile_program(program)
    trained = _fresh(compiled, how)
    inputs = _inputs(compiled)
    generator = torch.Generator().manual_seed(how.seed)
    optimiser = torch.optim.AdamW(trained.parameters(), lr=how.rate, betas=(0.9, 0.98), weight_decay=0.01)
    mean = math.inf
    with torch.enable_grad():
        for step in range(how.steps):
            warm, left = min(1.0, (step + 1) / 50), 0.5 * (1 + math.cos(math.pi * step / how.steps))
            optimiser.param_groups[0]["lr"] = how.rate * warm * (0.98 * left + 0.02)
            log_p, log_q = _both(compiled, trained, inputs, how.batch, generator)
            loss = functional.kl_div(log_q, log_p, log_target=True, reduction="batchmean")
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained.parameters(), 1.0)
            optimiser.step()
            mean = float(loss.detach()) if step == 0 else 0.98 * mean + 0.02 * float(loss.detach())
            done = mean < how.enough
            progress(f"hardening {compiled.name}", how.steps if done else step + 1, how.steps)
            if done:
                break
    return _finished(compiled, trained, how, step + 1)


def hardened(program: Program | str, *, how: Hardening = Hardening(), progress: Progress = silent) -> PlantedModel:
    """The trained model of a program from the user's cache, trained first if it is not there.

    Raises:
        FileError: the cache cannot be written to.
    """
    compiled = compile_program(program)
    path = _place(compiled, how)
    if path.is_file():
        try:
            return _load(path, compiled, how)
        except CorruptFileError:
            path.unlink()
    made = harden(compiled.program, how=how, progress=progress)
    hf: Any = made.lm.hf
    weights = {name: tensor.detach().contiguous() for name, tensor in hf.state_dict().items()}
    about = {"format": str(FORMAT), "record": json.dumps(made.record)}
    write_atomically(path, save(weights, about))
    return made


def _place(compiled: PlantedModel, how: Hardening) -> Path:
    key = json.dumps([FORMAT, compiled.lm.fingerprint, asdict(how)], sort_keys=True)
    return cache_root() / "planted" / f"{compiled.name}-{hashlib.sha256(key.encode()).hexdigest()[:12]}.safetensors"


def _load(path: Path, compiled: PlantedModel, how: Hardening) -> PlantedModel:
    network = _fresh(compiled, how)
    try:
        with safe_open(path, "pt") as file:
            record = json.loads((file.metadata() or {})["record"])
            network.load_state_dict({name: file.get_tensor(name) for name in file.keys()})  # noqa: SIM118
    except (SafetensorError, KeyError, RuntimeError, ValueError) as error:
        raise CorruptFileError(f"{path} is damaged ({error}); delete it") from None
    return _planted(compiled, network, record)


def _fresh(compiled: PlantedModel, how: Hardening) -> PlantedForCausalLM:
    """Random weights of the usual sizes."""
    old: PlantedConfig = compiled.lm.hf.config  # type: ignore[assignment]
    config = PlantedConfig(
        vocab_size=old.vocab_size,
        hidden_size=how.d_model,
        intermediate_size=how.d_mlp,
        num_hidden_layers=old.num_hidden_layers,
        num_attention_heads=old.num_attention_heads,
        head_dim=how.d_head,
        max_position_embeddings=old.max_position_embeddings,
        norm="rms",
        hidden_act="gelu",
    )
    with torch.random.fork_rng():
        torch.manual_seed(how.seed)
        network = PlantedForCausalLM(config)
        for name, parameter in network.named_parameters():
            if parameter.dim() == 2:
                init.normal_(parameter, std=0.5 if "embed" in name else parameter.shape[1] ** -0.5)
            elif "norm" not in name:
                init.zeros_(parameter)
    return network


def _inputs(compiled: PlantedModel) -> Tensor:
    return torch.tensor(compiled.ids([x for x, _ in compiled.answered]))


def draw_sets(
    graph_valid: Bool[Tensor, "source destination"],
    wired: Bool[Tensor, "source destination"],
    n: int,
    generator: torch.Generator,
) -> Float[Tensor, "set source destination"]:
    """Which edges stay, for each of `n` runs: 1 where one stays.

    Of the program's edges in a third of the runs all stay, in a third all but one, in a third a random share. Of the
    others a random share stays, which is all or none in a third of the runs.
    """
    shape = (n, *graph_valid.shape)
    each = (n, 1, 1)
    some = torch.rand(shape, generator=generator) < torch.rand(each, generator=generator)
    all_but_one = torch.ones(shape, dtype=torch.bool)
    places = wired.nonzero()
    chosen = places[torch.randint(0, len(places), (n,), generator=generator)]
    all_but_one[torch.arange(n), chosen[:, 0], chosen[:, 1]] = False
    kind = torch.randint(0, 3, each, generator=generator)
    of_program = torch.where(kind == 0, torch.ones_like(some), torch.where(kind == 1, all_but_one, some))
    share = 1.5 * torch.rand(each, generator=generator) - 0.25
    others = torch.rand(shape, generator=generator) < share
    return torch.where(wired, of_program, others).float()


def _both(
    compiled: PlantedModel, trained: PlantedForCausalLM, inputs: Tensor, n: int, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """What both models say, as log probabilities, on `n` drawn pairs and sets."""
    x, other = (inputs[torch.randint(0, len(inputs), (n,), generator=generator)] for _ in range(2))
    keep = draw_sets(compiled.graph.valid, compiled.wired, n, generator)
    said = []
    for network in (compiled.lm.hf, trained):
        _, instead = edge_run(network, other)  # type: ignore[arg-type]
        logits, _ = edge_run(network, x, keep=keep, instead=instead)  # type: ignore[arg-type]
        said.append(logits.log_softmax(-1))
    return said[0], said[1]


def _finished(compiled: PlantedModel, trained: PlantedForCausalLM, how: Hardening, steps: int) -> PlantedModel:
    """Measure how well it keeps to the program, on sets that are drawn anew."""
    trained.eval().requires_grad_(False)
    inputs = _inputs(compiled)
    with torch.no_grad():
        plain = [edge_run(network, inputs)[0].argmax(-1) for network in (compiled.lm.hf, trained)]  # type: ignore[arg-type]
        generator = torch.Generator().manual_seed(how.seed + 1)
        log_p, log_q = _both(compiled, trained, inputs, 2048, generator)
        sure = log_p.amax(-1) > math.log(0.9)
    record = {
        "training": asdict(how),
        "steps": steps,
        "accuracy": float((plain[0] == plain[1]).float().mean()),
        "agreement": float((log_p.argmax(-1) == log_q.argmax(-1))[sure].float().mean()),
        "kl": float((log_p.exp() * (log_p - log_q)).sum(-1).mean()),
    }
    return _planted(compiled, trained, record)


def _planted(compiled: PlantedModel, network: PlantedForCausalLM, record: dict[str, Any]) -> PlantedModel:
    name = f"{compiled.name}-hardened"
    return PlantedModel(
        name=name,
        program=compiled.program,
        lm=LanguageModel(network, compiled.lm.tokenizer, name=name),
        wires=compiled.wires,
        places=compiled.places,
        compiled=compiled,
        record=record,
    )
