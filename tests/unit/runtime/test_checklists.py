"""Lists on paper: the warning on every page, whatever people typed, and the same bytes for the same content."""

import re
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.runtime import checklists
from chalicelib.runtime.checklists import Checklist, Group, Item

AT = datetime(2027, 3, 8, 17, 0, tzinfo=UTC)
WARNING = "Contiene dati personali"


def checklist(*items: Item, heading: str = "Martedì, 10:00-11:00 - Compiti") -> Checklist:
    return Checklist("Presenze", "Martedì", WARNING, [Group(heading, "Dove: qui", items, "Nessuno")], "Ore", AT)


def pages(content: bytes) -> list[str]:
    """What is written on each page, as the file says it."""
    streams = re.findall(rb"stream\n(.*?)endstream", content, re.DOTALL)
    texts = [zlib.decompressobj().decompress(stream).decode("cp1252", "replace") for stream in streams]
    return [text.replace(") Tj (", "") for text in texts if " Tf" in text]


def written(*items: Item) -> str:
    return "\n".join(pages(checklists.pdf(checklist(*items))))


def test_the_same_content_gives_the_same_bytes() -> None:
    assert checklists.pdf(checklist(Item("Anna"))) == checklists.pdf(checklist(Item("Anna")))


def test_every_page_has_the_warning_the_number_and_the_heading() -> None:
    made = pages(checklists.pdf(checklist(*[Item(f"Persona {number}") for number in range(60)])))

    assert len(made) == 3
    for number, text in enumerate(made, start=1):
        assert WARNING in text
        assert f"Pagina {number} di 3" in text
        assert "Compiti" in text
    assert ["segue" in text for text in made] == [False, True, True]


def test_a_tick_is_drawn_for_who_is_there() -> None:
    drawn = [written(Item("Anna", ticked)).count(" l S") for ticked in (False, True)]

    assert drawn[1] - drawn[0] == 2


def test_a_group_without_lines_says_so() -> None:
    assert "Nessuno" in written()


@pytest.mark.parametrize(
    "hostile",
    [
        ") Tj ET (",
        "\\) Tj",
        "**grassetto** __linea__ <b>x</b>",
        "{nb} \x7f",
        "riga\r\nnuova\ttabulazione\x00\x1b[31m\u2028",
        "\u202erovescio",
        "🧡 漢字 Олена",
        "x" * 1000,
        "parola " * 140,
        "\u00ad" * 1000,
        "",
    ],
)
def test_what_people_type_is_only_text(hostile: str) -> None:
    made = pages(checklists.pdf(checklist(Item(hostile, details=[hostile] * 3), Item("Dopo"), heading=hostile)))

    assert any("(Dopo)" in text for text in made)
    assert f"Pagina 1 di {len(made)}" in made[0]


def test_a_stop_inside_a_text_ends_no_string() -> None:
    assert "(\\) Tj ET \\()" in written(Item(") Tj ET ("))


def test_the_sign_for_the_number_of_pages_cannot_be_typed() -> None:
    assert "(prima dopo)" in written(Item("prima \x7f dopo"))


@given(st.text(max_size=300))
def test_any_text_can_be_printed(text: str) -> None:
    assert checklists.pdf(checklist(Item(text, details=[text]))).startswith(b"%PDF")
