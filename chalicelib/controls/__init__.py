"""Reconciliation and verification: what the books say against what happened, and the cases that come of it."""
