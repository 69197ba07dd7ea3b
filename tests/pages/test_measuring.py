"""How Lighthouse's reports are read: a recording lost is not a page measured, and a slow page stays slow."""

import pytest

from tests.pages.lighthouse import RUNS_MAX, WANTED, Report, short_of_wanted

GOOD = {"categories": {category: {"score": 1.0} for category in WANTED}}
SLOW = {"categories": GOOD["categories"] | {"performance": {"score": 0.94}}}
LOST = {"runtimeError": {"code": "NO_NAVSTART", "message": "Please run Lighthouse again."}}
EMPTY = {"runtimeError": {"code": "NO_FCP", "message": "The page did not paint any content."}}


class Looks:
    """Lighthouse with its answers written beforehand, the last one again and again."""

    def __init__(self, *reports: Report) -> None:
        self.reports = reports
        self.taken = 0

    def __call__(self) -> Report:
        report = self.reports[min(self.taken, len(self.reports) - 1)]
        self.taken += 1
        return report


def test_one_good_look_is_enough() -> None:
    looks = Looks(GOOD)

    assert short_of_wanted(looks) == {}
    assert looks.taken == 1


@pytest.mark.parametrize("first", [SLOW, LOST], ids=["slow", "recording lost"])
def test_the_best_look_counts(first: Report) -> None:
    assert short_of_wanted(Looks(first, GOOD)) == {}


def test_a_page_that_stays_slow_is_told_with_its_best_score() -> None:
    looks = Looks(LOST, SLOW)

    assert short_of_wanted(looks) == {"performance": 0.94}
    assert looks.taken == RUNS_MAX


def test_a_page_that_was_never_measured_does_not_pass() -> None:
    assert short_of_wanted(Looks(LOST)) == dict.fromkeys(WANTED, 0.0)


def test_an_empty_page_is_a_failure_and_is_not_looked_at_again() -> None:
    looks = Looks(EMPTY, GOOD)

    with pytest.raises(AssertionError, match="NO_FCP"):
        short_of_wanted(looks)
    assert looks.taken == 1
