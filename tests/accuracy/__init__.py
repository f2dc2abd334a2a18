"""How good the angles are, on pictures whose truth is known; models/fit/ makes the numbers."""
