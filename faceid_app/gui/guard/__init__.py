"""The page "attack yourself": what is shown to the camera, step by step, and what the guard made of it."""
