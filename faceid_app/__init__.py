"""Face verification on the desktop, with every threshold labelled by counted false accepts."""

__version__ = "0.1.0"
