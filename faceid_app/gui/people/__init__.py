"""The page "people"."""
