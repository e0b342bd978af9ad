"""The pages of surveys: `design` and lock · `fieldwork` and its ways in · `field` and `openrosa` for phones ·
`responses` from files · `results` and quality. `shared` is what they have in common.
"""
