"""One small result of every kind, made by its own method on a tiny model."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

from corpora import characters, documents
from cutaway import circuits, evidence, explanation, features, intervene, observe, planted, store, tasks
from cutaway.evidence import Finding, Ledger, provenance
from cutaway.explanation import explain
from cutaway.intervene import Fact, ablate, attribution_patch, patch, patch_residual, path_patch, trace
from cutaway.model import LanguageModel
from cutaway.observe import (
    Behaviour,
    Completeness,
    Labelled,
    LensTraining,
    Monitor,
    SaliencyOptions,
    attention,
    compare_lenses,
    component_lens,
    composition_scores,
    copying_scores,
    direct_logit_attribution,
    direction_lens,
    head_roles,
    head_summary,
    logit_lens,
    patchscopes,
    probe,
    saliency,
    saliency_study,
    shuffled_weights,
    train_tuned_lens,
    trajectory,
    transfer,
    use_test,
)
from cutaway.store import Corpus, harvest
from cutaway.tasks import Answers, Pair, Task
from families import VOCAB, tiny

IDS = [5, 9, 13, 2, 44, 71]
PAIRS = (
    Pair(clean="w3 w4 w5 w6 w7 w8", corrupted="w3 w4 w9 w6 w7 w8", answer="w10", wrong="w11"),
    Pair(clean="w13 w14 w15 w16", corrupted="w13 w24 w15 w16", answer="w20", wrong="w21"),
)
CORPUS = Corpus(name="list", read=lambda: iter(documents(60)))
SETTINGS = {"DictionaryConfig", "DictionaryTraining", "Packing"}
"""Written out for the record, but no result."""
PACKAGES = (evidence, tasks, store, observe, intervene, circuits, features, planted, explanation)


def results() -> list[type]:
    """The public classes of results: what can be written out or gives findings."""
    found = {}
    for package in PACKAGES:
        for name in package.__all__:
            value = getattr(package, name)
            if (
                isinstance(value, type)
                and name not in SETTINGS
                and (hasattr(value, "to_json") or hasattr(value, "findings"))
            ):
                found[name] = value
    return list(found.values())


def words() -> PreTrainedTokenizerFast:
    vocabulary = {f"w{i}": i for i in range(VOCAB)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="w0"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="w0")


@cache
def lm() -> LanguageModel:
    return LanguageModel(tiny("llama"), words(), name="tiny")


@cache
def speller() -> LanguageModel:
    return LanguageModel(tiny("llama"), characters(), name="speller")


@cache
def folder() -> Path:
    return Path(mkdtemp(prefix="cutaway-"))


@cache
def tuned() -> observe.TunedLens:
    return train_tuned_lens(
        speller(), CORPUS, training=LensTraining(n_tokens=2000, length=32, batch_tokens=256, steps_per_batch=1)
    )


@cache
def dictionary() -> features.Dictionary:
    config = features.DictionaryConfig(
        sites=("resid_post.1",), widths_in=(24,), latents=40, k=4, models=((speller().name, speller().fingerprint),)
    )
    directions = torch.nn.functional.normalize(torch.randn(40, 24, generator=torch.Generator().manual_seed(0)), dim=-1)
    return features.Dictionary(
        config,
        W_enc=directions.T,
        b_enc=torch.zeros(40),
        W_dec=directions,
        b_dec=torch.zeros(24),
        threshold=torch.full((40,), 0.2),
    )


@cache
def salient() -> observe.Saliency:
    options = SaliencyOptions(method="all", substitutes=2, draws=4, steps=32, samples=2)
    return saliency(lm(), IDS, answer=40, wrong=11, options=options, forgetful=shuffled_weights(lm()))


@cache
def labelled() -> Labelled:
    rng = np.random.default_rng(0)
    rows = [tuple(int(i) for i in rng.integers(2, VOCAB, 5)) for _ in range(40)]
    return Labelled(name="odd ends", prompts=tuple(rows), labels=tuple("odd" if r[-1] % 2 else "even" for r in rows))


@cache
def probed() -> observe.ProbeStudy:
    return probe(lm(), labelled(), controls=1)


@cache
def roles() -> observe.HeadRoles:
    return head_roles(lm(), roles=["previous_token", "attention_sink"], n=2, length=10, draws=5)


@cache
def checked() -> observe.RoleCheck:
    return observe.RoleCheck(
        role="previous_token",
        heads=((0, 1), (1, 2)),
        behaviour="the answer's logit falls",
        how="their output is replaced by its mean",
        plain=1.0,
        effect=torch.rand(6),
        control=torch.rand(4, 6),
        alone=torch.rand(2, 6),
    )


@cache
def used() -> observe.UseTest:
    behaviour = Behaviour(
        name="odd or even",
        prompts=("w3 w4 w5", "w6 w7 w8", "w9 w1 w2"),
        right=(1, 2, 3),
        wrong=(4, 5, 6),
        positive=(True, False, True),
    )
    return use_test(lm(), probed().best.probe, behaviour, draws=2)


@cache
def monitored() -> observe.Monitored:
    return Monitor(lm=lm(), probe=probed().best.probe).generate("w3 w4 w5", max_new_tokens=4)


@cache
def residual() -> intervene.Patching:
    return patch_residual(
        lm(), [IDS], [[5, 9, 30, 2, 44, 71]], answers=Answers(((40,),), ((11,),)), control=[[5, 1, 2, 3, 4, 6]]
    )


@cache
def explained() -> explanation.Explanation:
    return explain("w3 w4 w5 w6 w7 w8", lm=lm(), corrupted="w3 w4 w9 w6 w7 w8", answer="w10", wrong="w11")


@cache
def edge_scores(spans: tuple[str, ...] = ()) -> circuits.EdgeScores:
    graph = circuits.Graph.of(lm())
    graph = graph.by_span(spans) if spans else graph
    values = torch.randn(graph.shape, generator=torch.Generator().manual_seed(0)) * graph.valid
    return circuits.EdgeScores(
        graph=graph, values=values, method="random", task="pairs", model="tiny", provenance={"seed": 0}
    )


@cache
def cards() -> features.Cards:
    options = features.CardOptions(top=2, groups=2, per_group=2, logits=3)
    packing = store.Packing(length=32)
    found = features.make_cards(speller(), "mlp_post.1", CORPUS, folder() / "cards", packing=packing, options=options)
    features.label_cards(found, [3, 4])
    return found


@cache
def graphs() -> tuple[features.NeuronGraph, ...]:
    options = features.GraphOptions(strongest=4, per_group=1, substitutes=2)
    packing = store.Packing(length=32)
    return tuple(
        features.neuron_graphs(
            speller(), "mlp_post.1", [3, 4], CORPUS, packing=packing, options=options, replace_rows=2
        )
    )


class Undecided:
    """A judge that says what the length of a question says."""

    name = "undecided"

    def write(self, prompt: str) -> str:
        return f"{len(prompt)} letters"

    def agree(self, prompts: Sequence[str]) -> list[float]:
        return [len(prompt) % 7 / 7 for prompt in prompts]


@cache
def ledger() -> Ledger:
    kept = Ledger.open(folder() / "study")
    kept.add(finding(), study="a prompt", provenance=provenance(command="cutaway"))
    return kept


def finding() -> Finding:
    return Finding(
        claim="Head 1.2 writes it", method="patching", effect=0.5, interval=(0.4, 0.6), control=0.1, n=8, grade="causal"
    )


MADE: dict[str, list[Callable[[], Any]]] = {
    "Ablation": [
        lambda: ablate(lm(), PAIRS, how="resample", n_control=2),
        lambda: ablate(lm(), PAIRS, how="zero", mode="cumulative", top=4, n_control=2),
        lambda: ablate(lm(), PAIRS, how="zero", mode="pairs", top=3, n_control=2),
        lambda: ablate(lm(), PAIRS[:1], how="zero", site="mlp_out", over="layer", n_control=2),
    ],
    "Attention": [lambda: attention(lm(), IDS), lambda: attention(lm(), [IDS, IDS[:3]], heads=[(1, 2)])],
    "Attribution": [
        lambda: direct_logit_attribution(lm(), IDS, answer=11, wrong=40),
        lambda: direct_logit_attribution(lm(), IDS, answer=11, by="source"),
        lambda: direct_logit_attribution(lm(), IDS, answer=11, by="neuron"),
    ],
    "AttributionPatching": [lambda: attribution_patch(lm(), PAIRS, sample=8)],
    "Circuit": [
        lambda: circuits.top_edges(edge_scores(), 20),
        lambda: circuits.top_edges(edge_scores(("name", "end")), 40),
    ],
    "CircuitEvaluation": [
        lambda: circuits.evaluate_circuit(lm(), circuits.top_edges(edge_scores(), 60), PAIRS, draws=2, drop=4),
        lambda: circuits.evaluate_circuit(lm(), circuits.top_edges(edge_scores(), 60), PAIRS, draws=0, drop=0),
    ],
    "CircuitComparison": [
        lambda: circuits.compare_circuits(
            {"twenty": circuits.top_edges(edge_scores(), 20), "threshold": circuits.threshold(edge_scores(), 1.0)}
        )
    ],
    "CircuitDescription": [
        lambda: circuits.describe_circuit(
            lm(), circuits.top_edges(edge_scores(), 60), Task(name="pairs", pairs=PAIRS), roles=roles()
        ),
        lambda: circuits.describe_circuit(lm(), circuits.top_edges(edge_scores(), 1), roles=roles()),
    ],
    "Card": [lambda: cards().card(3)],
    "CardSearch": [
        lambda: features.search_token(cards(), "e"),
        lambda: features.search_text(speller(), "mlp_post.1", "some text", cards=cards()),
    ],
    "Cards": [cards],
    "Calibration": [
        lambda: planted.calibrate(["previous_token"], ["eap", "random"], ["resample"], n=4),
        lambda: planted.calibrate(["previous_token", "histogram"], ["exact", "random"], n=4),
    ],
    "CircuitStability": [lambda: circuits.stability(lm(), PAIRS * 2, (10, 40), method="eap", draws=6)],
    "Completeness": [lambda: Completeness(total=1.0, expected=1.1)],
    "Composition": [lambda: composition_scores(lm(), draws=1)],
    "Copying": [lambda: copying_scores(lm())],
    "Corpus": [lambda: CORPUS],
    "Dictionary": [dictionary],
    "ContextCounts": [
        lambda: features.count_contexts(
            speller(), dictionary(), CORPUS, n_tokens=800, units=10, examples=8, packing=store.Packing(length=32)
        )
    ],
    "SparseProbes": [lambda: features.sparse_probe(lm(), dictionary(), labelled(), ks=(1, 2))],
    "Stability": [lambda: features.compare_dictionaries(dictionary(), dictionary())],
    "LatentAttribution": [lambda: features.attribute_latents(lm(), dictionary(), IDS, answer=11, wrong=40)],
    "LatentCircuit": [
        lambda: features.latent_circuit(lm(), dictionary(), *[Task(name="pairs", pairs=PAIRS)] * 2, sizes=(1, 2, 4))
    ],
    "Steering": [
        lambda: features.steer(
            speller(), dictionary(), 3, prompts=["Text", "a b"], draws=1, n_random=2, max_new_tokens=4
        )
    ],
    "DictionaryEvaluation": [
        lambda: features.evaluate_dictionary(
            speller(), dictionary(), CORPUS, n_tokens=1000, loss_tokens=300, packing=store.Packing(length=32)
        )
    ],
    "Curve": [lambda: circuits.evaluate_scores(lm(), edge_scores(), PAIRS, draws=1)],
    "DirectionLens": [
        lambda: component_lens(lm(), IDS, ["head_out.2.1", "mlp_out.0"], top=4),
        lambda: direction_lens(lm(), torch.randn(6, lm().d_model), top=3),
    ],
    "EdgeScores": [edge_scores],
    "Explanation": [explained],
    "Faithfulness": [lambda: next(one.faithfulness for one in salient().maps if one.faithfulness)],
    "Finding": [finding],
    "GraphStudy": [lambda: features.GraphStudy(graphs=graphs(), title="two neurons")],
    "HeadRoles": [roles],
    "HeadSummary": [lambda: head_summary(lm(), [IDS])],
    "JudgedLabel": [
        lambda: features.judged_label(
            cards().card(3), features.other_examples(cards()), Undecided(), control_label="numbers", n=2
        )
    ],
    "LayerProbe": [lambda: probed().best],
    "Ledger": [ledger],
    "Lens": [lambda: logit_lens(lm(), [IDS, IDS[:4]], follow=[3, 40]), lambda: logit_lens(lm(), IDS)],
    "LensComparison": [lambda: compare_lenses(speller(), tuned(), CORPUS, n_tokens=1000, n_positions=100, length=32)],
    "Measured": [lambda: observe.Measured(mean=0.5, interval=evidence.Interval(0.4, 0.6), n=5)],
    "Monitored": [monitored],
    "NeuronGraph": [lambda: graphs()[0]],
    "Pair": [lambda: PAIRS[0]],
    "PatchSweep": [
        lambda: patch(lm(), PAIRS, site="z", over="layer,head"),
        lambda: patch(lm(), PAIRS[:1], direction="noise"),
        lambda: patch(lm(), PAIRS, site="v", over="layer,head,pos"),
        lambda: patch(lm(), PAIRS, site="mlp_post", over="layer,neuron"),
        lambda: patch(lm(), PAIRS, site="mlp_out", over="layer"),
    ],
    "Patching": [residual],
    "Patchscopes": [
        lambda: patchscopes(lm(), IDS, target=[8, 30, 31, 8], positions=[0, -1], max_new_tokens=2),
        lambda: patchscopes(lm(), IDS, target=[8, 30, 31, 8]),
    ],
    "PathPatching": [
        lambda: path_patch(lm(), PAIRS),
        lambda: path_patch(lm(), PAIRS[:1], senders=["head_out.0.1", "mlp_out.0"], receivers=["q.2.1"]),
    ],
    "ProbeStudy": [probed],
    "PromptCircuit": [lambda: explained().circuit],
    "RandomOrders": [lambda: salient().random],
    "RoleCheck": [checked],
    "Saliency": [salient, lambda: saliency(lm(), IDS, options=SaliencyOptions(draws=0, substitutes=0, steps=32))],
    "SaliencyMap": [lambda: salient().maps[0]],
    "SaliencyStudy": [
        lambda: saliency_study(
            lm(),
            Task(name="pairs", pairs=PAIRS),
            options=SaliencyOptions(method="all", substitutes=2, draws=4, steps=32, samples=2),
        )
    ],
    "Store": [lambda: harvest(speller(), CORPUS, "resid_post.1", folder() / "store", packing=store.Packing(length=32))],
    "SyntheticScore": [
        lambda: features.synthetic_benchmark(
            features.DictionaryTraining(latents=20, k=2, tokens=2000, batch=200),
            features.SyntheticFeatures(features=30, width=12, active=2.0, topics=2),
            seeds=(0, 1),
            tokens=400,
        )
    ],
    "Task": [lambda: Task(name="pairs", pairs=PAIRS)],
    "TaskReport": [lambda: Task(name="pairs", pairs=PAIRS).evaluate(lm())],
    "TokenPatching": [lambda: salient().patching],
    "Trace": [
        lambda: trace(lm(), [Fact(prompt="w3 w4 w5 w6", subject="w4 w5", answer="w10")] * 2, samples=2),
        lambda: trace(
            lm(),
            Fact(prompt="w3 w4 w5 w6", subject="w4", answer="w10"),
            samples=2,
            kind="mlp_out",
            window=2,
            severed="mlp",
        ),
    ],
    "Trajectory": [lambda: trajectory(lm(), IDS)],
    "Transfer": [lambda: transfer(lm(), probed(), labelled())],
    "TransferLayer": [lambda: transfer(lm(), probed(), labelled()).layers[0]],
    "TunedLens": [tuned],
    "UnitLabel": [lambda: features.label_card(cards().card(3), features.other_examples(cards()))],
    "UseTest": [used],
}
"""By class; several where a result looks different for different options."""
