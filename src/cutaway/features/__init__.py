"""Dictionaries: sparse codes of activations, trained, measured, read and used."""

__all__: list[str] = []
