"""Verbs of exchange: tokens, uploads, webhooks, hand-ins."""
