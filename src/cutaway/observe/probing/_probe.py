"""A probe: a small classifier of one activation, as plain weights that need no library to run."""

from dataclasses import dataclass
from itertools import pairwise

from jaxtyping import Float, Int
from torch import Tensor

from cutaway.errors import DataError
from cutaway.model import Site


@dataclass(frozen=True, kw_only=True, eq=False)
class Probe:
    """A linear map, or several with rectifiers between, from an activation to the log-odds of classes.

    Scaling and calibration are folded into the weights, so that they apply to the activation as the model has it.
    """

    site: str
    """Where it reads, one layer."""
    kind: str
    """`logistic`, `ridge`, `mean_difference`, `lda` or `mlp`."""
    classes: tuple[str, ...]
    weights: tuple[Float[Tensor, "_ _"], ...]
    """fp32 [out inner]; the last one has one row for two classes, else a row a class."""
    biases: tuple[Float[Tensor, " _"], ...]
    pos: str = "last"
    """The positions that it was trained on."""
    threshold: float = 0.0
    """The score above which the positive class is reported; 0 is even odds."""
    gap: float = 0.0
    """How far the mean scores of the two classes' training rows are apart; 0 where there are more classes."""
    model: str = ""
    fingerprint: str = ""

    def __post_init__(self) -> None:
        shapes = [tuple(weight.shape) for weight in self.weights]
        outputs = 1 if len(self.classes) == 2 else len(self.classes)
        fits = len(shapes) > 0 and all(len(shape) == 2 for shape in shapes) and shapes[-1][0] == outputs
        fits = fits and all(after[1] == before[0] for before, after in pairwise(shapes))
        if not fits or [tuple(bias.shape) for bias in self.biases] != [shape[:1] for shape in shapes]:
            raise DataError(
                f"weights of the shapes {shapes} make no probe of {len(self.classes)} classes; the last has a row a "
                "class (one row for two), and each takes what the one before gives"
            )

    @property
    def linear(self) -> bool:
        """Whether it has directions."""
        return len(self.weights) == 1

    @property
    def directions(self) -> Float[Tensor, "n d"]:
        """What the classes differ by: one direction for two classes; for more, each class's weights less their mean.

        Raises:
            DataError: the probe is not linear.
        """
        if not self.linear:
            raise DataError(f"a probe of kind {self.kind!r} has no direction; train a linear one to erase or add it")
        (weight,) = self.weights
        return weight if len(weight) == 1 else weight - weight.mean(0)

    def logits(self, x: Float[Tensor, "*rest d"]) -> Float[Tensor, "*rest k"]:
        """Log-odds of the second class for two classes (`k` is 1), else unnormalised log-probabilities of all."""
        x = x.to(self.weights[0])
        for index, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            x = (x.clamp(min=0) if index else x) @ weight.T + bias
        return x

    def scores(self, x: Float[Tensor, "*rest d"], *, positive: str | None = None) -> Float[Tensor, "*rest"]:
        """The log-odds of one class against the others.

        Args:
            x: activations at the probe's site; heads side by side.
            positive: the class; None for the second of two.

        Raises:
            DataError: there is no such class, or there are several and none was named.
        """
        logits = self.logits(x)
        index = self.index(positive)
        if len(self.classes) == 2:
            return logits[..., 0] if index == 1 else -logits[..., 0]
        logp = logits.log_softmax(-1)
        others = [k for k in range(len(self.classes)) if k != index]
        return logp[..., index] - logp[..., others].logsumexp(-1)

    def predict(self, x: Float[Tensor, "*rest d"]) -> Int[Tensor, "*rest"]:
        """The index of the likeliest class."""
        logits = self.logits(x)
        return (logits[..., 0] > 0).long() if len(self.classes) == 2 else logits.argmax(-1)

    def index(self, positive: str | None) -> int:
        """The index of a class; of two, the second unless named."""
        if positive is None and len(self.classes) == 2:
            return 1
        if positive not in self.classes:
            raise DataError(f"no class {positive!r}; the classes are {', '.join(self.classes)}")
        return self.classes.index(positive)

    @property
    def layer(self) -> int | None:
        """The layer that it reads; None for a site without layers."""
        return Site.parse(self.site).layer
