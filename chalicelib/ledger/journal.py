"""Several movements of one transaction: each is kept as its own, and every account's head is written once."""

from collections import defaultdict
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from chalicelib.kernel.refusals import Refusal
from chalicelib.runtime.dynamodb import Stale, Transaction

from . import table
from .model import Account, Movement

# DynamoDB takes no two operations on one item in a transaction: ten bookings on one voucher change its head together.


class Journal:
    """What a use case moves. Leaving the block adds it to the transaction, in whose block this one stands."""

    def __init__(self, writes: Transaction) -> None:
        self._writes = writes
        self._movements: list[Movement] = []
        self._guards: dict[str, list[tuple[Movement, table.Guard]]] = defaultdict(list)

    def post(self, movement: Movement, *, guards: dict[str, table.Guard] | None = None) -> None:
        """Take in a movement, and what must hold of the accounts that it changes."""
        self._movements.append(movement)
        for account_id, guard in (guards or {}).items():
            self._guards[account_id].append((movement, guard))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None and self._movements:
            guards = {account_id: self._together(account_id, guarded) for account_id, guarded in self._guards.items()}
            table.post(self._writes, *self._movements, guards=guards)

    def _together(self, account_id: str, guarded: Sequence[tuple[Movement, table.Guard]]) -> table.Guard:
        guards = [guard for _, guard in guarded]
        if len(self._of(account_id)) == 1:
            return guards[0]
        return table.Guard(
            self._why_not,
            delivered_at=max((guard.delivered_at for guard in guards if guard.delivered_at), default=None),
            must_be_open=any(guard.must_be_open for guard in guards),
            caps=[cap for guard in guards for cap in guard.caps],
        )

    def _why_not(self, account: Account) -> Exception:
        """The first refusal that the movements meet, one after the other; none of them: it was changed meanwhile."""
        guards = {movement.id: guard for movement, guard in self._guards[account.id]}
        for movement in self._of(account.id):
            if guard := guards.get(movement.id):
                said = guard.otherwise if isinstance(guard.otherwise, Exception) else guard.otherwise(account)
                if isinstance(said, Refusal):
                    return said
            account = account.after(movement)
        return Stale()

    def _of(self, account_id: str) -> list[Movement]:
        return [movement for movement in self._movements if account_id in movement.deltas()]
