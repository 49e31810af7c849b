"""Look without touching: attention and head roles, what each layer would say already, and who wrote the answer's logit.

Head roles alone are tested by intervening, so that a name is not only a look.
"""

from cutaway.observe._attention import Attention, HeadSummary, attention, head_summary
from cutaway.observe._attribution import Attribution, Part, direct_logit_attribution
from cutaway.observe._composition import Composition, Copying, composition_scores, copying_scores
from cutaway.observe._lens import Lens, logit_lens
from cutaway.observe._role_checks import RoleCheck
from cutaway.observe._roles import ROLES, HeadRoles, head_roles
from cutaway.observe._weights import Factored, HeadWeights, full_ov, full_qk, head_weights

__all__ = [
    "ROLES",
    "Attention",
    "Attribution",
    "Composition",
    "Copying",
    "Factored",
    "HeadRoles",
    "HeadSummary",
    "HeadWeights",
    "Lens",
    "Part",
    "RoleCheck",
    "attention",
    "composition_scores",
    "copying_scores",
    "direct_logit_attribution",
    "full_ov",
    "full_qk",
    "head_roles",
    "head_summary",
    "head_weights",
    "logit_lens",
]
