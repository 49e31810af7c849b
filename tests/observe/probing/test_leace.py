"""LEACE against what defines it: no linear probe beats a constant, the classes' means are equal, the change is least."""

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression

from cutaway.errors import DataError, NonFiniteError
from cutaway.observe import Labelled, erase, leace
from families import VOCAB

N, D = 400, 10


@pytest.fixture(scope="module", params=[2, 4])
def rows(request):
    """Correlated features with the classes' means apart."""
    g = torch.Generator().manual_seed(request.param)
    labels = torch.randint(request.param, (N,), generator=g)
    mix = torch.randn(D, D, generator=g, dtype=torch.float64)
    means = 2 * torch.randn(request.param, D, generator=g, dtype=torch.float64)
    return (torch.randn(N, D, generator=g, dtype=torch.float64) + means[labels]) @ mix + 3, labels


def test_the_means_of_the_classes_are_equal(rows):
    x, labels = rows
    erased = leace(x, labels)(x)
    means = torch.stack([erased[labels == k].mean(0) for k in labels.unique()])
    assert (means - x.mean(0)).abs().max() < 1e-9 * x.abs().max()
    before = torch.stack([x[labels == k].mean(0) for k in labels.unique()])
    assert (before - x.mean(0)).abs().max() > 1


def test_no_linear_probe_beats_a_constant(rows):
    x, labels = rows
    erased = leace(x, labels)(x)
    scaled = (erased - erased.mean(0)) / erased.std(0)
    probe = LogisticRegression(C=1e3, max_iter=5000, tol=1e-10).fit(scaled, labels)
    assert np.abs(probe.coef_).max() < 1e-4
    counts = np.bincount(labels)
    assert probe.score(scaled, labels) == pytest.approx(counts.max() / N)
    log_loss = -np.log(probe.predict_proba(scaled)[np.arange(N), labels]).mean()
    share = counts / N
    assert log_loss == pytest.approx(-(share * np.log(share)).sum(), abs=1e-6)  # that of the best constant
    before = (x - x.mean(0)) / x.std(0)
    assert LogisticRegression(max_iter=5000).fit(before, labels).score(before, labels) > 0.9


def test_it_is_the_least_squares_projection(rows):
    """Minimise tr((I − A) Σ (I − A)ᵀ) subject to A Σxz = 0: Lagrange gives A = I − Σxz (Σzx Σ⁻¹ Σxz)⁺ Σzx Σ⁻¹."""
    x, labels = rows
    eraser = leace(x, labels)
    z = torch.nn.functional.one_hot(labels).double()
    centred = x - x.mean(0)
    sigma, cross = centred.T @ centred / N, centred.T @ (z - z.mean(0)) / N
    solved = torch.linalg.solve(sigma, cross)
    a = torch.eye(D, dtype=torch.float64) - cross @ torch.linalg.pinv(cross.T @ solved, rtol=1e-9) @ solved.T
    assert torch.allclose(eraser(x), centred @ a.T + x.mean(0), atol=1e-7 * float(x.abs().max()))
    assert eraser.rank == len(labels.unique()) - 1

    least = float(((eraser(x) - x) ** 2).sum())
    g = torch.Generator().manual_seed(0)
    free = torch.eye(D, dtype=torch.float64) - cross @ torch.linalg.pinv(cross, rtol=1e-9)  # what may be added to A
    for _ in range(50):
        change = 0.01 * torch.randn(D, D, generator=g, dtype=torch.float64) @ free
        moved = centred @ (a + change).T
        assert (moved.T @ (z - z.mean(0)) / N).abs().max() < 1e-8  # another map that erases
        assert float(((moved - centred) ** 2).sum()) > least
    plain = centred @ free.T  # the orthogonal projection erases too, at a higher price
    assert float(((plain - centred) ** 2).sum()) > 1.01 * least


def test_more_features_than_rows():
    g = torch.Generator().manual_seed(0)
    x, labels = torch.randn(20, 50, generator=g).double(), torch.arange(20) % 2
    x[labels == 1] += 1
    erased = leace(x, labels)(x)
    assert (erased[labels == 0].mean(0) - erased[labels == 1].mean(0)).abs().max() < 1e-9


@pytest.mark.parametrize("shrinkage", [0.3, "auto"])
def test_shrinkage_erases_as_well_at_a_higher_price(rows, shrinkage):
    x, labels = rows
    erased, least = leace(x, labels, shrinkage=shrinkage)(x), leace(x, labels)(x)
    means = torch.stack([erased[labels == k].mean(0) for k in labels.unique()])
    assert (means - means[0]).abs().max() < 1e-8 * x.abs().max()
    assert ((erased - x) ** 2).sum() >= ((least - x) ** 2).sum()


def test_what_is_independent_of_the_concept_is_left_alone():
    x = torch.zeros(8, 3, dtype=torch.float64)
    x[:, 0] = torch.tensor([1.0, 1, 1, 1, -1, -1, -1, -1])
    x[:, 1] = torch.tensor([1.0, -1, 1, -1, 1, -1, 1, -1])
    x[:, 2] = torch.tensor([1.0, 1, -1, -1, 1, 1, -1, -1])
    erased = leace(x, ["a"] * 4 + ["b"] * 4)(x)
    assert torch.allclose(erased[:, 0], torch.zeros(8, dtype=torch.float64)) and torch.allclose(erased[:, 1:], x[:, 1:])


@pytest.mark.parametrize(
    ("x", "labels", "options", "error", "message"),
    [
        (torch.randn(4, 2), [0, 1], {}, DataError, "4 rows and 2 labels"),
        (torch.randn(4, 2), [0, 0, 0, 0], {}, DataError, "one class only"),
        (torch.tensor([[1.0], [torch.nan]]), [0, 1], {}, NonFiniteError, "NaN"),
        (torch.randn(4, 2), [0, 1, 0, 1], {"shrinkage": 2.0}, DataError, "from 0 to 1"),
        (torch.randn(4, 2), [0, 1, 0, 1], {"shrinkage": "much"}, DataError, "'auto'"),
    ],
)
def test_rows_that_cannot_be_erased_are_refused(x, labels, options, error, message):
    with pytest.raises(error, match=message):
        leace(x, labels, **options)


@pytest.mark.parametrize("site", ["resid_post.1", "z.1"])
def test_as_an_edit_it_erases_inside_the_model(lm, ids, site):
    (eraser,) = erase(lm, ids, site=site)
    low = torch.tensor([label == "low" for label in ids.labels])
    states = {}
    for name, edits in (("plain", []), ("erased", [eraser.edit()])):
        run = lm.run([list(p) for p in ids.prompts], read=site, edits=edits)
        last = run[site][torch.arange(len(ids)), run.tokens.lengths - 1].flatten(1)
        states[name] = last[low].mean(0) - last[~low].mean(0)
    assert states["erased"].abs().max() < 1e-4 * states["plain"].abs().max()
    assert eraser.site == site and eraser.fingerprint == lm.fingerprint


def test_one_eraser_a_layer(lm, ids):
    assert [one.site for one in erase(lm, ids, site="resid_post")] == [f"resid_post.{i}" for i in range(lm.n_layers)]
    with pytest.raises(DataError, match="without a site; name one"):
        leace(torch.randn(4, 2), [0, 1, 0, 1]).edit()


def test_several_concepts_in_tokens(lm):
    prompts = tuple(tuple((7 * i + 3 * j) % (VOCAB - 3) + 3 for j in range(4)) for i in range(60))
    data = Labelled(name="mod", prompts=prompts, labels=tuple(tuple(str(t % 3) for t in p) for p in prompts))
    (eraser,) = erase(lm, data, site="resid_post.0")
    assert eraser.rank == 2
