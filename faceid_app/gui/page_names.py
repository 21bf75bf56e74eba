"""What the window's pages are called on the command line, from the top down. No Qt."""

from __future__ import annotations

PAGES = ("enrol", "train", "verify", "people", "identify", "attack", "evaluation", "settings")
