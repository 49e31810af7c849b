"""Every error that Cutaway raises on purpose, in one tree.

A message states the problem, the value that caused it and the remedy.
"""

import difflib
from collections.abc import Iterable


class CutawayError(Exception):
    """The root: catch this to catch everything that Cutaway raises on purpose."""


class ModelError(CutawayError):
    """A model cannot be found, opened or trusted."""


class UnknownModelError(ModelError):
    """No such model: neither a known short name, nor a path, nor a repository that can be reached."""


class CorruptFileError(ModelError):
    """A file is damaged, truncated, or not of the format that its name says."""


class UnsupportedModelError(ModelError):
    """The model's anatomy is unknown, and what was inferred failed an identity."""


class RemoteCodeError(ModelError):
    """The repository asks to run its own code, and nobody allowed that."""


class SiteError(CutawayError):
    """A site is misspelt, does not exist in this architecture, or was refused."""


class UnknownSiteError(SiteError):
    """The text does not name a site."""


class SiteUnavailableError(SiteError):
    """The site is in the vocabulary, but this model (or this layer of it) does not have it."""


class NotReadError(SiteError):
    """A run was asked for a site that it did not read."""


class SilentSiteError(SiteError):
    """A read or an edit never fired, or matched nothing."""


class PromptError(CutawayError):
    """A prompt is empty, too long, or not of a kind that can be tokenised."""


class AlignmentError(PromptError):
    """The two prompts of a pair do not have the same number of tokens, or an answer is not one token."""


class EditError(CutawayError):
    """An edit does not fit the activation that it was to change."""


class NonFiniteError(CutawayError):
    """A value that must be finite is NaN or infinite."""


class DataError(CutawayError):
    """A data file or a task's options cannot be used as given."""


class FileError(CutawayError):
    """A file cannot be written: no space, no permission, no such folder."""


class MissingPackageError(CutawayError):
    """What was asked for needs a package that is not installed."""


class LedgerError(CutawayError):
    """The ledger of findings cannot be read or written."""


class AppError(CutawayError):
    """The app cannot be served as asked."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`"; did you mean 'resid_post'?"`, or the empty string when nothing known is close to `word`."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""
