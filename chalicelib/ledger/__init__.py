"""Accounts, movements and entries: every cent and minute, held, captured, released, accounted for."""
