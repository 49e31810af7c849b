"""Training dictionaries: the settings, the data, the step and its hand-written gradients."""
