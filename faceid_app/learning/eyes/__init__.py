"""Teaches the network that sees how far eyes are open. Runs in the training process alone."""
