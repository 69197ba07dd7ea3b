"""Identifiers cannot be guessed, and a client's key always names the same thing."""

import re

import pytest

from chalicelib.kernel import identifiers
from chalicelib.kernel.identifiers import IdempotencyKeyReused, RequestKey

SHAPE = re.compile(r"[a-z2-7]{24}")


def test_a_new_identifier_is_24_lower_case_characters() -> None:
    assert SHAPE.fullmatch(identifiers.new())


def test_new_identifiers_are_all_different() -> None:
    assert len({identifiers.new() for _ in range(1000)}) == 1000


def test_the_same_parts_give_the_same_identifier() -> None:
    assert identifiers.derived("hold", "b", "v") == identifiers.derived("hold", "b", "v")
    assert SHAPE.fullmatch(identifiers.derived("hold", "b", "v"))


def test_parts_do_not_run_into_each_other() -> None:
    assert identifiers.derived("ab", "c") != identifiers.derived("a", "bc")


def test_a_key_names_one_object_of_each_kind() -> None:
    key = RequestKey("caller", "key", "said")

    assert key.id_for("booking") == RequestKey("caller", "key", "said again").id_for("booking")
    assert key.id_for("booking") != key.id_for("voucher")


def test_two_callers_may_choose_the_same_key() -> None:
    assert RequestKey("anna", "1", "said").id_for("booking") != RequestKey("bruno", "1", "said").id_for("booking")


def test_a_key_stands_by_its_first_request() -> None:
    key = RequestKey("caller", "key", "said")

    key.match("said")
    with pytest.raises(IdempotencyKeyReused):
        key.match("something else")
