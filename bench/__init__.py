"""Side by side with peers: `python -m bench forward | sweep`."""
