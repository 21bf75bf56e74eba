"""Qt widgets and view-models: no cv2, no keras, no decisions."""
