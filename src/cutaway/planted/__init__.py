"""Models with known mechanisms, and how well each method finds them."""

__all__: list[str] = []
