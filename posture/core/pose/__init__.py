"""Landmarks of people: their values, whose they are, from which side, and their shape."""
