"""The demo: a year of KR 7301, told through the actions that people use, and looked at in four moments.

`moments` names them · `texts` what the year says · `diary` and `year` who does what and when · `building` one database
a moment · `serving` the product on one address, each moment under its own path with its own day.
"""
