"""The page "settings"."""
