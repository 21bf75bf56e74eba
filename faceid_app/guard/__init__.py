"""Whether a live, real face is before the camera: artificial faces, presentation attacks, challenges."""
