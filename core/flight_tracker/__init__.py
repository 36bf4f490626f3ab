"""A real-time flight tracker: the core shared by its cloud functions."""

__version__ = "0.1.0"
