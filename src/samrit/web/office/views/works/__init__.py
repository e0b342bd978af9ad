"""Pieces, stories and activities: their lists, one work, and everything done with it."""
