"""The dry run tells every row's every problem by line and column, and grants nothing."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from openpyxl import Workbook

from chalicelib.batches import check, kept, read
from chalicelib.batches.model import BatchState, BatchStateConflict, FileFormat
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.texts import Language
from chalicelib.ledger import model as ledger
from chalicelib.people import household
from chalicelib.programmes.award import Award, AwardKind, Band, Step, Supplement
from chalicelib.programmes.rules import Exclusion, Reach
from chalicelib.runtime import files
from tests import builders as a
from tests import cloud
from tests.integration.batches import office as b

pytestmark = pytest.mark.usefixtures("aws")

AFTER_SCHOOL = Award(
    AwardKind.BY_ISEE,
    bands=(
        Band(7_328_62, below=True, first_percent=100, sibling_percent=50, siblings_month_max_cents=300_00),
        Band(26_000_00, month_cents=40_00, cost_percent_max=70),
        Band(40_000_00, month_cents=20_00, cost_percent_max=70),
    ),
)
SHOPPING = Award(
    AwardKind.BY_HOUSEHOLD,
    steps=(Step(1, 150_00), Step(2, 250_00), Step(3, 400_00), Step(5, 500_00)),
    supplement=Supplement(50_00, size_min=3, born_from_on=date(2011, 1, 1)),
)


def found(batch: Any) -> tuple[int, int, int]:
    """Rows to issue, their total, and problems."""
    assert batch.checked
    return batch.checked.rows, batch.checked.total, batch.checked.problems


def test_an_honest_file_has_no_problems_and_moves_nothing() -> None:
    programme = a.programme(budget=1000_00)

    batch = b.checked(programme, b.file_of(b.registered(), b.registered(), amount="1,50"))

    assert (batch.state, found(batch)) == (BatchState.CHECKED, (2, 3_00, 0))
    assert a.account(ledger.fund(programme.id)).available == 1000_00


def test_every_row_is_looked_at_and_every_problem_told() -> None:
    programme = a.programme(budget=10_000_00, ages=(65, 130), municipality_codes=("C273",))
    good = b.registered(municipality_code="C273")
    young, far = b.registered(born_on=date(2000, 1, 1)), b.registered()
    content = b.csv(
        ("codice_fiscale", "importo"),
        (good.tax_code, "100"),
        ("RSSMRA", "molto"),
        (a.tax_code(), "100"),
        (young.tax_code, "100"),
        (far.tax_code, "20.000"),
        (good.tax_code, "100"),
        (far.tax_code, ""),
        ("", "5"),
    )

    batch = b.checked(programme, content)

    assert b.places(batch) == [
        (3, "codice_fiscale", "tax_code_invalid"),
        (3, "importo", "amount_unreadable"),
        (4, "codice_fiscale", "person_not_registered"),
        (5, "codice_fiscale", "age_not_admitted"),
        (5, "codice_fiscale", "residence_not_admitted"),
        (6, "importo", "amount_not_admitted"),
        (6, "codice_fiscale", "residence_not_admitted"),
        (7, "codice_fiscale", "row_repeated"),
        (8, "codice_fiscale", "row_repeated"),
        (9, "codice_fiscale", "cell_missing"),
    ]
    assert found(batch) == (1, 100_00, 10)


def test_a_missing_amount_and_an_isee_that_is_too_high_are_told_together() -> None:
    someone = b.registered()
    programme = a.programme(rules={"isee_max_cents": 20_000_00})

    batch = b.checked(programme, b.csv(("cf", "importo", "isee"), (someone.tax_code, "", "20.000,01")))

    assert b.places(batch) == [(2, "importo", "fact_missing"), (2, "isee", "isee_not_admitted")]


def test_a_fact_that_is_missing_for_two_reasons_is_told_once() -> None:
    someone = b.registered()
    programme = a.programme(rules={"isee_max_cents": 20_000_00}, award=AFTER_SCHOOL)

    batch = b.checked(programme, b.csv(("cf", "isee", "costo mensile"), (someone.tax_code, "", "100")))

    assert b.places(batch) == [(2, "isee", "fact_missing")]


def test_a_voucher_that_the_person_or_the_household_has_already_may_stand_against_it() -> None:
    programme = a.programme()
    other = a.programme(rules={"exclusions": (Exclusion(programme.id, Reach.HOUSEHOLD, "art. 5"),)})
    holder, partner, neighbour = (b.registered() for _ in range(3))
    household.joined(partner.person.id, with_person_id=holder.person.id, by=a.OPERATOR, at=a.NOW)
    a.voucher(holder.person, under=other)

    batch = b.checked(programme, b.file_of(holder, partner, neighbour))

    assert b.places(batch) == [
        (2, "codice_fiscale", "not_cumulable"),
        (3, "codice_fiscale", "not_cumulable"),
    ]


def test_what_was_written_is_not_repeated() -> None:
    stranger = a.tax_code()

    batch = b.checked(a.programme(), b.csv(("cf", "importo"), (stranger, "1"), ("ABC123", "tanti soldi")))

    told = str(b.problems(batch))
    assert len(b.problems(batch)) == 3
    assert not [written for written in (stranger, "ABC123", "tanti soldi") if written in told]


def test_a_total_over_what_the_fund_has_is_a_problem_of_the_whole_file() -> None:
    batch = b.checked(a.programme(budget=150_00), b.file_of(b.registered(), b.registered()))

    assert b.places(batch) == [(0, "", "budget_exhausted")]
    assert found(batch) == (2, 200_00, 1)


@pytest.mark.parametrize(
    ("headings", "code"), [(("cf", "imporot"), "column_missing"), (("cf", "importo", "ise"), "column_unknown")]
)
def test_nothing_is_issued_from_columns_that_are_not_understood(headings: tuple[str, ...], code: str) -> None:
    batch = b.checked(a.programme(), b.csv(headings, (b.registered().tax_code, "100")))

    assert code in [one for _, _, one in b.places(batch)]
    assert found(batch)[0] == 0


def test_the_rows_are_judged_also_where_a_heading_is_unknown() -> None:
    batch = b.checked(a.programme(), b.csv(("cf", "importo", "boh"), (a.tax_code(), "100")))

    assert b.places(batch) == [(1, "C", "column_unknown"), (2, "codice_fiscale", "person_not_registered")]


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "file_missing"), (b"", "file_unreadable"), (b"cf;importo\n" + b"x;1\n" * 10_001, "too_many_rows")],
)
def test_a_file_that_cannot_be_read_is_one_problem(content: bytes | None, code: str) -> None:
    batch = b.checked(a.programme(), content)

    assert (b.places(batch), found(batch)) == ([(0, "", code)], (0, 0, 1))


def test_a_programme_that_is_not_open_is_told_once() -> None:
    programme = a.programme(at=a.NOW + timedelta(days=30))

    batch = b.checked(programme, b.file_of(b.registered(), b.registered()))

    assert (b.places(batch), found(batch)[0]) == ([(0, "", "programme_not_open")], 0)


def test_a_workbook_is_checked_like_a_csv() -> None:
    book, made = Workbook(), io.BytesIO()
    someone = b.registered()
    for line in (("Codice fiscale", "Importo"), (someone.tax_code, 1234.5)):
        book.active.append(line)
    book.save(made)

    batch = b.checked(a.programme(), made.getvalue(), kind=FileFormat.XLSX)

    assert found(batch) == (1, 1234_50, 0)


def test_hours_are_granted_in_minutes() -> None:
    batch = b.checked(a.programme(unit=ledger.Unit.MINUTES), b.csv(("cf", "ore"), (b.registered().tax_code, "10,5")))

    assert found(batch) == (1, 630, 0)


def test_shopping_vouchers_follow_the_table() -> None:
    people = [b.registered() for _ in range(4)]
    said = (("1", ""), ("3", "31/12/2010"), ("3", "01/01/2011"), ("5", "2020-03-01"))
    lines = [(one.tax_code, *more) for one, more in zip(people, said, strict=True)]

    batch = b.checked(a.programme(award=SHOPPING), b.csv(("cf", "componenti", "data_nascita_figlio_minore"), *lines))

    assert [row.units for row in kept.rows(batch)] == [150_00, 400_00, 450_00, 550_00]


def test_a_child_that_is_not_born_yet_counts_for_nothing() -> None:
    line = (b.registered().tax_code, "3", "02/03/2027")

    batch = b.checked(a.programme(award=SHOPPING), b.csv(("cf", "componenti", "data_nascita_figlio_minore"), line))

    assert b.places(batch) == [(2, "data_nascita_figlio_minore", "born_in_future")]


def siblings(count: int) -> list[b.Registered]:
    """So many children of one household."""
    first, *others = (b.registered() for _ in range(count))
    for other in others:
        household.joined(other.person.id, with_person_id=first.person.id, by=a.OPERATOR, at=a.NOW)
    return [first, *others]


def test_siblings_are_counted_in_the_order_of_the_file_and_have_three_hundred_together() -> None:
    children, stranger = siblings(4), b.registered()
    lines = [(one.tax_code, "7.328,61", "400") for one in (*children[:2], stranger, *children[2:])]

    batch = b.checked(a.programme(award=AFTER_SCHOOL), b.csv(("cf", "isee", "costo_mensile"), *lines))

    assert [row.units for row in kept.rows(batch)] == [400_00, 200_00, 400_00, 100_00]
    assert b.places(batch) == [(6, "importo", "nothing_granted")]


def test_the_number_of_a_child_and_what_its_siblings_have_already_can_be_said() -> None:
    child, other = siblings(2)
    headings = ("cf", "isee", "costo_mensile", "numero_figlio", "concesso_fratelli", "mesi")
    lines = ((child.tax_code, "0", "300", "2", "200,00", "9"), (other.tax_code, "0", "300", "1", "", "9"))

    batch = b.checked(a.programme(award=AFTER_SCHOOL), b.csv(headings, *lines))

    assert [row.units for row in kept.rows(batch)] == [9 * 100_00, 9 * 300_00]


def test_a_child_that_is_granted_nothing_takes_nothing_from_its_siblings() -> None:
    first, refused, third = siblings(3)
    lines = [
        (first.tax_code, "0", "100"),
        (refused.tax_code, "50.000", "600"),
        (third.tax_code, "0", "600"),
    ]

    batch = b.checked(a.programme(award=AFTER_SCHOOL), b.csv(("cf", "isee", "costo_mensile"), *lines))

    assert [row.units for row in kept.rows(batch)] == [100_00, 300_00]


def test_a_file_is_mended_uploaded_and_checked_again() -> None:
    someone = b.registered()
    batch = b.checked(a.programme(), b.file_of(someone, amount="molto"))
    files.keep(kept._upload(batch), b.file_of(someone, amount="100"), "text/csv")

    check.batch(batch.id, funder_id=a.FUNDER_ID)
    b.drain()

    assert (found(b.now(batch)), b.places(batch)) == ((1, 100_00, 0), [])


def test_a_check_that_was_overtaken_by_another_says_nothing() -> None:
    batch = b.submitted(a.programme(), b.file_of(b.registered()))
    check.batch(batch.id, funder_id=a.FUNDER_ID)
    [late] = cloud.batch_steps()
    check.batch(batch.id, funder_id=a.FUNDER_ID)

    b.do(late)

    assert b.now(batch).state is BatchState.CHECKING


def test_a_committed_batch_is_not_checked_again() -> None:
    batch = b.checked(a.programme(), b.file_of(b.registered()))
    b.committed(batch)

    with pytest.raises(BatchStateConflict):
        check.batch(batch.id, funder_id=a.FUNDER_ID)


def test_problems_are_read_a_page_at_a_time_in_the_readers_language() -> None:
    batch = b.checked(a.programme(), b.csv(("cf", "importo"), *((a.tax_code(), "1") for _ in range(5))))

    first = read.problems(batch.id, Span(3), language=Language.EN, funder_id=a.FUNDER_ID)
    rest = read.problems(batch.id, Span(3, first.rest), language=Language.IT, funder_id=a.FUNDER_ID)

    assert [one.line for one in (*first.items, *rest.items)] == [2, 3, 4, 5, 6]
    assert first.items[0].text == "Nobody is registered under this codice fiscale."
    assert rest.items[0].text == "Nessuno è registrato con questo codice fiscale."
    assert rest.rest is None


def test_another_funders_batch_is_not_to_be_found() -> None:
    batch = b.submitted(a.programme(), None)

    with pytest.raises(NotFound):
        check.batch(batch.id, funder_id="another")
    with pytest.raises(NotFound):
        read.standing(batch.id, funder_id="another")
    with pytest.raises(NotFound):
        read.problems(batch.id, Span(), language=Language.IT, funder_id="another")
