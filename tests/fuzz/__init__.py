"""Damaged inputs by the thousand. A kind of input is one function in ``tests/fuzz/kinds/``."""
