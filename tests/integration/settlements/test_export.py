"""Files of a settlement: the same bytes whenever they are made, and nothing in them runs or names a person."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook
from sepaxml.validation import try_valid_xml

from chalicelib.kernel.caller import Role
from chalicelib.kernel.refusals import Forbidden, NotFound
from chalicelib.ledger.model import Unit
from chalicelib.runtime import files
from chalicelib.settlements import archive, collect, export, revise, transfer
from chalicelib.settlements.export import Format
from chalicelib.settlements.model import Settlement
from chalicelib.settlements.transfer import NotApproved
from tests import builders as a
from tests.integration.settlements.scenes import APRIL, DEBTOR_IBAN, IBAN, IN_APRIL, IN_MAY, District

pytestmark = pytest.mark.usefixtures("aws")


def lived() -> tuple[District, Settlement]:
    district = District()
    hours = a.voucher(district.holder, 600, under=a.programme(unit=Unit.MINUTES, budget=6000))
    booking = district.deliver(date(2027, 3, 10), price_cents=123_40)
    district.deliver(date(2027, 3, 12), price_cents=2400, minutes=45, voucher=hours)
    district.refund(booking, 100, at=IN_APRIL - timedelta(days=10))
    return district, district.approve(district.acknowledge(district.issue()))


def made(settlement: Settlement, kind: Format) -> bytes:
    return export.made(settlement, archive.opened(settlement), kind)[0]


@pytest.mark.parametrize("kind", Format)
def test_a_month_later_the_ledger_gives_the_same_file(kind: Format) -> None:
    district, settlement = lived()
    before = made(settlement, kind)
    district.deliver(date(2027, 4, 10))
    district.pay(settlement, at=IN_MAY)
    district.issue(APRIL, at=IN_MAY)

    paid = district.again(settlement)
    rebuilt = collect.document(paid)

    assert export.made(paid, rebuilt, kind)[0] == before


def test_the_rows_open_in_an_italian_spreadsheet() -> None:
    _, settlement = lived()

    content = made(settlement, Format.CSV)

    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert sorted((line["Giorno"], line["Tipo"], line["Minuti"], line["Importo (euro)"]) for line in lines) == [
        ("10/03/2027", "erogazione", "", "123,40"),
        ("10/03/2027", "storno", "", "-1,00"),
        ("12/03/2027", "erogazione", "45", "18,00"),
    ]


def test_the_workbook_has_numbers_that_can_be_summed() -> None:
    _, settlement = lived()

    book = load_workbook(io.BytesIO(made(settlement, Format.XLSX)))

    amounts = [cell.value for cell in book["Righe"]["G"][1:]]
    assert round(sum(amounts) * 100) == settlement.total_cents
    assert book["Riepilogo"]["B1"].value == "Rendiconto 2027/0001"


def test_a_name_that_looks_like_a_formula_is_text_everywhere() -> None:
    district = District()
    district.deliver()
    settlement = district.issue()
    document = archive.opened(settlement)
    evil = '=HYPERLINK("http://evil.example")'
    document = replace(document, rows=(replace(document.rows[0], title=evil),))

    table = export.made(settlement, document, Format.CSV)[0].decode()
    book = load_workbook(io.BytesIO(export.made(settlement, document, Format.XLSX)[0]))

    assert "'=HYPERLINK" in table
    assert (book["Righe"]["B2"].value, book["Righe"]["B2"].data_type) == (evil, "s")


def test_paper_is_a_pdf_with_the_date_of_issue() -> None:
    _, settlement = lived()

    content = made(settlement, Format.PDF)

    assert content.startswith(b"%PDF-")
    assert b"D:20270402030000" in content


def test_the_banks_file_is_what_the_schema_asks() -> None:
    _, settlement = lived()

    content = transfer.order(settlement)

    try_valid_xml(content, transfer.SCHEMA)
    text = content.decode()
    assert f"<IBAN>{IBAN}</IBAN>" in text
    assert f"<IBAN>{DEBTOR_IBAN}</IBAN>" in text
    assert '<InstdAmt Ccy="EUR">140.40</InstdAmt>' in text
    assert "<Nm>Ufficio di Piano - Citta di Tradate</Nm>" in text
    assert f"<MsgId>{settlement.id}-1</MsgId>" in text
    assert "<CreDtTm>2027-04-02T05:00:00</CreDtTm>" in text


def test_the_banks_file_says_the_amount_to_the_cent() -> None:
    district = District()
    district.deliver(price_cents=5)

    settlement = district.approve(district.acknowledge(district.issue()))

    assert b'<InstdAmt Ccy="EUR">0.05</InstdAmt>' in transfer.order(settlement)


def test_there_is_no_bank_file_before_approval() -> None:
    district = District()
    district.deliver()

    with pytest.raises(NotApproved):
        transfer.order(district.issue())


def test_the_banks_file_is_for_finance_officers() -> None:
    district, settlement = lived()

    with pytest.raises(Forbidden):
        export.file(settlement.id, kind=Format.SEPA, revision=None, by=district.officer, at=IN_APRIL)


def test_others_files_are_not_to_be_found() -> None:
    _, settlement = lived()
    stranger = a.staff(Role.PROVIDER_MANAGER, a.provider().id)

    with pytest.raises(NotFound):
        export.file(settlement.id, kind=Format.CSV, revision=None, by=stranger, at=IN_APRIL)


def test_a_file_is_offered_for_some_minutes_under_a_signed_address() -> None:
    district, settlement = lived()

    offer = export.file(settlement.id, kind=Format.CSV, revision=None, by=district.manager, at=IN_APRIL)

    address = urlsplit(offer.url)
    query = parse_qs(address.query)
    assert address.hostname == "reports.s3.eu-south-1.amazonaws.com"
    assert address.path.endswith(f"/settlements/{settlement.id}/rendiconto-2027-0001-1.csv")
    assert (query["X-Amz-Algorithm"], query["X-Amz-Expires"]) == (["AWS4-HMAC-SHA256"], ["300"])
    assert (offer.sha256, offer.expires_at) == (
        files.digest(made(settlement, Format.CSV)),
        IN_APRIL + timedelta(minutes=5),
    )


def test_no_file_names_a_person() -> None:
    district, settlement = lived()

    for content in (made(settlement, Format.CSV), archive.encoded(archive.opened(settlement))):
        text = content.decode()
        assert district.holder.id not in text
        assert district.holder.given_name not in text


def test_a_file_of_an_earlier_revision_can_be_had() -> None:
    district = District()
    for on in (date(2027, 3, 10), date(2027, 3, 11)):
        booking = district.deliver(on)
    settlement = district.issue()
    before = made(settlement, Format.CSV)
    district.refund(booking, 100, at=IN_APRIL - timedelta(minutes=1))
    revise.settlement(settlement.id, reason="Storno", by=district.officer, key=a.key(), at=IN_APRIL)

    first = export.file(settlement.id, kind=Format.CSV, revision=1, by=district.officer, at=IN_APRIL)
    current = export.file(settlement.id, kind=Format.CSV, revision=None, by=district.officer, at=IN_APRIL)
    assert first.sha256 == files.digest(before)
    assert first.sha256 != current.sha256
