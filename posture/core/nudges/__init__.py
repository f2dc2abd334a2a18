"""Whether to speak, how loudly, and with which tip; what an answer changes."""
