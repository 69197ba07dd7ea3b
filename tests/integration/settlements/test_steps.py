"""A settlement goes its way step by step: answered, decided, approved by another hand, paid; nothing is skipped."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import IdempotencyKeyReused
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger.model import Kind, NothingDue
from chalicelib.providers.model import IbanInvalid
from chalicelib.settlements import answer, approve, read, revise, verify
from chalicelib.settlements.approve import BankAccountMissing
from chalicelib.settlements.model import (
    ANSWER_DAYS,
    AnswerPending,
    IssuedByYou,
    NothingToCorrect,
    Settlement,
    SettlementState,
    SettlementStateConflict,
    SettlementStepKind,
    Verdict,
)
from tests import builders as a
from tests.integration.settlements.scenes import (
    APRIL,
    DEBTOR_IBAN,
    IBAN,
    IN_APRIL,
    IN_MAY,
    District,
    amounts,
    correct,
    issued,
    resolve,
    rows,
)

pytestmark = pytest.mark.usefixtures("aws")

State = SettlementState


def test_a_settlement_is_acknowledged_approved_and_paid() -> None:
    district = District()
    settlement = issued(district)

    states = [
        district.acknowledge(settlement).state,
        district.approve(settlement).state,
        district.pay(settlement).state,
    ]

    assert states == [State.ACKNOWLEDGED, State.APPROVED, State.PAID]


def test_paying_moves_what_was_due_in_the_ledger() -> None:
    district = District()
    settlement = issued(district, deliveries=2)
    district.deliver(date(2027, 4, 3), price_cents=500)
    district.approve(district.acknowledge(settlement))
    assert (district.due(), district.paid()) == (45_00, 0)

    district.pay(settlement)

    assert (district.due(), district.paid()) == (5_00, 40_00)
    assert verify.chain(a.FUNDER_ID, district.coop.id) == []


def test_every_programme_of_the_settlement_is_paid() -> None:
    district = District()
    other = a.voucher(district.holder, 500_00)
    district.deliver()
    district.deliver(date(2027, 3, 12), price_cents=3000, voucher=other)
    district.paid_settlement()

    heads = [a.account(f"payable:{district.coop.id}:{one}") for one in (district.programme.id, other.programme_id)]
    assert [(head.balances["due"], head.balances["paid"]) for head in heads] == [(0, 20_00), (0, 30_00)]  # type: ignore[index]


def test_every_step_leaves_who_when_and_why() -> None:
    district = District()
    settlement = district.pay(district.approve(district.acknowledge(issued(district))))

    steps = read.steps(settlement.id, Span(), by=district.officer).items

    assert {(step.kind, step.by) for step in steps} == {
        (SettlementStepKind.ISSUED, district.officer.account_id),
        (SettlementStepKind.ACKNOWLEDGED, district.manager.account_id),
        (SettlementStepKind.APPROVED, district.finance.account_id),
        (SettlementStepKind.PAID, district.finance.account_id),
    }
    assert {step.at for step in steps} == {IN_APRIL}
    assert {step.reason for step in steps if step.kind is SettlementStepKind.PAID} == {"Mandato 12"}


STEPS: dict[str, Callable[[District, Settlement], Settlement]] = {
    "acknowledge": lambda district, one: district.acknowledge(one),
    "contest": lambda district, one: district.contest(one, rows(one)[0].movement_id),
    "resolve": lambda district, one: resolve(district, one, rows(one)[0].movement_id, Verdict.STANDS),
    "approve": lambda district, one: district.approve(one, at=IN_APRIL + timedelta(days=ANSWER_DAYS)),
    "pay": lambda district, one: district.pay(one),
    "revise": correct,
}
REACHED: dict[State, tuple[str, ...]] = {
    State.ISSUED: (),
    State.ACKNOWLEDGED: ("acknowledge",),
    State.CONTESTED: ("contest",),
    State.APPROVED: ("acknowledge", "approve"),
    State.PAID: ("acknowledge", "approve", "pay"),
}
ADMITTED = {
    State.ISSUED: {"acknowledge", "contest", "approve", "revise"},
    State.ACKNOWLEDGED: {"approve", "revise"},
    State.CONTESTED: {"contest", "resolve", "approve", "revise"},
    State.APPROVED: {"pay", "revise"},
    State.PAID: set(),
}


@pytest.mark.parametrize(
    ("state", "name"), [(state, name) for state in REACHED for name in STEPS if name not in ADMITTED[state]]
)
def test_a_step_from_the_wrong_state_is_refused(state: State, name: str) -> None:
    district = District()
    settlement = issued(district)
    for step in REACHED[state]:
        settlement = STEPS[step](district, settlement)

    with pytest.raises(SettlementStateConflict) as refused:
        STEPS[name](district, settlement)
    assert refused.value.facts["state"] == state


def test_who_issued_it_does_not_approve_it() -> None:
    district = District()
    settlement = district.acknowledge(issued(district))
    both = Caller(district.officer.account_id, frozenset({Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER}))

    with pytest.raises(IssuedByYou):
        district.approve(settlement, by=both)


def test_who_revised_it_does_not_approve_it() -> None:
    district = District()
    reviser = a.staff(Role.PROGRAMME_OFFICER, a.FUNDER_ID)
    settlement = issued(district, deliveries=2)
    movement_id = rows(settlement)[0].movement_id
    district.contest(settlement, movement_id)
    revise.contest(
        settlement.id,
        movement_id=movement_id,
        verdict=Verdict.TAKEN_OUT,
        reason="",
        by=reviser,
        key=a.key(),
        at=IN_APRIL,
    )

    with pytest.raises(IssuedByYou):
        district.approve(district.acknowledge(settlement), by=reviser)


def test_silence_is_consent_after_fifteen_days() -> None:
    district = District()
    settlement = issued(district)
    until_at = IN_APRIL + timedelta(days=15)

    with pytest.raises(AnswerPending) as refused:
        district.approve(settlement, at=until_at - timedelta(seconds=1))
    assert refused.value.facts["until_at"] == until_at
    assert district.approve(settlement, at=until_at).state is State.APPROVED


def test_a_refund_of_what_was_settled_goes_into_a_new_revision_and_not_into_the_next_settlement() -> None:
    district = District()
    booking = district.deliver(price_cents=2000)
    settlement = district.issue()
    district.refund(booking, 500, at=IN_APRIL - timedelta(minutes=1))
    district.deliver(date(2027, 4, 10), price_cents=1000)

    revised = correct(district, settlement)

    assert (revised.revision, revised.total_cents) == (2, 15_00)
    assert amounts(revised) == [(Kind.CAPTURE, 20_00), (Kind.REFUND, -5_00)]
    assert amounts(district.issue(APRIL, at=IN_MAY)) == [(Kind.CAPTURE, 10_00)]
    assert verify.settlement(settlement.id) == verify.chain(a.FUNDER_ID, district.coop.id) == []


def test_an_approved_settlement_that_was_corrected_is_paid_after_its_revision() -> None:
    district = District()
    booking = district.deliver(price_cents=2000)
    settlement = district.approve(district.acknowledge(district.issue()))
    district.refund(booking, 500, at=IN_APRIL - timedelta(minutes=1))
    with pytest.raises(NothingDue):
        district.pay(settlement)

    revised = correct(district, settlement)

    assert (revised.state, revised.instruction) == (State.ISSUED, None)
    district.pay(district.approve(district.acknowledge(revised)))
    assert (district.due(), district.paid()) == (0, 15_00)


def test_a_revision_without_a_correction_is_refused() -> None:
    district = District()
    settlement = issued(district)
    district.deliver(date(2027, 4, 1))

    with pytest.raises(NothingToCorrect):
        correct(district, settlement)


def test_a_step_asked_again_under_its_key_is_taken_once() -> None:
    district = District()
    settlement = issued(district)
    district.acknowledge(settlement, named="once")
    district.approve(settlement, named="approve once")
    paid = district.pay(settlement, named="pay once")

    assert district.acknowledge(settlement, named="once") == paid
    assert district.approve(settlement, named="approve once") == paid
    assert district.pay(settlement, named="pay once") == paid
    assert district.paid() == 20_00


def test_a_key_that_took_one_step_takes_no_other() -> None:
    district = District()
    march = issued(district)
    district.deliver(date(2027, 4, 10))
    april = district.issue(APRIL, at=IN_MAY)
    district.acknowledge(march, named="once")

    with pytest.raises(IdempotencyKeyReused):
        district.acknowledge(april, named="once")
    with pytest.raises(IdempotencyKeyReused):
        answer.acknowledged(march.id, by=district.manager, key=a.key(district.manager, "once", "other"), at=IN_APRIL)


def test_paying_needs_the_providers_bank_account_at_approval() -> None:
    district = District()
    settlement = district.acknowledge(issued(district))

    def approved(iban: str) -> Settlement:
        return approve.settlement(
            settlement.id,
            debtor_name="Ente",
            debtor_iban=iban,
            execute_on=date(2027, 4, 20),
            by=district.finance,
            key=a.key(district.finance),
            at=IN_APRIL,
        ).value

    with pytest.raises(IbanInvalid):
        approved("IT60X0542811101000000123457")
    with pytest.raises(BankAccountMissing):
        approved(DEBTOR_IBAN)


def test_the_order_to_pay_keeps_the_accounts_it_was_given_with() -> None:
    district = District()
    instruction = district.approve(district.acknowledge(issued(district))).instruction

    assert instruction is not None
    assert (instruction.creditor_iban, instruction.debtor_iban) == (IBAN, DEBTOR_IBAN)


def test_others_do_not_find_it() -> None:
    district = District()
    settlement = issued(district)
    strangers = [
        a.staff(Role.PROVIDER_MANAGER, a.provider().id),
        a.staff(Role.PROGRAMME_OFFICER, "another-funder"),
        a.staff(Role.FINANCE_OFFICER, "another-funder"),
    ]

    for stranger in strangers:
        with pytest.raises(NotFound):
            read.settlement(settlement.id, by=stranger)
        with pytest.raises(NotFound):
            answer.acknowledged(settlement.id, by=stranger, key=a.key(stranger), at=IN_APRIL)


def test_a_provider_does_not_take_its_funders_steps_nor_a_funder_its_providers() -> None:
    district = District()
    settlement = district.acknowledge(issued(district))

    with pytest.raises(NotFound):
        district.approve(settlement, by=district.manager)
    with pytest.raises(NotFound):
        answer.acknowledged(settlement.id, by=district.officer, key=a.key(), at=IN_APRIL)


def test_who_may_see_a_settlement_sees_its_rows_a_page_at_a_time() -> None:
    district = District()
    settlement = issued(district, deliveries=3)
    auditor = a.staff(Role.AUDITOR, "court-of-auditors")

    for caller in (district.manager, district.officer, district.finance, auditor):
        first = read.rows(settlement.id, None, Span(2), by=caller)
        second = read.rows(settlement.id, None, Span(2, first.rest), by=caller)
        assert (first.items + second.items, second.rest) == (rows(settlement), None)


def test_an_earlier_revision_can_still_be_read() -> None:
    district = District()
    settlement = issued(district, deliveries=2)
    before = rows(settlement)
    district.contest(settlement, before[0].movement_id)
    resolve(district, settlement, before[0].movement_id, Verdict.TAKEN_OUT)

    assert read.rows(settlement.id, 1, Span(), by=district.manager).items == before
    with pytest.raises(NotFound):
        read.rows(settlement.id, 3, Span(), by=district.manager)


def test_settlements_are_listed_for_their_provider_their_funder_and_the_auditor() -> None:
    one, other = District(), District()
    first, second = issued(one), issued(other)
    auditor = a.staff(Role.AUDITOR, "court-of-auditors")

    assert read.every(Span(), by=one.manager).items == [first]
    assert read.every(Span(), by=one.finance).items == [second, first]
    assert read.every(Span(), by=auditor, funder_id=a.FUNDER_ID).items == [second, first]
    assert read.every(Span(), by=one.officer, funder_id="another-funder").items == [second, first]
    assert read.every(Span(), by=auditor).items == []
