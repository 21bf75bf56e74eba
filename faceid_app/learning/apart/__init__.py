"""Owns the folder that leads another interpreter to this program, and to nothing else that this one has."""
