"""Training: the only package that imports keras; it runs in a process of its own."""
