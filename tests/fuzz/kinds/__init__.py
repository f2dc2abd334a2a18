"""Kinds of input, one module a room of the product; see ``tests/fuzz/harness.py``."""
