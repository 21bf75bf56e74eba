"""The laboratory of embeddings: networks, loss, schedules and augmentations of the document, and its training."""
