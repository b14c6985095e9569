"""Training of the embedded networks; see train.py for the commands."""
