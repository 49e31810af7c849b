"""Does a latent steer the model where its card says? Continuations with it, without it, and with random latents.

The same prompts are continued with the same random numbers under each: the plain model, the model with a multiple of the
latent's direction added at every token, and the model with as long a multiple of other latents' directions. Nobody reads
the texts; two measures do. Words: the share of the written tokens that the latent's own direction promotes most (or that
are given). Echo: how active the latent is when the plain model reads what was written; a text that is about what the
latent is about evokes it again. How surprising the texts are to the plain model stands beside both, since a model that is
pushed hard enough writes anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError
from cutaway.evidence import Finding, graded
from cutaway.features._dictionary import Dictionary
from cutaway.features.measures._evaluate import SKIPPED, side_by_side
from cutaway.features.use._splice import LatentChange, splice
from cutaway.model import Edit, LanguageModel, Site
from cutaway.progress import Progress, silent
from cutaway.shown import Shown

OPENINGS = (
    "I think that",
    "The first thing I noticed was",
    "Yesterday, my friend told me",
    "In this article, we look at",
    "There are many reasons why",
    "When I opened the door,",
    "The main idea of the book is",
    "Let me tell you about",
)
"""What is continued unless prompts are given: the beginnings of texts that could be about anything."""


@dataclass(frozen=True, kw_only=True)
class Arm:
    """The continuations of one kind.

    Attributes:
        name: `plain`, `latent 472`, or the random latent's own.
        texts: what was written, one a sample.
        words: [sample], the share of written tokens that are among the words.
        echo: [sample], the mean activation of the latent on what was written, read by the plain model.
        surprise: [sample], nats a token of what was written to the plain model.
    """

    name: str
    texts: tuple[str, ...]
    words: Float[Tensor, " sample"]
    echo: Float[Tensor, " sample"]
    surprise: Float[Tensor, " sample"]


@dataclass(frozen=True, kw_only=True)
class Steering(Shown):
    """A latent that is pushed while the model writes, beside nothing and beside random latents.

    Attributes:
        model: the model's name.
        dictionary: its name in a line.
        site: where the direction is added.
        latent: which one.
        strength: the length of what is added, as a multiple of the site's mean size.
        added: what is added to the latent's code.
        words: the tokens that are looked for.
        prompts: what was continued, one a sample.
        plain, steered: the continuations.
        random: those under random latents, pushed as far.
    """

    model: str
    dictionary: str
    site: str
    latent: int
    strength: float
    added: float
    words: tuple[str, ...]
    prompts: tuple[str, ...]
    plain: Arm
    steered: Arm
    random: tuple[Arm, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""

        def arm(one: Arm) -> dict[str, Any]:
            figures = {name: getattr(one, name).tolist() for name in ("words", "echo", "surprise")}
            means = {f"mean_{name}": float(getattr(one, name).mean()) for name in figures}
            return {"name": one.name, "texts": list(one.texts), **figures, **means}

        return {
            "model": self.model,
            "dictionary": self.dictionary,
            "site": self.site,
            "latent": self.latent,
            "strength": self.strength,
            "added": self.added,
            "words": list(self.words),
            "prompts": list(self.prompts),
            "plain": arm(self.plain),
            "steered": arm(self.steered),
            "random": [arm(one) for one in self.random],
        }

    def findings(self, *, command: str = "") -> list[Finding]:
        """Words and echo beside random latents that are pushed as far."""
        found = []
        said = {
            "words": "the share of written tokens among the words that it promotes",
            "echo": "its mean activation on what was written, read by the plain model,",
        }
        for measure, what in said.items():
            base, own = getattr(self.plain, measure), getattr(self.steered, measure)
            others = torch.cat([getattr(one, measure) - base for one in self.random]) if self.random else None
            found.append(
                graded(
                    claim=f"adding latent {self.latent} at {self.site} moves {what} from {float(base.mean()):.3g} to "
                    f"{float(own.mean()):.3g}",
                    method=f"{len(own)} paired continuations, {self.strength:g} times the site's mean size added; control: "
                    f"{len(self.random)} random latents pushed as far",
                    effect=(own - base).tolist(),
                    control=None if others is None else others.tolist(),
                    command=command,
                    details={
                        "surprise": {
                            "plain": float(self.plain.surprise.mean()),
                            "steered": float(self.steered.surprise.mean()),
                            "random": [float(one.surprise.mean()) for one in self.random],
                        }
                    },
                )
            )
        return found


def steer(
    lm: LanguageModel,
    dictionary: Dictionary,
    latent: int,
    *,
    prompts: Sequence[str] = OPENINGS,
    strength: float = 0.5,
    words: Sequence[str] | None = None,
    n_words: int = 30,
    n_random: int = 4,
    draws: int = 2,
    max_new_tokens: int = 30,
    temperature: float = 1.0,
    seed: int = 0,
    progress: Progress = silent,
) -> Steering:
    """Push a latent while the model writes, and see whether the text goes where its card says.

    Args:
        lm: the model that the dictionary was trained on.
        dictionary: an SAE or a transcoder.
        latent: the latent.
        prompts: what is continued.
        strength: the length of what is added at every token, as a multiple of the mean size of the site's activations
            on the prompts; negative pushes the other way.
        words: tokens to look for, with their leading spaces; None: the `n_words` that the direction promotes most.
        n_words: how many those are.
        n_random: how many other latents, active on the plain continuations, are pushed as far for comparison.
        draws: continuations of each prompt.
        max_new_tokens: how long they are.
        temperature: of the sampling.
        seed: draws the continuations and the random latents.
        progress: told how many kinds of continuation are written.

    Raises:
        DataError: another model's dictionary, no such latent, or a crosscoder.
        AlignmentError: a word that is not one token.
    """
    dictionary.check(lm)
    c = dictionary.config
    if not 0 <= latent < c.latents:
        raise DataError(f"no latent {latent}; there are {c.latents:,}, numbered from 0")
    if draws < 1 or not prompts:
        raise DataError(f"draws={draws} of {len(prompts)} prompts; give at least one of each")
    target = Site.parse(c.targets[0])
    ids = [lm.token_id(word) for word in words] if words is not None else promoted(lm, dictionary, latent, n=n_words)
    samples = [prompt for prompt in prompts for _ in range(draws)]
    writer = _Writer(lm, dictionary, latent, samples, set(ids), max_new_tokens, temperature, seed)
    size = writer.mean_size(target)
    progress("continuations", 0, 2 + n_random)
    plain = writer("plain", ())
    progress("continuations", 1, 2 + n_random)
    lengths = dictionary.W_dec.norm(dim=1)
    added = strength * size / float(lengths[latent])

    def pushed(one: int) -> tuple[Edit, ...]:
        return splice(dictionary, LatentChange(latent=one, how="add", value=strength * size / float(lengths[one])))

    steered = writer(f"latent {latent}", pushed(latent))
    progress("continuations", 2, 2 + n_random)
    others = []
    for number, one in enumerate(writer.others(n_random)):
        others.append(writer(f"latent {one}", pushed(one)))
        progress("continuations", 3 + number, 2 + n_random)
    return Steering(
        model=lm.name,
        dictionary=repr(dictionary),
        site=str(target),
        latent=latent,
        strength=strength,
        added=added,
        words=tuple(str(lm.tokenizer.decode([i])) for i in ids),
        prompts=tuple(samples),
        plain=plain,
        steered=steered,
        random=tuple(others),
    )


def promoted(lm: LanguageModel, dictionary: Dictionary, latent: int, *, n: int = 20) -> list[int]:
    """The tokens whose logits a latent's direction raises most, through the final norm's gain and the unembedding."""
    direction = dictionary.W_dec[latent].to(lm.W_U)
    if len(direction) != lm.d_model:
        raise DataError(
            f"{dictionary.config.target} does not write to the stream, so no tokens follow from it; give words="
        )
    return (lm.W_U @ (lm.final_norm.gain.to(direction) * direction)).topk(n).indices.tolist()


class _Writer:
    """Continues the same prompts under edits, with the same random numbers, and measures what was written."""

    def __init__(
        self,
        lm: LanguageModel,
        dictionary: Dictionary,
        latent: int,
        prompts: list[str],
        words: set[int],
        length: int,
        temperature: float,
        seed: int,
    ):
        self._lm, self._dictionary, self._latent = lm, dictionary, latent
        self._prompts, self._words = prompts, words
        self._length, self._temperature, self._seed = length, temperature, seed
        self._reads = Site.parse(dictionary.config.sites[0])
        self._active = torch.zeros(dictionary.config.latents, dtype=torch.bool)

    def mean_size(self, site: Site) -> float:
        """The mean length of a site's activations on the prompts, without their first tokens."""
        tokens = self._lm.tokenize(list(dict.fromkeys(self._prompts)))
        run = self._lm.run(tokens, read=site, logits=False)
        place = torch.arange(tokens.ids.shape[1])
        counted = (place >= SKIPPED) & (place < tokens.lengths[:, None])
        return float(run[site].flatten(2).float().norm(dim=-1).cpu()[counted].mean())

    def others(self, n: int) -> list[int]:
        """Latents that were active on the plain continuations, at random."""
        held = [i for i in self._active.nonzero().flatten().tolist() if i != self._latent]
        generator = torch.Generator().manual_seed(self._seed)
        return [held[i] for i in torch.randperm(len(held), generator=generator)[:n].tolist()]

    def __call__(self, name: str, edits: tuple[Edit, ...]) -> Arm:
        lm = self._lm
        devices = [lm.device] if lm.device.type == "cuda" else []
        with torch.random.fork_rng(devices=devices):
            torch.manual_seed(self._seed)
            written = lm.generate(
                self._prompts,
                max_new_tokens=self._length,
                edits=edits,
                do_sample=True,
                temperature=self._temperature,
                top_k=0,
                top_p=1.0,
            )
        words, echo, surprise = [], [], []
        for old, new in zip(written.prompts.rows, written.new_ids, strict=True):
            run = lm.run([[*old, *new]], read=self._reads)
            behind = slice(len(old), len(old) + len(new))
            z = self._dictionary.encode(side_by_side([run[self._reads]], lead=2)[0, behind].to(self._dictionary.device))
            if not edits:
                self._active |= (z != 0).any(0).cpu()
            logs = run.logits[0, len(old) - 1 : len(old) + len(new) - 1].float().log_softmax(-1)
            words.append(sum(token in self._words for token in new) / len(new))
            echo.append(float(z[:, self._latent].mean()))
            surprise.append(-float(logs.gather(1, torch.tensor(new)[:, None].to(logs.device)).mean()))
        return Arm(
            name=name,
            texts=tuple(written.new_text),
            words=torch.tensor(words),
            echo=torch.tensor(echo),
            surprise=torch.tensor(surprise),
        )
