"""The dimmed screen: a process of its own (process.py), its windows, and who starts it."""
