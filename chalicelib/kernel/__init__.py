"""Words every context shares: time, texts, refusals, identifiers. Standard library only."""
