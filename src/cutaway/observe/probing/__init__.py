"""Probes: classifiers of activations, their controls, and what follows from them (use tests, erasure, monitors)."""

from cutaway.observe.probing._controls import Baseline, CodeLength, control_labels
from cutaway.observe.probing._erasure import Eraser, erase, leace
from cutaway.observe.probing._files import read_labelled
from cutaway.observe.probing._fit import ProbeKind
from cutaway.observe.probing._labelled import Labelled, Position
from cutaway.observe.probing._monitor import Monitor, Monitored
from cutaway.observe.probing._probe import Probe
from cutaway.observe.probing._result import LayerProbe, ProbeStudy, Transfer, TransferLayer
from cutaway.observe.probing._sets import PROBE_SETS
from cutaway.observe.probing._study import probe, transfer
from cutaway.observe.probing._use import Behaviour, UseTest, use_test

__all__ = [
    "PROBE_SETS",
    "Baseline",
    "Behaviour",
    "CodeLength",
    "Eraser",
    "Labelled",
    "LayerProbe",
    "Monitor",
    "Monitored",
    "Position",
    "Probe",
    "ProbeKind",
    "ProbeStudy",
    "Transfer",
    "TransferLayer",
    "UseTest",
    "control_labels",
    "erase",
    "leace",
    "probe",
    "read_labelled",
    "transfer",
    "use_test",
]
