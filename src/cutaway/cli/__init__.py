"""The command line: each command is one public function, and its options are that function's arguments."""

from cutaway.cli._main import main

__all__ = ["main"]
