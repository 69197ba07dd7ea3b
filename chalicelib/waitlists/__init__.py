"""Waiting lists: who waits for a place, in which order, and what happens when one comes back."""
