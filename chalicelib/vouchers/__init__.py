"""The spendable right of one person under one programme: issue, expiry, state."""
