"""The credit transfer that a bank takes: ISO 20022 pain.001.001.09, one payment for one settlement."""

import re
import unicodedata
from datetime import datetime
from typing import Any

from chalicelib.kernel.clock import local
from chalicelib.kernel.refusals import Conflict
from chalicelib.kernel.texts import Text

from .model import Instruction, Settlement

SCHEMA = "pain.001.001.09"
NAME_MAX, REMITTANCE_MAX = 70, 140  # EPC132-08, SEPA credit transfer implementation guidelines
NOT_SEPA = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")  # the letters every bank takes (same guidelines, 1.4)


class NotApproved(Conflict):
    """Nobody has ordered the payment yet."""

    detail = Text("Il rendiconto non è ancora approvato.", "The settlement is not approved yet.")
    remedy = Text("Il file per la banca c'è dopo l'approvazione.", "The bank's file is there once it is approved.")


class NothingToTransfer(Conflict):
    """The settlement is worth no money."""

    detail = Text("Il rendiconto non ha importi da pagare.", "The settlement has no money to pay.")


def order(settlement: Settlement) -> bytes:
    """The file for the bank, the same bytes whenever it is made. Raises NotApproved, NothingToTransfer."""
    if settlement.instruction is None:
        raise NotApproved(settlement_id=settlement.id)
    if settlement.total_cents <= 0:
        raise NothingToTransfer(settlement_id=settlement.id)
    return _written(settlement, settlement.instruction)


def _written(settlement: Settlement, instruction: Instruction) -> bytes:
    from sepaxml import SepaTransfer  # noqa: PLC0415 - only the bank's file needs it

    name = f"{settlement.id}-{settlement.revision}"
    payment = {
        "name": _sepa(settlement.provider_name)[:NAME_MAX],
        "IBAN": instruction.creditor_iban,
        "amount": settlement.total_cents,
        "execution_date": instruction.execute_on,
        "description": f"Rendiconto {settlement.number} rev. {settlement.revision}, {settlement.month}"[
            :REMITTANCE_MAX
        ],
        "endtoend_id": name,
    }
    debtor = {"name": _sepa(instruction.debtor_name)[:NAME_MAX], "IBAN": instruction.debtor_iban, "currency": "EUR"}
    transfer = SepaTransfer({**debtor, "batch": False}, schema=SCHEMA, clean=False)
    transfer.add_payment(payment)
    _fix(transfer._xml, name, instruction.approved_at)
    exported: bytes = transfer.export(validate=False)  # the tests do, against the library's schema
    return exported


def _fix(xml: Any, name: str, at: datetime) -> None:
    """Put what follows from the settlement where the library draws lots or looks at the clock."""
    from xml.etree.ElementTree import SubElement  # noqa: PLC0415

    xml.find(".//MsgId").text = xml.find(".//PmtInfId").text = name
    xml.find(".//CreDtTm").text = f"{local(at):%Y-%m-%dT%H:%M:%S}"
    agent = SubElement(xml.find(".//DbtrAgt/FinInstnId"), "Othr")
    SubElement(agent, "Id").text = "NOTPROVIDED"  # the IBAN tells the bank (EPC132-08)


def _sepa(text: str) -> str:
    """A name in the letters that every bank takes."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(NOT_SEPA.sub(" ", bare).split()) or "-"
