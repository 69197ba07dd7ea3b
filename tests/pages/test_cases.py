"""Where the books differ: finance takes charge of a case and explains it, and an auditor reads what happened."""

import secrets

import pytest

from chalicelib.controls import track
from chalicelib.controls.model import Difference, Subject
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Role
from tests.journey.api import ok
from tests.pages.browser import PHONE, SCREENS
from tests.pages.conftest import Territory, Visit
from tests.pages.cooperative import Cooperative
from tests.pages.reading import sheet
from tests.pages.stage import Stage
from tests.pages.words import words

RECORDED, RECOMPUTED = 1_234_56, 1_000_00
MONEY = {"it": "1.234,56 €", "en": "€1,234.56"}
REASON = {"it": "Motivo", "en": "Reason"}
WHYS = {"assigned": "La guardo io", "explained": "È la prova di ripristino"}


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_difference_is_taken_in_charge_and_explained(
    visit: Visit, territory: Territory, melograno: Cooperative, stage: Stage, language: str
) -> None:
    says, mark = words(language, "desk-finance"), secrets.token_hex(4)
    programme = ok(stage.staff(Role.PROGRAMME_OFFICER).get("/v1/programmes"))["items"][0]
    fund = f"fund:{programme['id']}"
    told = Difference(Subject.ACCOUNT, fund, f"use of {mark}", RECORDED, RECOMPUTED, ("entry 1",), fund)
    track.cases([told], at=clock.now())
    title = f"{says['subject.account']}: {says['differs_in.use of']} {mark}"
    with visit(as_=territory.account(Role.FINANCE_OFFICER), language=language, width=PHONE) as visitor:
        visitor.open("/desk/casi")
        visitor.tab_to(title, kind="a")
        visitor.press("Enter")
        visitor.arrive(title)
        visitor.see(MONEY[language])
        visitor.see(says["turn.found"])
        visitor.check("finance-case", *SCREENS)
        for state, why in WHYS.items():
            visitor.enter(says[f"become.{state}"])
            visitor.tab_to(REASON[language])
            visitor.type(why)
            visitor.check(f"finance-case-{state}")
            visitor.enter(says[f"become.{state}"])
            visitor.see(says["case_changed"])
            visitor.see(why)
        visitor.check("finance-case-in-the-end", *SCREENS)
    with visit(as_=territory.account(Role.AUDITOR), language=language) as visitor:
        visitor.open("/desk/casi?stato=explained")
        [row] = [one for one in sheet(visitor) if title in one.values()]
    assert {"1234,56", "1000,00"} <= set(row.values())


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_seal_an_entry_and_a_settlement_each_differ_in_words_of_their_own(
    visit: Visit, territory: Territory, melograno: Cooperative, language: str
) -> None:
    says, mark = words(language, "desk-finance"), secrets.token_hex(4)
    wrong = {
        (Subject.SEAL, "document"): says["finding.document"],
        (Subject.ENTRY, "misfiled"): says["finding.misfiled"],
        (Subject.SETTLEMENT, f"document sums {mark}"): f"{says['differs_in.document sums']} {mark}",
        (Subject.ACCOUNT, f"unheard of {mark}"): f"unheard of {mark}",
    }
    track.cases([Difference(subject, mark, what, 1, 0) for subject, what in wrong], at=clock.now())
    with visit(as_=territory.account(Role.AUDITOR), language=language) as visitor:
        visitor.open("/desk/casi")
        for (subject, _), told in wrong.items():
            visitor.see(f"{says[f'subject.{subject}']}: {told}")
