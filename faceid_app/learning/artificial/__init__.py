"""Learning to tell photographs of faces from faces that were drawn, edited or generated."""
