"""Look without touching: what each layer would say already, and who wrote the answer's logit."""

from cutaway.observe._attribution import Attribution, Part, direct_logit_attribution
from cutaway.observe._lens import Lens, Translator, logit_lens
from cutaway.observe._lens_comparison import LensComparison, compare_lenses
from cutaway.observe._patchscopes import Patchscopes, patchscopes
from cutaway.observe._published_lens import read_published_lens, write_published_lens
from cutaway.observe._trajectory import Trajectory, trajectory
from cutaway.observe._tuned_lens import TunedLens
from cutaway.observe._tuned_training import LensTraining, train_tuned_lens

__all__ = [
    "Attribution",
    "Lens",
    "LensComparison",
    "LensTraining",
    "Part",
    "Patchscopes",
    "Trajectory",
    "Translator",
    "TunedLens",
    "compare_lenses",
    "direct_logit_attribution",
    "logit_lens",
    "patchscopes",
    "read_published_lens",
    "train_tuned_lens",
    "trajectory",
    "write_published_lens",
]
