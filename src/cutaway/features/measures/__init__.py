"""What a dictionary is worth: metrics on held-out tokens, stability, probing, known features."""
