"""The plan of a warning: what can still be booked with what is left of a voucher, one booking after the other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chalicelib.catalogue.model import Session
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import derived
from chalicelib.ledger.model import Account, Bucket, Cap
from chalicelib.people.model import Person

from .model import Voucher

STEPS_MAX = 4  # enough to choose from, few enough to read


@dataclass(frozen=True, slots=True)
class Step:
    """One booking of a plan: what it takes, and what is left after it (cents or minutes)."""

    session: Session
    cost: int
    left: int


def steps(voucher: Voucher, account: Account, holder: Person, sessions: Mapping[str, Sequence[Session]]) -> list[Step]:
    """What the holder can book, all of it together, out of each cooperative's sessions; in order of time.

    Cooperatives take turns in an order drawn from the voucher's id: nobody is preferred, and the same plan comes out
    again. Those with something in the holder's municipality, or anywhere, come first; of each, the soonest there.
    """
    drawn = sorted(sessions, key=lambda provider_id: derived("plan", voucher.id, provider_id))
    drawn.sort(key=lambda provider_id: not any(_is_near(session, holder) for session in sessions[provider_id]))
    turns = [_near_first(sessions[provider_id], holder) for provider_id in drawn]
    draft = _Draft(voucher, account, holder)
    while turns:  # a round; who has nothing more that fits is out
        turns = [offered for offered in turns if draft.takes_one(offered)]
    return draft.steps()


def _near_first(sessions: Sequence[Session], holder: Person) -> Iterator[Session]:
    return iter(sorted(sessions, key=lambda session: not _is_near(session, holder)))


def _is_near(session: Session, holder: Person) -> bool:
    return session.municipality_code in (None, holder.municipality_code)  # None is at home, or wherever one is


class _Draft:
    """A plan in the making, and the voucher's account as it would be once all of it is booked."""

    def __init__(self, voucher: Voucher, account: Account, holder: Person) -> None:
        self._voucher, self._holder = voucher, holder
        self._first, self._account = account, account
        self._chosen: list[Session] = []

    def takes_one(self, offered: Iterator[Session]) -> bool:
        """Take the first session that fits; what does not fit now never will, since the account only shrinks."""
        if len(self._chosen) == STEPS_MAX:
            return False
        found = next((session for session in offered if self._fits(session)), None)
        if found is None:
            return False
        caps = self._caps(found)
        uses = {cap.count: self._account.uses.get(cap.count, 0) + self._cost(found) for cap in caps}
        left = self._account.available - self._cost(found)
        self._account = replace(
            self._account,
            balances={**self._account.balances, Bucket.AVAILABLE: left},
            uses={**self._account.uses, **uses},
        )
        self._chosen.append(found)
        return True

    def steps(self) -> list[Step]:
        """The plan in order of time."""
        left, found = self._first.available, []
        for session in sorted(self._chosen, key=lambda session: session.starts_at):
            left -= self._cost(session)
            found.append(Step(session, self._cost(session), left))
        return found

    def _fits(self, session: Session) -> bool:
        cost, on = self._cost(session), local_day(session.starts_at)
        clashes = any(one.starts_at < session.ends_at and session.starts_at < one.ends_at for one in self._chosen)
        if cost <= 0 or clashes or self._account.why_not_hold(cost, session.starts_at, self._caps(session)):
            return False
        category, service_id = session.category, session.service_id
        return not self._voucher.why_not(self._holder, category=category, service_id=service_id, on=on)

    def _cost(self, session: Session) -> int:
        return self._voucher.cost(price_cents=session.price_cents, minutes=session.minutes)

    def _caps(self, session: Session) -> list[Cap]:
        return self._voucher.rules.caps.on(
            starts_at=session.starts_at, category=session.category, provider_id=session.provider_id
        )
