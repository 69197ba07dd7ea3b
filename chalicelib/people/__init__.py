"""Residents: who they are, who may act for them, who read their data and why."""
