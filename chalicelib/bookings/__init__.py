"""A person's place in a session: quote, place, cancel, attend, confirm, contest, correct."""
