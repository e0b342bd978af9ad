"""Captures of our own public pages: taken with or without a browser, kept as WACZ, checked, and shown again safely.

`asking` fetches, `taking` finds what belongs to a page, `browsing` lets Chromium find it, `wacz` writes, `reading`
reads and checks, `replaying` makes one harmless page of it. Nothing here knows what the pages are about.
"""
