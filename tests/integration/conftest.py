"""Every test starts counting anew: a session's ordinary day must not depend on how many tests ran before."""

import itertools

import pytest

from tests import builders


@pytest.fixture(autouse=True)
def first_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers of builders begin at one."""
    monkeypatch.setattr(builders, "_numbers", itertools.count(1))
