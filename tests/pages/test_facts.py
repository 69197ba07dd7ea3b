"""The names and values of what is shown: zero is a value, and what does not apply has no row."""

import json

from tests.pages.module import answers


def test_zero_is_told_and_what_does_not_apply_is_left_out() -> None:
    facts: list[tuple[str, object]] = [("zero", 0), ("text", "x"), ("not so", False), ("unknown", None), ("empty", "")]
    [shown] = answers("./shared/ui.js", "Facts", [[{"of": facts}]])
    told = json.dumps(shown)
    assert [name for name, _ in facts if f'"{name}"' in told] == ["zero", "text"]
