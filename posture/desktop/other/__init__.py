"""The same on Windows and macOS."""
