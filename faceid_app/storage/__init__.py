"""Profiles, captures and bundles on disk: private, atomic, journalled."""
