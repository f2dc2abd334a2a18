"""From angles to good, poor or unknown, and from that to episodes and to the next look."""
