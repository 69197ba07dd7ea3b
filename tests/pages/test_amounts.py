"""Amounts that people type are read as they were meant, or not at all."""

import pytest

from tests.pages.module import answers

EURO = {
    "12,5": 1250, "12,50": 1250, "12.50": 1250, "12.5": 1250, "12": 1200, "0": 0, "0,05": 5, "1250": 125_000,
    "1.250": 125_000, "1.250,00": 125_000, "1.250,5": 125_050, "12.345.678,90": 1_234_567_890, " 12,50 ": 1250,
    "€ 12,50": 1250, "12,50 €": 1250,
}  # fmt: skip
NO_EURO = [
    "", " ", "€", "12 50", "12€50", "1 250", "1,250", "1,250.00", "0.500", "01.250", "12,505", "12.50,00", "1.25.00",
    "-5", "+5", "1e3", "dodici", "12,", ",50",
]  # fmt: skip
HOURS = {"12:30": 750, "12,5": 750, "12.5": 750, "12,25": 735, "12": 720, "0:45": 45, "1.250": 75_000, " 8:05 ": 485}
NO_HOURS = ["", "12.30", "12.50", "12:60", "12:3", "12 30", "€ 12", "1,250"]


@pytest.mark.parametrize(("name", "read", "refused"), [("centsOf", EURO, NO_EURO), ("minutesOf", HOURS, NO_HOURS)])
def test_what_is_typed_is_read_as_it_was_meant_or_refused(name: str, read: dict[str, int], refused: list[str]) -> None:
    told = answers("./shared/amounts.js", name, [[text] for text in (*read, *refused)])
    assert dict(zip((*read, *refused), told, strict=True)) == read | dict.fromkeys(refused)


def test_what_a_field_shows_is_read_as_the_same_amount() -> None:
    for unit in ("cents", "minutes"):
        amounts = [*range(0, 200, 7), 12_345, 6_000_000]
        shown = answers("./shared/amounts.js", "writeAmount", [[one, unit] for one in amounts])
        assert answers("./shared/amounts.js", "readAmount", [[one, unit] for one in shown]) == amounts


def test_an_amount_that_is_not_read_is_never_left_out_unseen() -> None:
    household = {"award_kind": "by_household", "unit": "cents", "steps": 1, "step-0-amount": "12 50"}
    typed = household | {"supplement": "1,250.00", "budget": "12.50,5", "voucher_max": "12,5"}
    [wrong] = answers("./desk/officer/fields.js", "wrongIn", [[typed, "amounts"]])
    assert set(wrong) == {"step-0-amount", "supplement", "budget"}


@pytest.mark.parametrize(
    ("module", "name", "field"),
    [("offerings/price", "priceFaults", "price"), ("money/amount", "amountFaults", "amount")],
)
def test_a_cooperative_writes_prices_as_everybody_does(module: str, name: str, field: str) -> None:
    calls = [[{field: text}] for text in ("1.250,00", "12.50", "12,5", "12 50", "1,250.00")]
    faults = answers(f"./desk/provider/{module}.js", name, calls)
    assert [list(one) for one in faults] == [[], [], [], [field], [field]]
