"""Teaches the passive guard: pictures of live faces, of prints and of screens, network, fusion and figures."""
