"""The alert of a low budget: whom a programme names is told when its fund has less than it says."""

from chalicelib.kernel.identifiers import derived
from chalicelib.kernel.texts import Amount, Language
from chalicelib.ledger import model as ledger
from chalicelib.ledger import read as accounts
from chalicelib.notices import outbox
from chalicelib.notices.model import Letter, Notice
from chalicelib.runtime import portal
from chalicelib.runtime.dynamodb import Reads
from chalicelib.runtime.observability import event

from . import table
from .model import Programme


def budgets() -> int:
    """Leave a mail for every open programme whose fund is low; returns how many are.

    It is sent once: again only after the budget was increased, or the programme asks otherwise. What acts have set
    aside is no longer in the fund.
    """
    programmes = [one for one in table.every() if one.alert_to]
    with Reads() as reads:
        heads = [accounts.account(reads, ledger.fund(one.id)) for one in programmes]
    low = 0
    for programme, head in zip(programmes, heads, strict=True):
        if (fund := head.found()) and programme.alert_to and programme.is_low(fund.available):
            outbox.leave(_notice(programme, fund.available, to=programme.alert_to))
            event("budget_low", programme_id=programme.id, units=fund.available, unit=programme.unit)
            low += 1
    return low


def _notice(programme: Programme, available: int, *, to: str) -> Notice:
    asked = derived("low budget", programme.id, str(programme.budget), str(programme.alert_below), to)
    return Notice(
        id=f"{Letter.LOW_BUDGET}-{asked}",
        letter=Letter.LOW_BUDGET,
        to=to,
        language=Language.IT,
        facts={
            "title": programme.title,
            "left_amount": Amount(available, programme.unit),
            "below_amount": Amount(programme.alert_below or 0, programme.unit),
        },
        link=portal.page(f"/desk/misure/{programme.id}"),
    )
