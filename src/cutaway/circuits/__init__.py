"""The graph of a model, scores of its edges, discovery and evaluation of circuits."""

__all__: list[str] = []
