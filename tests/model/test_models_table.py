"""docs/models.md says what is true of these sources."""

import re
import sys
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))

from make_models import measured

from families import FAMILIES

ROWS = {
    row.split("|")[1].strip(): [cell.strip() for cell in row.split("|")[2:-1]]
    for row in (ROOT / "docs" / "models.md").read_text().splitlines()
    if row.startswith("| ") and not row.startswith("| family")
}


def test_every_family_has_its_row():
    assert set(ROWS) == set(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_no_error_is_larger_than_rounding(family):
    for cell in ROWS[family][:-1]:
        assert cell == "-" or all(float(number) < 1e-4 for number in re.split(" / ", cell))
    errors, _ = measured(family, torch.float32)
    assert sum(cell != "-" for cell in ROWS[family][:-1]) == len([k for k in errors if k not in ("embed", "q", "k")])
