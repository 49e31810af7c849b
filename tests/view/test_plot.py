"""Pictures for print: they hold the numbers, are vectors, and refuse what is not there."""

import builtins

import numpy as np
import pytest

import made
from cutaway.errors import DataError, MissingPackageError
from cutaway.view import Curves, HeatMap, Page, page_of, pictures, plot

matplotlib = pytest.importorskip("matplotlib", reason="matplotlib is not installed (extra `plot`)")


@pytest.fixture(autouse=True)
def headless():
    from matplotlib import pyplot as plt

    plt.switch_backend("agg")
    yield
    plt.close("all")


@pytest.mark.parametrize(
    "name",
    [
        "Explanation",
        "PatchSweep",
        "Attention",
        "Lens",
        "ProbeStudy",
        "Saliency",
        "HeadRoles",
        "Trace",
        "LensComparison",
    ],
)
def test_every_picture_of_a_result_is_drawn_as_vectors(name, tmp_path):
    result = made.MADE[name][0]()
    names = pictures(result)
    assert names
    for index in range(len(names)):
        ax = result.plot(picture=index)
        path = tmp_path / f"{index}.svg"
        ax.figure.savefig(path)
        text = path.read_text()
        assert "<image" not in text and "<path" in text


def test_a_maps_cells_and_labels_are_the_results_own():
    result = made.MADE["PatchSweep"][1]()
    ax = result.plot()
    mesh = ax.collections[0]
    np.testing.assert_allclose(
        mesh.get_array().reshape(result.normalised.shape).filled(np.nan), result.normalised.numpy(), rtol=1e-6
    )
    assert [label.get_text() for label in ax.get_xticklabels()] == made.PAIRS[0].clean.split()


def test_it_draws_into_given_axes():
    from matplotlib import pyplot as plt

    _, axes = plt.subplots(1, 2)
    assert made.MADE["Lens"][0]().plot(axes[1]) is axes[1]
    assert not axes[0].has_data() and axes[1].has_data()


def test_text_is_no_mathematics_and_missing_cells_are_left_out():
    labels = ["$x", "$y"]
    heat = HeatMap(
        values=[[np.nan, 1.0]], rows=["$r"], columns=labels, row_title="$", column_title="$", value_title="$v$"
    )
    curves = Curves(series=[{"name": "a$b$", "x": [0, 1], "y": [0, 1]}] * 2, x_title="$", y_title="$")
    page = Page(title="t", parts=[heat, curves])
    for index in range(2):
        plot(page, picture=index).figure.canvas.draw()
    assert plot(page).collections[0].get_array().mask.tolist() in ([[True, False]], [True, False])


def test_a_picture_that_is_not_there_is_named():
    with pytest.raises(DataError, match=r"picture 99 of .* does not exist; there are 0: "):
        made.MADE["Lens"][0]().plot(picture=99)
    with pytest.raises(DataError, match="nothing to draw"):
        plot(page_of(made.finding()))


def test_without_matplotlib_the_remedy_is_said(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.split(".")[0] == "matplotlib":
            raise ImportError("No module named 'matplotlib'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingPackageError, match=r"pip install 'cutaway\[plot\]'"):
        made.MADE["Lens"][0]().plot()
