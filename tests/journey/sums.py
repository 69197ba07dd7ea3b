"""The accounts of the story, and that their sums are right."""

from datetime import datetime

from chalicelib.kernel import clock
from chalicelib.kernel.texts import money
from chalicelib.ledger import model as ledger
from chalicelib.ledger import read as ledger_accounts
from chalicelib.runtime.dynamodb import Reads
from tests.journey.api import Api, ok
from tests.journey.funding import GRANTED_CENTS, Grant
from tests.journey.stage import Person
from tests.journey.telling import equal, say


def expect_account(
    person: Person,
    grant: Grant,
    *,
    available: int = 0,
    held: int = 0,
    captured: int = 0,
    lapsed: int = 0,
    returned: int = 0,
) -> None:
    """Check where the cents of a voucher are."""
    account = ok(person.api.get(f"/v1/vouchers/{grant.voucher_id}"))["account"]
    say("the voucher: " + ", ".join(f"{name} {money(cents)}" for name, cents in account.items()))
    parts = {"available": available, "held": held, "captured": captured, "lapsed": lapsed, "returned": returned}
    parts["transferred"] = 0
    equal("the voucher's account", account, {"granted": GRANTED_CENTS} | parts)
    equal("the sum of its parts", sum(account[part] for part in parts), account["granted"])


def statement(person: Person, grant: Grant) -> None:
    """Show every movement, a few at a time, and fold them into the balance again."""
    available = held = 0
    for line in person.api.all(f"/v1/vouchers/{grant.voucher_id}/statement", {"limit": 4}):
        available, held = available + line["available_change"], held + line["held_change"]
        when = clock.local(datetime.fromisoformat(line["at"]))
        change = f"available {line['available_change']:+6d}  held {line['held_change']:+6d}"
        left = f"{line['available_after']:6d} {line['held_after']:6d}"
        say(f"{when:%d/%m/%Y %H:%M}  {line['kind']:8}{change}  -> {left}")
        equal("the running balance", (line["available_after"], line["held_after"]), (available, held))
    account = ok(person.api.get(f"/v1/vouchers/{grant.voucher_id}"))["account"]
    equal("the statement's end", (available, held), (account["available"], account["held"]))


def conserves(finance: Api, person: Person, grant: Grant, *, provider_id: str) -> None:
    """Check that not a cent of a programme was made or lost."""
    budget = ok(finance.get(f"/v1/programmes/{grant.programme_id}"))
    account = ok(person.api.get(f"/v1/vouchers/{grant.voucher_id}"))["account"]
    with Reads() as reads:  # what is owed to providers has no route yet: it is read in the ledger itself
        asked = ledger_accounts.account(reads, ledger.payable(provider_id, grant.programme_id))
    payable = asked.found()
    due = payable.balances[ledger.Bucket.DUE] if payable else 0
    fund, voucher = budget["available"], account["available"] + account["held"]
    say(f"{budget['programme']['title']}: fund {money(fund)} + voucher {money(voucher)} + owed {money(due)}")
    equal("what the provider is owed", due, account["captured"])
    equal("fund + vouchers + payables", fund + voucher + due, budget["programme"]["budget"])
