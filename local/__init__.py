"""The whole tracker on one machine: the platform around the functions, and nothing of them."""
