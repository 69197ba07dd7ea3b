"""Why own money cannot be recorded, given back or paid online."""

from chalicelib.kernel.refusals import Conflict, Invalid
from chalicelib.kernel.texts import Text


class MoreThanOwnMoney(Conflict):
    """More would be received than the person pays by themselves."""

    detail = Text(
        "Si possono registrare ancora al massimo {left_cents}.",
        "At most {left_cents} more can be recorded.",
    )
    remedy = Text("Controlla l'importo. Il resto va ridato subito.", "Check the amount. Give the rest back at once.")


class ReceivedOnlineByItself(Invalid):
    """What is paid online is recorded by the platform, not by people."""

    detail = Text(
        "I pagamenti online si registrano da soli.", "Online payments are recorded by the platform, not by hand."
    )
    remedy = Text("Scegli contanti, carta o bonifico.", "Choose cash, card or bank transfer.")


class TooManyEntries(Conflict):
    """So many receipts and refunds of one booking are not expected."""

    detail = Text("Per questa prenotazione ci sono già {entries} registrazioni.", "There are {entries} already.")
    remedy = Text("Registra il resto in una volta sola con l'assistenza.", "Ask support to record the rest at once.")


class ReceiptUnknown(Invalid):
    """The booking has no such receipt."""

    detail = Text("Questo incasso non c'è.", "There is no such receipt.")
    remedy = Text("Scegli un incasso dall'elenco della prenotazione.", "Choose a receipt from the booking's list.")


class MoreThanToRefund(Conflict):
    """More would go back than is to be refunded, or than is left of the receipt."""

    detail = Text("Di questo incasso si possono rimborsare {left_cents}.", "{left_cents} of this can be refunded.")
    remedy = Text("Controlla l'importo e l'incasso scelto.", "Check the amount and the receipt.")


class OtherWayThanReceived(Conflict):
    """A refund goes back by the way by which the money came."""

    detail = Text("Il rimborso va fatto come è stato pagato.", "A refund goes back the way it was paid.")
    remedy = Text("Scegli lo stesso modo dell'incasso.", "Choose the way of the receipt.")


class RefundedByItself(Conflict):
    """An online payment is refunded by the platform."""

    detail = Text(
        "Questo pagamento online viene rimborsato dalla piattaforma, da solo.",
        "This online payment is refunded by the platform, by itself.",
    )
    remedy = Text("Non devi fare nulla.", "There is nothing to do.")


class NothingToPay(Conflict):
    """Nothing of the person's own money is to be paid now."""

    detail = Text("Ora non c'è nulla da pagare.", "There is nothing to pay now.")


class TooLittleOnline(Conflict):
    """The amount is below what can be paid online."""

    detail = Text("Online si paga da {least_cents} in su.", "Online it takes at least {least_cents}.")
    remedy = Text("Paga direttamente alla cooperativa.", "Pay the cooperative directly.")


class PaymentUnderWay(Conflict):
    """A payment was made and its money has not arrived yet."""

    detail = Text("Un pagamento è già in corso.", "A payment is already under way.")
    remedy = Text(
        "Aspetta: la banca può metterci qualche giorno. Non pagare un'altra volta.",
        "Wait: the bank may take some days. Do not pay again.",
    )


class TooManyCheckouts(Conflict):
    """So many attempts to pay one booking online are not expected."""

    detail = Text("Ci sono già stati {attempts} tentativi.", "There were {attempts} attempts already.")
    remedy = Text("Paga direttamente alla cooperativa.", "Pay the cooperative directly.")


class NothingInMonth(Conflict):
    """Nothing was received or refunded in that month."""

    detail = Text("In quel mese non ci sono incassi né rimborsi.", "There are no receipts or refunds in that month.")
