"""A statement as a file: until an instant, from the ledger alone, the same bytes whenever it is made."""

import csv
import io
from datetime import datetime, timedelta

import pytest

from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger.model import LATEST_WRITE, Unit
from chalicelib.runtime import files
from chalicelib.vouchers import statement
from chalicelib.vouchers.model import Voucher
from chalicelib.vouchers.statement import InstantTooRecent, StatementFormat
from tests import builders as a
from tests.builders import Scene

pytestmark = pytest.mark.usefixtures("aws")

HOUR = timedelta(hours=1)
LATER = a.NOW + timedelta(days=30)


def lived() -> Scene:
    """A voucher that was issued, and an hour later held."""
    scene = a.scene(granted=100_00, price_cents=2000)
    a.book(scene.person, scene.session, scene.voucher, at=a.NOW + HOUR)
    return scene


def made(voucher: Voucher, kind: StatementFormat, until_at: datetime) -> bytes:
    return statement.made(voucher, kind, until_at)[0]


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_every_movement_is_a_line_with_what_was_left() -> None:
    scene = lived()

    told = lines(made(scene.voucher, StatementFormat.CSV, LATER))

    assert [(line["Movimento"], line["Disponibile (euro)"], line["Resta disponibile"]) for line in told] == [
        ("emissione", "100,00", "100,00"),
        ("impegno", "-20,00", "80,00"),
    ]
    assert [line["Resta impegnato"] for line in told] == ["0,00", "20,00"]


def test_hours_are_told_in_minutes() -> None:
    hours = a.voucher(a.person(), 600, under=a.programme(unit=Unit.MINUTES, budget=6000))

    [line] = lines(made(hours, StatementFormat.CSV, LATER))

    assert line["Disponibile (minuti)"] == "600"


@pytest.mark.parametrize("kind", StatementFormat)
def test_a_month_later_the_ledger_gives_the_same_bytes(kind: StatementFormat) -> None:
    scene = lived()
    before = made(scene.voucher, kind, a.NOW + 2 * HOUR)

    a.book(scene.person, a.session(starts_at=LATER + timedelta(days=3)), scene.voucher, at=LATER)

    assert made(scene.voucher, kind, a.NOW + 2 * HOUR) == before
    assert made(scene.voucher, kind, LATER) != before


def test_a_statement_ends_at_its_instant() -> None:
    scene = lived()

    until = [made(scene.voucher, StatementFormat.CSV, at) for at in (a.NOW + HOUR - timedelta(seconds=1), a.NOW + HOUR)]

    assert [len(lines(content)) for content in until] == [1, 2]


def test_a_long_statement_is_read_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = lived()
    whole = made(scene.voucher, StatementFormat.CSV, LATER)
    monkeypatch.setattr(statement, "LINES_PAGE", 1)

    assert made(scene.voucher, StatementFormat.CSV, LATER) == whole


def test_an_instant_of_the_last_minutes_is_refused() -> None:
    scene = lived()
    holder = a.citizen(scene.person)
    latest_at = LATER - LATEST_WRITE

    with pytest.raises(InstantTooRecent) as refused:
        statement.file(
            scene.voucher.id,
            kind=StatementFormat.CSV,
            until_at=latest_at + timedelta(seconds=1),
            by=holder,
            at=LATER,
        )
    assert refused.value.facts == {"latest_at": latest_at}


def test_the_holder_is_offered_the_file_for_some_minutes() -> None:
    scene = lived()
    until_at = LATER - LATEST_WRITE

    offer = statement.file(
        scene.voucher.id, kind=StatementFormat.PDF, until_at=until_at, by=a.citizen(scene.person), at=LATER
    )

    assert offer.sha256 == files.digest(made(scene.voucher, StatementFormat.PDF, until_at))
    assert offer.expires_at == LATER + timedelta(minutes=5)


def test_a_stranger_does_not_find_the_voucher() -> None:
    with pytest.raises(NotFound):
        statement.file(lived().voucher.id, kind=StatementFormat.CSV, until_at=a.NOW, by=a.citizen(a.person()), at=LATER)
