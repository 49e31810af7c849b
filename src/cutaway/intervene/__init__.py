"""Change something inside and see what the answer does."""

from cutaway.intervene._ablate import Ablation, ablate
from cutaway.intervene._atp import AttributionPatching, attribution_patch
from cutaway.intervene._cells import Grid
from cutaway.intervene._contrast import Contrast, Pairs, contrast
from cutaway.intervene._facts import Fact, facts_of, known, load_facts, sampled
from cutaway.intervene._flow import Carrier
from cutaway.intervene._patch import PatchSweep, patch
from cutaway.intervene._patching import Direction, Patching, patch_residual
from cutaway.intervene._path import PathPatching, path_patch
from cutaway.intervene._trace import GROUPS, Trace, trace

__all__ = [
    "GROUPS",
    "Ablation",
    "AttributionPatching",
    "Carrier",
    "Contrast",
    "Direction",
    "Fact",
    "Grid",
    "Pairs",
    "PatchSweep",
    "Patching",
    "PathPatching",
    "Trace",
    "ablate",
    "attribution_patch",
    "contrast",
    "facts_of",
    "known",
    "load_facts",
    "patch",
    "patch_residual",
    "path_patch",
    "sampled",
    "trace",
]
