"""Samrit: an official key-result sheet becomes a running programme with a score that anyone can check."""

__version__ = "0.1.0"
