"""Records added up to a day, and what is worth saying about it."""
