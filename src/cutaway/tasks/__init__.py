"""Prompts with known contrasts, and metrics: what a model is asked, and how its answer is scored."""

from collections.abc import Callable

from cutaway.tasks._agreement import agreement
from cutaway.tasks._custom import custom
from cutaway.tasks._facts import facts
from cutaway.tasks._facts_table import FACTS
from cutaway.tasks._greater_than import greater_than
from cutaway.tasks._induction import induction
from cutaway.tasks._ioi import ioi
from cutaway.tasks._metrics import METRICS, Answers, Metric
from cutaway.tasks._named import Named
from cutaway.tasks._pair import Pair
from cutaway.tasks._report import TaskReport, TemplateReport
from cutaway.tasks._task import Task
from cutaway.tasks._words import NOUNS

TASKS: Named[Callable[..., Task]] = Named(
    "task",
    {
        "ioi": ioi,
        "greater_than": greater_than,
        "induction": induction,
        "agreement": agreement,
        "facts": facts,
    },
)
"""The tasks that are drawn: each is called as `TASKS[name](lm, n=100, split="train", seed=0)`."""

__all__ = [
    "FACTS",
    "METRICS",
    "NOUNS",
    "TASKS",
    "Answers",
    "Metric",
    "Named",
    "Pair",
    "Task",
    "TaskReport",
    "TemplateReport",
    "agreement",
    "custom",
    "facts",
    "greater_than",
    "induction",
    "ioi",
]
