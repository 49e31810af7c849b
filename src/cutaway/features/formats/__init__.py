"""Dictionaries that others published: reading each layout, and writing SAELens'."""
