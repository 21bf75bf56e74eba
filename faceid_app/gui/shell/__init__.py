"""The window around the pages: its bars, its choosers, its camera."""
