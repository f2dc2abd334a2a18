"""Guided relief and stretches: their steps, and what counts as a repetition."""
