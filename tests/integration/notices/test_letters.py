"""What a letter says: the same in text and HTML, in plain words, to its reader alone."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Amount, Language
from chalicelib.notices import outbox, render
from chalicelib.notices.model import WORDINGS, Letter, Notice
from tests.integration.notices.scenes import LINK, notice, step, waiting

every_letter = pytest.mark.parametrize("letter", list(Letter))


every_language = pytest.mark.parametrize("language", list(Language))


class Reader(HTMLParser):
    """Reads a mail as a person does: the language it says it is in, and its visible sentences."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language: str | None = None
        self.tags: list[str] = []
        self.links: set[str | None] = set()
        self.said: list[str] = []
        self._title = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._title = tag == "title"
        if tag == "html":
            self.language = dict(attrs).get("lang")
        if tag == "a":
            self.links.add(dict(attrs).get("href"))

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._title:
            self.said.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        self._title = False


@every_letter
@every_language
def test_text_and_html_say_the_same_sentences(letter: Letter, language: Language) -> None:
    mail = render.notice(notice(letter, language))

    in_text = [line.removesuffix(":").removeprefix("- ") for line in mail.text.splitlines() if line.strip()]
    assert Reader(mail.html).said == [mail.subject, *in_text]


@every_letter
@every_language
def test_a_mail_says_which_language_it_is_in(letter: Letter, language: Language) -> None:
    mail = render.notice(notice(letter, language))

    assert Reader(mail.html).language == language
    assert mail.text.startswith(WORDINGS[letter].greeting.say(language, {"given_name": "Anna"}))


@every_letter
@every_language
def test_a_mail_leads_only_to_its_own_link(letter: Letter, language: Language) -> None:
    mail = render.notice(notice(letter, language))

    assert Reader(mail.html).links == {LINK}
    assert LINK in mail.text


@every_letter
def test_a_subject_tells_no_need_no_measure_and_no_name(letter: Letter) -> None:
    telling = {word for category in Category for word in category.split("_")} - {"you", "point"}
    telling |= {"buono", "voucher", "misura", "programma", "programme", "assistenza", "bambin", "anzian", "disabil"}
    telling |= {"anna", "melograno", "tradate"}

    for language in Language:
        subject = render.notice(notice(letter, language)).subject.lower()
        assert not [word for word in telling if re.search(rf"\b{word}", subject)]
        assert WORDINGS[letter].subject.say(language) == render.notice(notice(letter, language)).subject


@every_letter
def test_markup_in_a_name_stays_text(letter: Letter) -> None:
    name = "<script>alert('1')</script> & \"Figli\""

    plan = [step(title=name, provider_name=name, place=name)]
    mail = render.notice(notice(letter, given_name=name, provider_name=name, place=name, title=name, plan=plan))

    assert name in mail.text
    assert name in " ".join(Reader(mail.html).said)
    assert "script" not in Reader(mail.html).tags


def test_braces_in_a_name_stay_braces() -> None:
    assert "Ciao {place}," in render.notice(notice(given_name="{place}")).text


def gulpease(text: str) -> float:
    """How easily an Italian text is read, from 0 to 100 (Lucisano and Piemontese, 1988)."""
    words = re.findall(r"\w+", text)
    letters = sum(len(word) for word in words)
    sentences = len(re.findall(r"[.!?]+|:\n|\n\n", text.strip() + "\n\n"))
    return 89 + (300 * sentences - 10 * letters) / len(words)


@every_letter
def test_who_left_school_early_reads_an_italian_mail_with_ease(letter: Letter) -> None:
    text = re.sub(r"https?://\S+", "", render.notice(notice(letter)).text)
    plain = re.sub(r"\n{2,}", " ", text).replace("Ciao Anna,", "").replace("Buongiorno,", "")

    assert gulpease(plain) >= 60


@every_letter
@every_language
def test_no_sentence_is_longer_than_twenty_four_words(letter: Letter, language: Language) -> None:
    text = re.sub(r"https?://\S+", "", render.notice(notice(letter, language)).text)

    longest = max(len(re.findall(r"\w+", sentence)) for sentence in re.split(r"[.!?:](?!\d)|\n\n", text))

    assert longest < 25


def paragraphs(left: Notice) -> str:
    """What a reader of the notice reads, after its way through the queue."""
    return render.notice(outbox.taken(waiting(left))).text


@pytest.mark.usefixtures("aws")
def test_days_amounts_and_plans_are_the_same_after_the_queue() -> None:
    left = notice(Letter.EXPIRING, left_amount=Amount(270, "minutes"), grace_until_on=date(2027, 4, 4))

    assert outbox.taken(waiting(left)) == left
    assert paragraphs(left) == render.notice(left).text


def test_a_warning_says_what_is_left_until_when_and_for_what() -> None:
    said = render.notice(notice(Letter.EXPIRING)).text

    assert "sul tuo buono restano 100,00 €." in said
    assert "Il buono scade domenica 28 marzo 2027. Tempo rimasto: 14 giorni." in said
    assert "- martedì 16 marzo 2027, ore 10:00. Ginnastica dolce, con Melograno. Dove: Tradate, via Roma 1." in said
    assert "Costa 20,00 €, poi restano 80,00 €." in said


def test_grace_is_told_only_where_there_is_any() -> None:
    without, with_some = (
        render.notice(notice(Letter.EXPIRING, grace_until_on=day)).text for day in (None, date(2027, 4, 4))
    )
    assert "qualche giorno in più" not in without
    assert "fino a domenica 4 aprile 2027" in with_some


def test_a_warning_of_the_last_day_says_today() -> None:
    last = notice(Letter.EXPIRING, expires_on=None, left_days=0, today_on=date(2027, 3, 28))

    said = render.notice(last).text

    assert "Il buono scade oggi, domenica 28 marzo 2027." in said
    assert "Tempo rimasto" not in said


def test_a_warning_without_a_plan_says_whom_to_ask() -> None:
    said = render.notice(notice(Letter.EXPIRING, plan=[])).text

    assert "Chiama il tuo Social Point" in said
    assert "Ecco che cosa" not in said


def test_a_low_budget_is_told_in_the_words_of_an_office() -> None:
    said = render.notice(notice(Letter.LOW_BUDGET, title="Estate 2027")).text

    assert said.startswith("Buongiorno,")
    assert "nel fondo di «Estate 2027» restano 100,00 €." in said
    assert "Social Point" not in said
