"""The people page: who is enrolled, what their pictures are worth, and everything that can be done about it."""
