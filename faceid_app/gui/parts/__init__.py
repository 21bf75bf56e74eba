"""Widgets that more than one page uses; they know nothing of faces or profiles."""
