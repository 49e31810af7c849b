"""What a dictionary is: its kind, what it reads and reconstructs, its sizes, and how it came about."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from cutaway.errors import DataError, SiteError, did_you_mean
from cutaway.model import Site

Kind = Literal["relu", "topk", "batch-topk", "jumprelu", "gated", "matryoshka"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Every kind of dictionary, by what makes its code sparse."""

_ROWS = ("sites", "targets", "widths_in", "widths_out", "levels", "owners")


@dataclass(frozen=True, kw_only=True)
class DictionaryConfig:
    """What a dictionary is, apart from its weights."""

    kind: str = "batch-topk"
    """What makes the code sparse: an L1 penalty (`relu`), the k largest of each token (`topk`), the k largest a token
    on average over a batch (`batch-topk`), a learnt threshold of each latent (`jumprelu`), a gate beside the magnitude
    (`gated`), or `batch-topk` over nested prefixes of the latents (`matryoshka`)."""
    sites: tuple[str, ...]
    """What is read. One site for an SAE or a transcoder, several for a crosscoder: their activations side by side."""
    targets: tuple[str, ...] = ()
    """What is reconstructed; the same as `sites` unless given (a transcoder: `mlp_in.5` to `mlp_out.5`)."""
    widths_in: tuple[int, ...]
    """The width of each site."""
    widths_out: tuple[int, ...] = ()
    """The width of each target; the same as `widths_in` unless given."""
    latents: int
    """How many latents."""
    k: int = 32
    """Active latents a token: exactly (`topk`), on average in training (`batch-topk`, `matryoshka`), or what training
    steers to (the others)."""
    skip: bool = False
    """Whether an affine path goes past the latents (skip transcoder)."""
    levels: tuple[int, ...] = ()
    """For `matryoshka`: the sizes of the nested prefixes, the last one all latents."""
    models: tuple[tuple[str, str], ...] = ()
    """Name and fingerprint of the model or models that the activations come from; none for other data."""
    owners: tuple[int, ...] = ()
    """For each site the number of its model; all the first one unless given."""
    training: Mapping[str, Any] = field(default_factory=dict)
    """How it was trained, as plain data."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise DataError(f"no kind of dictionary {self.kind!r}{did_you_mean(self.kind, KINDS)}: {', '.join(KINDS)}")
        if not self.sites or len(self.widths_in) != len(self.sites):
            raise DataError(f"{len(self.sites)} sites with {len(self.widths_in)} widths; give one width for each site")
        if not self.targets:
            object.__setattr__(self, "targets", self.sites)
            object.__setattr__(self, "widths_out", self.widths_out or self.widths_in)
        if len(self.widths_out) != len(self.targets):
            raise DataError(f"{len(self.targets)} targets with {len(self.widths_out)} widths; give one for each target")
        if not self.owners:
            object.__setattr__(self, "owners", (0,) * len(self.sites))
        if not 1 <= self.k <= self.latents:
            raise DataError(f"k={self.k} of {self.latents} latents; k is between 1 and the number of latents")
        if self.kind == "matryoshka":
            levels = self.levels or nested(self.latents)
            if sorted(set(levels)) != list(levels) or levels[-1] != self.latents or levels[0] < 1:
                raise DataError(f"levels={levels}; give rising sizes, the last one {self.latents}")
            object.__setattr__(self, "levels", levels)
        elif self.levels:
            raise DataError(f"levels={self.levels} with kind={self.kind!r}; only matryoshka has levels")

    @property
    def site(self) -> str:
        """What is read: the site, or the sites joined by `+`."""
        return "+".join(self.sites)

    @property
    def target(self) -> str:
        """What is reconstructed: the target, or the targets joined by `+`."""
        return "+".join(self.targets)

    @property
    def d_in(self) -> int:
        """The width of what is read."""
        return sum(self.widths_in)

    @property
    def d_out(self) -> int:
        """The width of what is reconstructed."""
        return sum(self.widths_out)

    @property
    def model(self) -> str:
        """The name of the first model; the empty string where there is none."""
        return self.models[0][0] if self.models else ""

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the first model; the empty string where there is none."""
        return self.models[0][1] if self.models else ""

    @property
    def shape(self) -> Literal["sae", "transcoder", "crosscoder"]:
        """`sae`, `transcoder` or `crosscoder`."""
        if len(self.sites) > 1 or len(self.targets) > 1:
            return "crosscoder"
        return "sae" if self.sites == self.targets else "transcoder"

    @property
    def layer(self) -> int | None:
        """The layer of the first site; None where it has none or the data are no activations."""
        try:
            return Site.parse(self.sites[0]).layer
        except SiteError:  # the data of a synthetic benchmark have a name that is no site
            return None

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "DictionaryConfig":
        """What `to_json` gave.

        Raises:
            DataError: it names an unknown kind, or its sizes contradict each other.
            TypeError: a field is missing or unknown.
        """
        rows = {name: tuple(data[name]) for name in _ROWS if name in data}
        models = tuple((str(name), str(mark)) for name, mark in data.get("models", ()))
        return cls(**{**data, **rows, "models": models})


def nested(latents: int) -> tuple[int, ...]:
    """The prefixes of a Matryoshka dictionary unless said otherwise: each half of the next, five of them."""
    return tuple(sorted({max(1, latents >> halvings) for halvings in range(5)}))
