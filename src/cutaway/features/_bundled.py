"""The dictionary that comes with Cutaway: one middle layer of the model that comes with it."""

from pathlib import Path

from cutaway.features._dictionary import Dictionary, load_dictionary

BUNDLED = "bundled"
"""What it is called where a dictionary is named."""
_FOLDER = Path(__file__).parent / "bundled" / "smollm2-135m-resid_post.12"


def bundled_dictionary() -> Dictionary:
    """The dictionary of `resid_post.12` of `smollm2-135m`; its `config.training` says how it was made.

    Raises:
        DataError: it is missing from this installation.
    """
    return load_dictionary(_FOLDER)
