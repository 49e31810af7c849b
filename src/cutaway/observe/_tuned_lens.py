"""The tuned lens: a logit lens that first translates each stream into the last layer's directions.

Every point of the residual stream has an affine translator of its own, and what comes out of it goes through the
model's final norm and unembedding (Belrose et al., 2023):

    lens_l(h) = unembed(norm(h + A_l h + b_l))

A_l = 0, b_l = 0 is the logit lens. Point l is the stream before block l, `resid_pre.l`, which is `resid_post.(l-1)`;
behind the last block there is nothing to translate. Like every lens it shows what can be read off a state, not that
the model uses it.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from cutaway.errors import CorruptFileError, DataError, SiteUnavailableError
from cutaway.files import write_atomically
from cutaway.model import LanguageModel, Site
from cutaway.shown import Shown

FORMAT = "cutaway tuned lens 1"


@dataclass(frozen=True, kw_only=True, eq=False)
class TunedLens(Shown):
    """An affine translator for each point of one model's residual stream."""

    weight: Float[Tensor, "layer d_model d_model"]
    """A of each point; the first axis behind `layer` is the output."""
    bias: Float[Tensor, "layer d_model"]
    model: str
    fingerprint: str
    """Of the model that it was made for."""
    record: dict[str, Any] = field(default_factory=dict)
    """How it was trained, as plain data."""

    name = "tuned lens"

    def __call__(self, site: Site, stream: Float[Tensor, "*rest d_model"]) -> Float[Tensor, "*rest d_model"]:
        """The stream at a site, translated; behind the last block it is returned as it is.

        Raises:
            SiteUnavailableError: `site` is neither `resid_pre` nor `resid_post` of one layer.
        """
        point = self.point(site)
        if point == len(self.weight):
            return stream
        weight, bias = self.weight[point].to(stream), self.bias[point].to(stream)
        return stream + stream @ weight.T + bias

    def point(self, site: str | Site) -> int:
        """Which translator a site has; the number of translators for the stream behind the last block.

        Raises:
            SiteUnavailableError: it has none.
        """
        site = Site.parse(site)
        if site.kind not in ("resid_pre", "resid_post") or site.layer is None:
            raise SiteUnavailableError(f"the tuned lens has no translator for {site}; read resid_post or resid_pre")
        return site.layer + (site.kind == "resid_post")

    def check(self, lm: LanguageModel) -> None:
        """That it was made for this model.

        Raises:
            DataError: it was not.
        """
        if lm.fingerprint != self.fingerprint or self.bias.shape != (lm.n_layers, lm.d_model):
            raise DataError(
                f"this tuned lens is for {self.model} ({self.fingerprint}), not for {lm.name} ({lm.fingerprint}); "
                "train one with train_tuned_lens"
            )

    @classmethod
    def identity(cls, lm: LanguageModel) -> "TunedLens":
        """Translators that change nothing: the logit lens."""
        return cls(
            weight=torch.zeros(lm.n_layers, lm.d_model, lm.d_model),
            bias=torch.zeros(lm.n_layers, lm.d_model),
            model=lm.name,
            fingerprint=lm.fingerprint,
        )

    def save(self, path: Path | str) -> Path:
        """Write one safetensors file, whose header says as JSON which model it is for and how it was trained.

        Raises:
            FileError: it cannot be written.
        """
        about = {"model": self.model, "fingerprint": self.fingerprint, "record": self.record}
        tensors = {"weight": self.weight.contiguous(), "bias": self.bias.contiguous()}
        return write_atomically(path, save(tensors, {"format": FORMAT, "lens": json.dumps(about)}))

    @classmethod
    def load(cls, path: Path | str, lm: LanguageModel) -> "TunedLens":
        """Read what `save` wrote.

        Args:
            path: the file.
            lm: the model that it is to be used with.

        Raises:
            DataError: there is no such file, it is no tuned lens, or it is another model's.
            CorruptFileError: the file is damaged.
        """
        path = Path(path)
        if not path.is_file():
            raise DataError(f"there is no file {path}; make one with: cutaway lens train --out {path}")
        try:
            with safe_open(path, "pt") as file:
                metadata = file.metadata() or {}
                if metadata.get("format") != FORMAT:
                    raise DataError(f"{path} is not a tuned lens of Cutaway's; name one that lens train wrote")
                about = json.loads(metadata["lens"])
                lens = cls(weight=file.get_tensor("weight"), bias=file.get_tensor("bias"), **about)
        except (SafetensorError, KeyError, TypeError, ValueError) as error:
            raise CorruptFileError(f"{path} is damaged or no safetensors file ({error}); train it again") from None
        lens.check(lm)
        return lens
