"""Benchmarks: paired, medians, sizes stated. `make bench`."""
