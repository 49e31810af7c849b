"""Look without touching: attention and head roles, lenses, who wrote the answer's logit, what it rests on, probes.

What is looked at is then tested by intervening where a claim is made of it: a name is not only a look.
"""

from cutaway.observe._attention import Attention, HeadSummary, attention, head_summary
from cutaway.observe._attribution import Attribution, By, Part
from cutaway.observe._composition import Composition, Copying, composition_scores, copying_scores
from cutaway.observe._direct import direct_logit_attribution
from cutaway.observe._directions import DirectionLens, component_lens, direction_lens
from cutaway.observe._faithfulness import Faithfulness, RandomOrders
from cutaway.observe._lens import Lens, Translator, logit_lens
from cutaway.observe._lens_comparison import LensComparison, compare_lenses
from cutaway.observe._patchscopes import Patchscopes, patchscopes
from cutaway.observe._published_lens import read_published_lens, write_published_lens
from cutaway.observe._random_weights import shuffled_weights
from cutaway.observe._role_checks import RoleCheck
from cutaway.observe._roles import ROLES, HeadRoles, head_roles
from cutaway.observe._saliency import Completeness, Saliency, SaliencyMap, SaliencyOptions, saliency
from cutaway.observe._saliency_study import Measured, SaliencyStudy, saliency_study
from cutaway.observe._target import Target
from cutaway.observe._token_patching import TokenPatching
from cutaway.observe._trajectory import Trajectory, trajectory
from cutaway.observe._tuned_lens import TunedLens
from cutaway.observe._tuned_training import LensTraining, train_tuned_lens
from cutaway.observe._weights import Factored, HeadWeights, full_ov, full_qk, head_weights
from cutaway.observe.probing import (
    PROBE_SETS,
    Baseline,
    Behaviour,
    CodeLength,
    Eraser,
    Labelled,
    LayerProbe,
    Monitor,
    Monitored,
    Position,
    Probe,
    ProbeKind,
    ProbeStudy,
    Transfer,
    TransferLayer,
    UseTest,
    control_labels,
    erase,
    leace,
    probe,
    read_labelled,
    transfer,
    use_test,
)

__all__ = [
    "PROBE_SETS",
    "ROLES",
    "Attention",
    "Attribution",
    "Baseline",
    "Behaviour",
    "By",
    "CodeLength",
    "Completeness",
    "Composition",
    "Copying",
    "DirectionLens",
    "Eraser",
    "Factored",
    "Faithfulness",
    "HeadRoles",
    "HeadSummary",
    "HeadWeights",
    "Labelled",
    "LayerProbe",
    "Lens",
    "LensComparison",
    "LensTraining",
    "Measured",
    "Monitor",
    "Monitored",
    "Part",
    "Patchscopes",
    "Position",
    "Probe",
    "ProbeKind",
    "ProbeStudy",
    "RandomOrders",
    "RoleCheck",
    "Saliency",
    "SaliencyMap",
    "SaliencyOptions",
    "SaliencyStudy",
    "Target",
    "TokenPatching",
    "Trajectory",
    "Transfer",
    "TransferLayer",
    "Translator",
    "TunedLens",
    "UseTest",
    "attention",
    "compare_lenses",
    "component_lens",
    "composition_scores",
    "control_labels",
    "copying_scores",
    "direct_logit_attribution",
    "direction_lens",
    "erase",
    "full_ov",
    "full_qk",
    "head_roles",
    "head_summary",
    "head_weights",
    "leace",
    "logit_lens",
    "patchscopes",
    "probe",
    "read_labelled",
    "read_published_lens",
    "saliency",
    "saliency_study",
    "shuffled_weights",
    "train_tuned_lens",
    "trajectory",
    "transfer",
    "use_test",
    "write_published_lens",
]
