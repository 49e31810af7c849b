"""Look without touching: what each layer would say already, who wrote the answer's logit, which tokens it rests on."""

from cutaway.observe._attribution import Attribution, By, Part
from cutaway.observe._direct import direct_logit_attribution
from cutaway.observe._directions import DirectionLens, component_lens, direction_lens
from cutaway.observe._faithfulness import Faithfulness, RandomOrders
from cutaway.observe._lens import Lens, logit_lens
from cutaway.observe._random_weights import shuffled_weights
from cutaway.observe._saliency import Completeness, Saliency, SaliencyMap, SaliencyOptions, saliency
from cutaway.observe._saliency_study import Measured, SaliencyStudy, saliency_study
from cutaway.observe._target import Target
from cutaway.observe._token_patching import TokenPatching

__all__ = [
    "Attribution",
    "By",
    "Completeness",
    "DirectionLens",
    "Faithfulness",
    "Lens",
    "Measured",
    "Part",
    "RandomOrders",
    "Saliency",
    "SaliencyMap",
    "SaliencyOptions",
    "SaliencyStudy",
    "Target",
    "TokenPatching",
    "component_lens",
    "direct_logit_attribution",
    "direction_lens",
    "logit_lens",
    "saliency",
    "saliency_study",
    "shuffled_weights",
]
