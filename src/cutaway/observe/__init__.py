"""Look without touching: what each layer would say already, and who wrote the answer's logit."""

from cutaway.observe._attribution import Attribution, Part
from cutaway.observe._direct import direct_logit_attribution
from cutaway.observe._lens import Lens, logit_lens

__all__ = ["Attribution", "Lens", "Part", "direct_logit_attribution", "logit_lens"]
