"""Load, name and run a model: sites, anatomies, reads and edits, generation, gradients."""

from cutaway.model._anatomy import ANATOMIES, Anatomy
from cutaway.model._cache import cache_root
from cutaway.model._catalogue import CatalogueEntry, catalogue
from cutaway.model._edits import Edit, EditContext, ablate, add, apply, project_out, replace, scale
from cutaway.model._generation import Generation
from cutaway.model._language_model import LanguageModel
from cutaway.model._load import DEFAULT_MODEL, load
from cutaway.model._memory import PeakMemory, free_memory
from cutaway.model._norms import FrozenNorm, Norm
from cutaway.model._projections import HeadProjection, LayerProjections, projections
from cutaway.model._run import Activations, EditRecord, Gradients, ReadRecord, Receipt, Run
from cutaway.model._sites import SITE_KINDS, Site, SiteKind
from cutaway.model._sweep import Sweep, SweepRow, first_nonfinite, sweep
from cutaway.model._tokens import Prompts, Tokens
from cutaway.model._verify import Check

__all__ = [
    "ANATOMIES",
    "DEFAULT_MODEL",
    "SITE_KINDS",
    "Activations",
    "Anatomy",
    "CatalogueEntry",
    "Check",
    "Edit",
    "EditContext",
    "EditRecord",
    "FrozenNorm",
    "Generation",
    "Gradients",
    "HeadProjection",
    "LanguageModel",
    "LayerProjections",
    "Norm",
    "PeakMemory",
    "Prompts",
    "ReadRecord",
    "Receipt",
    "Run",
    "Site",
    "SiteKind",
    "Sweep",
    "SweepRow",
    "Tokens",
    "ablate",
    "add",
    "apply",
    "cache_root",
    "catalogue",
    "first_nonfinite",
    "free_memory",
    "load",
    "project_out",
    "projections",
    "replace",
    "scale",
    "sweep",
]
