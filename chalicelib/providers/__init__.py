"""Cooperatives and their accreditations: who may deliver which category, and when."""
