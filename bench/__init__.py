"""Benchmarks of the parts where the project lives: `make bench`."""
