"""That tests run with shapes checked."""

import pytest
import torch
from jaxtyping import TypeCheckError

from cutaway.features import fvu


def test_a_wrong_shape_is_refused():
    x = torch.ones(3, 4)
    assert fvu(x + torch.eye(3, 4), x + torch.eye(3, 4)) is not None
    with pytest.raises(TypeCheckError):
        fvu(x, torch.ones(2, 4))
