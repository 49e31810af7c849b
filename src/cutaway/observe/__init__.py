"""Look without touching: what each layer would say already, and who wrote the answer's logit."""

from cutaway.observe._attribution import Attribution, By, Part
from cutaway.observe._direct import direct_logit_attribution
from cutaway.observe._directions import DirectionLens, component_lens, direction_lens
from cutaway.observe._lens import Lens, logit_lens

__all__ = [
    "Attribution",
    "By",
    "DirectionLens",
    "Lens",
    "Part",
    "component_lens",
    "direct_logit_attribution",
    "direction_lens",
    "logit_lens",
]
