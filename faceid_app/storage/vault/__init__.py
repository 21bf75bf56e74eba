"""Encryption beneath the store: a key per profile, a master key over them, and the ways to that."""
