"""What each official paper holds. Assembles what the parts below know, and decides nothing."""
