"""The command line. Each command has a module of its own; heavy imports wait until one runs."""

from posture.cli.main import app, main

__all__ = ["app", "main"]
