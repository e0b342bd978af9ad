"""The verbs of the publicity work, a subject a module.

plans · works · parts (media, people shown, renditions, tellings, participations, proofs) · publications · duplicates ·
website · storytellers · consents · awareness · tasks · comments · filters · bulk (any of these, for many)
"""
