"""From frame to aligned face: detection, pose, quality, alignment."""
