"""One cue a module: what a photograph or a screen shows and a live face does not, as one number each."""
