"""Giving an opinion."""

from dataclasses import replace
from datetime import date

from chalicelib.runtime.dynamodb import Transaction

from . import table
from .model import CommentNames, Opinion


def opinion(opinion: Opinion, *, on: date) -> None:
    """Keep what somebody thinks of a task, and nothing of who it is. Raises CommentNames, EnoughForToday."""
    if opinion.names_somebody:
        raise CommentNames
    with Transaction() as writes:
        table.add(writes, replace(opinion, comment=(opinion.comment or "").strip() or None), on=on)
