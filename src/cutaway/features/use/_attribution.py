"""Which latents mattered for an answer: estimated from one gradient, and measured by taking them out.

With z the code at a position, d a latent's decoder direction and g the gradient of the answer's score at the target site,
z (d · g) is to first order what the score loses when the latent is removed there; these shares, the bias's and the error's
add up to y · g, the site's own. The exact effect of a latent is that of the run from which z d is taken off wherever the
latent is active, with everything the dictionary does not explain left as it is: a row of one sweep for each latent. The
control takes off as much in a random direction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError, PromptError
from cutaway.evidence import Finding, graded, spearman
from cutaway.features._dictionary import Dictionary
from cutaway.features.measures._evaluate import SKIPPED, side_by_side
from cutaway.model import Edit, LanguageModel, Prompts, Site, SweepRow, Tokens, add, sweep
from cutaway.observe import Target
from cutaway.progress import Progress, silent
from cutaway.shown import Shown

_CONTROLLED = 8
"""Latents, the strongest, whose removal is compared with random directions."""


@dataclass(frozen=True, kw_only=True)
class LatentEffect:
    """One latent's part in an answer."""

    latent: int
    position: int
    """Where it is strongest."""
    activation: float
    """How strong it is there."""
    estimate: float
    """What the score would lose without it, from the gradient."""
    exact: float | None
    """What it loses; None where that was not run."""
    control: tuple[float, ...] = ()
    """Sizes of the losses for as much taken off in random directions."""


@dataclass(frozen=True, kw_only=True)
class KeptLatents:
    """What is left of an answer when only some latents are kept."""

    sizes: tuple[int, ...]
    """How many are kept."""
    chosen: tuple[float, ...]
    """The score with the strongest kept."""
    random: tuple[tuple[float, ...], ...]
    """The score with as many active ones drawn at random, for each draw."""
    none: float
    """The score with none of them."""
    all: float
    """The score with all of them: the model's own."""


@dataclass(frozen=True, kw_only=True)
class LatentAttribution(Shown):
    """The latents of one site behind one answer.

    Attributes:
        model: the model's name.
        dictionary: its name in a line.
        site: where its latents write.
        prompt: the tokens, as text.
        score: what is explained, in words.
        value: the model's own score.
        effects: latents that were active, the largest estimate first.
        active: how many latents were active somewhere.
        rank_correlation: Spearman's between estimate and exact effect, over the latents that were run.
        error_estimate, error_exact: the same two for what the dictionary does not explain.
        kept: what is left when only the strongest are kept (the error stays).
    """

    model: str
    dictionary: str
    site: str
    prompt: tuple[str, ...]
    score: str
    value: float
    effects: tuple[LatentEffect, ...]
    active: int
    rank_correlation: float
    error_estimate: float
    error_exact: float
    kept: KeptLatents

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "model": self.model,
            "dictionary": self.dictionary,
            "site": self.site,
            "tokens": list(self.prompt),
            "score": self.score,
            "value": self.value,
            "active": self.active,
            "rank_correlation": self.rank_correlation,
            "error": {"estimate": self.error_estimate, "exact": self.error_exact},
            "latents": [
                {
                    "latent": effect.latent,
                    "position": effect.position,
                    "activation": effect.activation,
                    "estimate": effect.estimate,
                    "exact": effect.exact,
                    "control": list(effect.control),
                }
                for effect in self.effects
            ],
            "kept": {
                "sizes": list(self.kept.sizes),
                "chosen": list(self.kept.chosen),
                "random": [list(draw) for draw in self.kept.random],
                "none": self.kept.none,
                "all": self.kept.all,
            },
        }

    def strongest(self, n: int = 5) -> list[LatentEffect]:
        """The latents with the largest exact effects."""
        run = [effect for effect in self.effects if effect.exact is not None]
        return sorted(run, key=lambda effect: -abs(effect.exact or 0.0))[:n]

    def findings(self, *, command: str = "", n: int = 5) -> list[Finding]:
        """The strongest latents, each beside random directions; and what is left with few of them."""
        found = []
        for effect in self.strongest(n):
            assert effect.exact is not None
            sign = 1.0 if effect.exact >= 0 else -1.0
            found.append(
                graded(
                    claim=f"without latent {effect.latent} ({self.prompt[effect.position]!r}, position {effect.position}) "
                    f"{self.score} changes by {-effect.exact:+.3f}",
                    method=f"exact removal of one latent at {self.site}, the rest of the stream kept; control: as much taken "
                    "off in a random direction",
                    effect=[effect.exact],
                    control=[sign * size for size in effect.control] or None,
                    command=command,
                    details={"estimate": effect.estimate, "rank_correlation": self.rank_correlation},
                )
            )
        return [*found, *self._kept_finding(command)]

    def _kept_finding(self, command: str) -> list[Finding]:
        span = self.kept.all - self.kept.none
        if not self.kept.sizes or abs(span) < 1e-6:
            return []
        shares = [(value - self.kept.none) / span for value in self.kept.chosen]
        index = next((i for i, share in enumerate(shares) if share >= 0.8), len(shares) - 1)
        random = [(draw[index] - self.kept.none) / span for draw in self.kept.random]
        return [
            graded(
                claim=f"the {self.kept.sizes[index]} strongest of {self.active} active latents carry {shares[index]:.2f} of "
                f"what all of them do for {self.score}",
                method=f"all other latents at {self.site} removed, the error kept; control: as many active latents drawn "
                "at random",
                effect=[shares[index]],
                control=random,
                command=command,
            )
        ]


def attribute_latents(
    lm: LanguageModel,
    dictionary: Dictionary,
    prompt: Prompts | Tokens,
    *,
    answer: str | int | None = None,
    wrong: str | int | None = None,
    sample: int = 64,
    draws: int = 4,
    skip_positions: int | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> LatentAttribution:
    """Which latents of a dictionary an answer rests on.

    Args:
        lm: the model that the dictionary was trained on.
        dictionary: an SAE or a transcoder.
        prompt: one prompt.
        answer: the token that follows, as text with its space or as an id; None: the model's own.
        wrong: a token that it is measured against; the score is then the difference of logits, else log p(answer).
        sample: how many latents are also removed exactly: the half with the largest estimates, and others at random.
        draws: random directions, and random sets of latents, for each control.
        skip_positions: positions at the start whose latents are left alone; None: as in training, or the first.
        seed: draws the sample and the controls.
        progress: told how many runs are done.

    Raises:
        DataError: another model's dictionary, or a crosscoder; or no latent is active.
        PromptError: several prompts.
        AlignmentError: an answer that is not one token.
    """
    dictionary.check(lm)
    tokens = lm.tokenize(prompt)
    if len(tokens) != 1:
        raise PromptError(f"{len(tokens)} prompts; latents are attributed for one prompt at a time")
    skip = int(dictionary.config.training.get("skip_positions", SKIPPED)) if skip_positions is None else skip_positions
    target = _target(lm, tokens, answer, wrong)
    parts = CodeParts.of(lm, dictionary, tokens, skip=skip)
    gradients = lm.gradients(tokens, lambda run: target(run.last_logits), at=[parts.site])
    gradient = gradients[parts.site][0].flatten(1).float()
    W_dec, z = dictionary.W_dec.to(gradient), parts.z[0]
    along = gradient @ W_dec.T
    estimates = (z * along).sum(0)
    active = (z != 0).any(0).nonzero().flatten()
    if not len(active):
        raise DataError(f"no latent is active behind the first {skip} positions; give a longer prompt")
    order = active[estimates[active].abs().argsort(descending=True)]
    chosen = _sampled(order, sample, seed)
    generator = torch.Generator().manual_seed(seed)
    sizes = [n for n in (1, 2, 4, 8, 16, 32, 64, 128) if n < len(order)]
    drawn = [order[torch.randperm(len(order), generator=generator)] for _ in range(draws)]
    everything = parts.part(z, active)

    def scored(deltas: Sequence[Tensor]) -> tuple[list[float], float]:
        rows = [SweepRow(0, (parts.shifted(delta),)) for delta in deltas]
        done = sweep(lm, tokens, rows, target.score, vocab=target.vocab, progress=progress)
        return done.values.tolist(), float(done.plain[0])

    deltas = [-parts.part(z, latent[None]) for latent in chosen]
    deltas += [-parts.error[0], -everything]
    deltas += [parts.part(z, ranked[:n]) - everything for ranked in (order, *drawn) for n in sizes]
    values, value = scored(deltas)
    scores = iter(values)
    exact = {int(latent): value - next(scores) for latent in chosen}
    error_exact, none = value - next(scores), next(scores)
    kept, *random_kept = ([next(scores) for _ in sizes] for _ in range(1 + draws))
    strongest = sorted(exact, key=lambda latent: -abs(exact[latent]))[:_CONTROLLED]
    random = torch.nn.functional.normalize(torch.randn(draws, W_dec.shape[1], generator=generator), dim=-1)
    lengths = W_dec.norm(dim=1)
    values, _ = scored([-(z[:, j] * lengths[j])[:, None] * direction for j in strongest for direction in random])
    scores = iter(values)
    control = {j: tuple(abs(value - next(scores)) for _ in range(draws)) for j in strongest}
    strings = tuple(tokens.strings[0])
    effects = []
    for latent in order.tolist():
        position = int(z[:, latent].abs().argmax())
        effects.append(
            LatentEffect(
                latent=latent,
                position=position,
                activation=float(z[position, latent]),
                estimate=float(estimates[latent]),
                exact=exact.get(latent),
                control=control.get(latent, ()),
            )
        )
    return LatentAttribution(
        model=lm.name,
        dictionary=repr(dictionary),
        site=str(parts.site),
        prompt=strings,
        score=target.spoken(tokens),
        value=value,
        effects=tuple(effects),
        active=len(active),
        rank_correlation=spearman(estimates[chosen].tolist(), [exact[int(latent)] for latent in chosen]),
        error_estimate=float((parts.error[0] * gradient).sum()),
        error_exact=error_exact,
        kept=KeptLatents(
            sizes=tuple(sizes),
            chosen=tuple(kept),
            random=tuple(tuple(draw) for draw in random_kept),
            none=none,
            all=value,
        ),
    )


@dataclass(frozen=True, kw_only=True)
class CodeParts:
    """What a dictionary's target holds in a run, taken apart: code times directions, bias, and the error.

    Attributes:
        dictionary: the dictionary.
        site: its target.
        shape: of the target's activation at one position.
        y: [prompt pos d], the target's activation.
        z: [prompt pos latent], the code; zero where positions are left alone.
        error: [prompt pos d], what the dictionary does not explain; zero there too.
    """

    dictionary: Dictionary
    site: Site
    shape: tuple[int, ...]
    y: Float[Tensor, "prompt pos d"]
    z: Float[Tensor, "prompt pos latent"]
    error: Float[Tensor, "prompt pos d"]

    @classmethod
    def of(cls, lm: LanguageModel, dictionary: Dictionary, tokens: Tokens, *, skip: int) -> "CodeParts":
        """Run the prompts and take the target apart, from position `skip` on.

        Raises:
            DataError: a crosscoder.
        """
        c = dictionary.config
        if c.shape == "crosscoder":
            raise DataError(f"a crosscoder of {c.site} writes to several places; use an SAE or a transcoder")
        (site,), (target,) = lm.resolve(Site.parse(c.sites[0])), lm.resolve(Site.parse(c.targets[0]))
        run = lm.run(tokens, read=list(dict.fromkeys([site, target])), logits=False)
        x = side_by_side([run[site]], lead=2).to(dictionary.device)
        y = side_by_side([run[target]], lead=2).float()
        place = torch.arange(y.shape[1])
        counted = (place >= skip) & (place < tokens.lengths[:, None])
        z = dictionary.encode(x) * counted[..., None].to(dictionary.device)
        explained = dictionary.decode(z, x if c.skip else None).to(y)
        error = torch.where(counted[..., None].to(y.device), y - explained, 0.0)
        return cls(dictionary=dictionary, site=target, shape=tuple(run[target].shape[2:]), y=y, z=z.to(y), error=error)

    def part(self, z: Float[Tensor, "pos latent"], latents: Tensor) -> Float[Tensor, "pos d"]:
        """What some latents of a code write together."""
        return z[:, latents] @ self.dictionary.W_dec[latents].to(z)

    def shifted(self, delta: Float[Tensor, "pos d"]) -> Edit:
        """The edit that adds to the target, from the first position at which there is anything to add."""
        moved = delta.abs().sum(-1).nonzero().flatten()
        first = int(moved[0]) if len(moved) else len(delta) - 1
        return add(self.site, delta[first:].reshape(-1, *self.shape), pos=slice(first, len(delta)))


def _sampled(order: Tensor, sample: int, seed: int) -> Tensor:
    """The strongest half of a sample, and the other half at random from the rest."""
    if len(order) <= sample:
        return order
    top, rest = order[: sample // 2], order[sample // 2 :]
    generator = torch.Generator().manual_seed(seed)
    return torch.cat([top, rest[torch.randperm(len(rest), generator=generator)[: sample - len(top)]]])


def _target(lm: LanguageModel, tokens: Tokens, answer: str | int | None, wrong: str | int | None) -> Target:
    def ids(token: str | int | None) -> tuple[int, ...]:
        if token is None:
            return ()
        return (lm.token_id(token),) if isinstance(token, str) else (token,)

    chosen: Sequence[int] = ids(answer) or (int(lm.run(tokens, logits="last").last_logits[0].argmax()),)
    outside = [token for token in (*chosen, *ids(wrong)) if not 0 <= token < lm.d_vocab]
    if outside:
        raise DataError(f"token {outside[0]} is outside the vocabulary of {lm.d_vocab}; use lm.token_id(text)")
    kind = "log_probability" if wrong is None else "logit_difference"
    return Target(kind=kind, answer=tuple(chosen), wrong=ids(wrong))
