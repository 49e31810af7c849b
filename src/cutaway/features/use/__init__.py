"""Dictionaries in a run: splicing, changing and steering latents, and which of them mattered."""
