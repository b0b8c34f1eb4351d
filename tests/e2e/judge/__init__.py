"""Finds out whether Vouch told the truth about the practice world.

Reads what is really true (truth.jsonl), what arrived (mail, webhook and access logs) and what
Vouch says over its API, works out for itself what should have been said, and names every
difference. It has tables of its own and imports nothing of the product.
"""
