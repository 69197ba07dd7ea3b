"""What a test that fails on a page says of it."""

import pytest

from tests.pages.conftest import Visit


def test_who_reads_a_failure_reads_the_page_too(visit: Visit) -> None:
    with pytest.raises(AssertionError) as failed, visit() as visitor:
        visitor.open("/catalogo?testo=nobody-offers-this")
        visitor.page.evaluate("console.warn('odd')")
        raise AssertionError("not as wanted")
    [told] = failed.value.__notes__
    assert f"The page is {visitor.portal}/catalogo?testo=nobody-offers-this" in told
    assert "Catalogo dei servizi" in told
    assert f"200 GET {visitor.portal}/v1/offerings" in told
    assert told.endswith("odd")
