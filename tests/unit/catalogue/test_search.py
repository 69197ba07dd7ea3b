"""What people type is found although they type it as people do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue import search
from chalicelib.catalogue.search import Index

SAID = [
    ("Assistenza a casa per anziani", "Aiuto per lavarsi, vestirsi, mangiare. Melograno"),
    ("Attività motoria", "Ginnastica dolce, per la memoria e dell'età che avanza"),
    ("Aiuto compiti individuale", "Un educatore a casa tua, per bambini della scuola primaria"),
    ("Logopedia", "Sedute individuali"),
]
INDEX = Index(SAID)


def found(text: str) -> list[str]:
    return [SAID[place][0] for place in sorted(INDEX.fits(text))]


@pytest.mark.parametrize(
    "text",
    [
        "attività",
        "ATTIVITA",
        "attivita'",
        "attiv",
        "motorie",  # another ending
        "motoria",
        "motroia",  # two letters changed places
        "mottoria",  # one too many
        "otoria",  # one missing
        "ginnasticca dolce",
        "per l'età",
    ],
)
def test_a_word_is_found_with_other_accents_endings_and_slips(text: str) -> None:
    assert found(text) == ["Attività motoria"]


@pytest.mark.parametrize("text", ["vita", "oto", "motoria nuoto", "xyz"])
def test_what_nobody_says_is_not_found(text: str) -> None:
    assert found(text) == []


def test_words_that_say_nothing_need_not_be_there() -> None:
    assert found("un aiuto per la casa con gli anziani") == ["Assistenza a casa per anziani"]


def test_a_plural_is_found_by_its_singular_and_the_other_way_round() -> None:
    assert found("anziano") == ["Assistenza a casa per anziani"]
    assert found("seduta individuale") == ["Logopedia"]


def test_a_word_that_somebody_says_is_not_taken_for_a_slip_of_another() -> None:
    index = Index([("Casa", ""), ("Cassa", "")])

    assert set(index.fits("casa")) == {0}
    assert set(index.fits("cassa")) == {1}


def test_a_title_fits_better_than_what_is_said_besides() -> None:
    fits = INDEX.fits("aiuto")

    assert fits[2] > fits[0]


@pytest.mark.parametrize(("word", "slips"), [("oro", 0), ("casa", 1), ("compiti", 1), ("logopeda", 2), ("20272027", 0)])
def test_longer_words_may_have_more_slips(word: str, slips: int) -> None:
    assert search.slips(word) == slips


@given(st.sampled_from([word for title, _ in SAID for word in search.words(title) if len(word) > 3]), st.data())
def test_any_one_slip_in_a_title_is_forgiven(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("aeioubcdlmnrst"))
    slipped = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
            ]
        )
    )
    if len(slipped) <= search.LETTERS_WITHOUT_SLIP:
        return

    assert INDEX.matching(slipped)


@given(st.text(max_size=200))
def test_any_text_can_be_looked_for(text: str) -> None:
    assert set(INDEX.fits(text)) <= set(range(len(SAID)))
