"""The page "evaluation"."""
