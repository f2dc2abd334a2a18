"""What the message buses say: logind, lid, screen saver, do not disturb."""
