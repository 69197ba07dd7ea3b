"""Calendars: a private address for each person and each provider, that their own calendar reads."""
