"""Neuron2Graph: graphs over tokens that predict when a unit is active."""
