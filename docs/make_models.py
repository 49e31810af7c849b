"""Writes docs/models.md: how exactly every site of every family meets its equation, on tiny random models.

Run as `python docs/make_models.py` from the top of the repository. The fp64 column is the control: an error that is
rounding shrinks with the type, an error of meaning does not.
"""

import sys
from collections import defaultdict
from pathlib import Path

import torch

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from cutaway.model import SITE_KINDS, LanguageModel  # noqa: E402
from families import FAMILIES, tiny  # noqa: E402

HEAD = """# Models

Every site is checked against its equation when a model is loaded. Below are the largest errors over layers on tiny
random models, two or three lines a family where it has variants: absolute, then how far the best-fitting factor is from
one. `-` marks a site that the architecture (or that layer) does not have; reading it is an error that says what to use
instead. The last column is the largest relative error of all equations in fp64, as a control.

Made by `python docs/make_models.py`.

"""


def measured(family: str, dtype: torch.dtype) -> tuple[dict[str, tuple[float, float]], float]:
    """The largest absolute and scale error per site kind, and the largest relative error of all."""
    model = tiny(family, dtype=dtype)
    if dtype == torch.float64:
        model.set_experts_implementation("eager")  # the grouped matrix product has no fp64
    lm = LanguageModel(model, name=family)
    errors: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for check in lm.checks:
        if not check.passed:
            raise SystemExit(f"{family}: '{check.equation}' fails at layer {check.layer}")
        left = check.equation.split()[0]
        for kind in {*check.sites, left} & set(SITE_KINDS):
            absolute, scale = errors[kind]
            errors[kind] = (max(absolute, check.absolute), max(scale, check.scale))
    return dict(errors), max(check.relative for check in lm.checks)


def table() -> str:
    """The whole document."""
    kinds = [kind for kind in SITE_KINDS if kind not in ("embed", "q", "k")]
    lines = [f"| family | {' | '.join(kinds)} | fp64 |", f"|---|{'---|' * (len(kinds) + 1)}"]
    for family in FAMILIES:
        errors, _ = measured(family, torch.float32)
        _, control = measured(family, torch.float64)
        cells = [f"{errors[k][0]:.0e} / {errors[k][1]:.0e}" if k in errors else "-" for k in kinds]
        lines.append(f"| {family} | {' | '.join(cells)} | {control:.0e} |")
    notes = (
        "\n`q` and `k` stand in the equation of `scores`, from which the pattern and so `z` is recomputed; `embed` is "
        "`resid_pre.0`. Families with variants: parallel and sequential GPT-NeoX and StableLM; Falcon with one key-value "
        "head, with the new decoder, and with alibi.\n"
    )
    return HEAD + "\n".join(lines) + "\n" + notes


if __name__ == "__main__":
    (ROOT / "docs" / "models.md").write_text(table())
