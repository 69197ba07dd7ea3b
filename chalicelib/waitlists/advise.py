"""Advice to who cannot have a place: what could be changed, and whether waiting makes sense."""

from dataclasses import replace
from datetime import datetime

from chalicelib.bookings import why_not
from chalicelib.bookings.lines import Means, Wish
from chalicelib.bookings.ways import Attempt, Change, Way
from chalicelib.bookings.why_not import Advice
from chalicelib.kernel.caller import Caller

from . import join
from .join import NO_PLACE, Group


def person(wish: Wish, *, means: Means, by: Caller, at: datetime) -> Advice:
    """Why a person cannot have a place, and the smallest ways to one; the waiting list where joining it would succeed.

    Raises NotFound, NotForThisPerson.
    """
    advice = why_not.place(wish, means=means, by=by, at=at)
    if not any(isinstance(reason, NO_PLACE) for reason in advice.reasons):
        return advice
    if join.why_not(Group(wish.session_id, (wish.person_id,)), by=by, at=at):
        return advice
    waits = Way(Attempt(Wish(wish.session_id, wish.person_id), Means(), (Change.WAITING_LIST,)), advice.session, None)
    return replace(advice, ways=tuple(sorted([*advice.ways, waits], key=lambda way: way.size(advice.session))))
