"""Verbs on surveys: design and lock, fieldwork, taking in responses, handing on the result."""
