"""The channels, one adapter each: what is said to whom, and what the answers mean."""
