"""The order in which offerings are shown. It is drawn anew each day, and anyone can draw it again.

Local offerings come before national ones, those that fit a text better before the others. Among equals cooperatives
take turns: first one offering of each, then a second of each, so that nobody gains by publishing the same thing twice.
Who comes first in a turn, and which of its offerings, follows from the seed alone: the SHA-256 of `seed|id`.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from chalicelib.kernel import territory

from .model import Offering, Scope

FIT_MAX = 99
LOT_LETTERS = 24  # 96 bits of it: no two are the same
SCOPES = {scope: str(place) for place, scope in enumerate((Scope.LOCAL, Scope.NATIONAL))}


def seed(on: date, question: Mapping[str, str]) -> str:
    """What the order of a question's answers is drawn from, on an Italian day."""
    return "|".join((territory.NAME, on.isoformat(), urlencode(sorted(question.items()))))


def lot(seed: str, identifier: str) -> str:
    """The lot that an offering or a cooperative draws: the smallest comes first."""
    return hashlib.sha256(f"{seed}|{identifier}".encode()).hexdigest()[:LOT_LETTERS]


def arranged(found: Sequence[tuple[Offering, int]], seed: str) -> list[tuple[str, Offering]]:
    """Offerings with how well they fit, in their order, each under a key that says where it stands."""
    coops: dict[str, str] = {}
    drawn = []
    for offering, fit in found:
        coop = coops.get(offering.provider_id) or coops.setdefault(
            offering.provider_id, lot(seed, offering.provider_id)
        )
        shelf = f"{SCOPES[offering.scope]}{FIT_MAX - min(fit, FIT_MAX):02d}"
        drawn.append((shelf, lot(seed, offering.id), coop, offering))
    drawn.sort(key=lambda one: one[:2])
    turns: Counter[tuple[str, str]] = Counter()
    standing = []
    for shelf, own, coop, offering in drawn:
        turn = turns[shelf, coop] = turns[shelf, coop] + 1
        standing.append((f"{shelf}{turn:05d}{coop}{own}", offering))
    return sorted(standing, key=lambda one: one[0])
