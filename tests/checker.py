"""What checks shapes in tests. Compiled modules are kept by the checker's name: under another one than beartype's, none that
was compiled without the rule of `conftest.py` is taken for one of ours."""

from beartype import beartype as checked

__all__ = ["checked"]
