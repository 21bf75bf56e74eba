"""The page "who is this?"."""
