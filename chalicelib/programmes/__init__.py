"""Funded policies: their rules, their budget, who is entitled."""
