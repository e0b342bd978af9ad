"""What leaves the office for others to use or check."""
