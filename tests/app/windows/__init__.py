"""What the windows show and do."""
