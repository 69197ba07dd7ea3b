"""Every refusal of the platform speaks both languages, has a code of its own, and the facts its sentences need."""

import ast
import importlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import chalicelib
from chalicelib.kernel.refusals import Conflict, Refusal, refuse_any
from chalicelib.kernel.texts import Language, Text
from chalicelib.runtime.problems import problem

importlib.import_module("app")  # every context is there

SOURCES = sorted(Path(chalicelib.__file__).parent.rglob("*.py"))


def kinds(of: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    if of.__module__.startswith("chalicelib."):
        yield of
    for kind in of.__subclasses__():
        yield from kinds(kind)


KINDS = sorted(set(kinds()), key=lambda kind: kind.__name__)
BY_NAME = {kind.__name__: kind for kind in KINDS}
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


def names(text: Text | None) -> set[str]:
    return {name for language in text or () for _, name, _, _ in Formatter().parse(language) if name is not None}


@every_kind
def test_a_refusal_speaks_both_languages(kind: type[Refusal]) -> None:
    for text in filter(None, (kind.detail, kind.remedy)):
        assert text.it.strip()
        assert text.en.strip()
        assert text.it != text.en


@every_kind
def test_a_refusal_tells_the_same_facts_in_both_languages(kind: type[Refusal]) -> None:
    assert names(Text(kind.detail.it, "")) == names(Text("", kind.detail.en))


@every_kind
def test_a_refusal_can_be_told_as_a_problem(kind: type[Refusal]) -> None:
    refusal = kind(**dict.fromkeys(names(kind.detail) | names(kind.remedy), "something"))

    for language in Language:
        told = problem(refusal, language, "request")
        assert "{" not in told.detail + (told.remedy or "")


@every_kind
def test_a_refusal_is_a_client_error_or_a_passing_one(kind: type[Refusal]) -> None:
    assert 400 <= kind.status < 500 or kind.status in (500, 503)


def test_every_refusal_has_a_code_of_its_own() -> None:
    codes = defaultdict(list)
    for kind in KINDS:
        codes[kind().code].append(f"{kind.__module__}.{kind.__name__}")

    assert {code: kinds for code, kinds in codes.items() if len(kinds) > 1} == {}


def test_a_code_is_the_name_in_snake_case() -> None:
    assert BY_NAME["TooLateToCancel"]().code == "too_late_to_cancel"


def sayings(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Where a refusal is made: which, and with what facts. A ** could be anything, and is left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BY_NAME:
            if all(keyword.arg for keyword in node.keywords):
                yield node.func.id, {str(keyword.arg) for keyword in node.keywords}
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name) and node.exc.id in BY_NAME:
            yield node.exc.id, set()


def test_who_refuses_gives_the_facts_that_the_sentence_needs() -> None:
    silent = [
        f"{path.name}: {name} needs {missing}"
        for path in SOURCES
        for name, given in sayings(path)
        if (missing := (names(BY_NAME[name].detail) | names(BY_NAME[name].remedy)) - given)
    ]

    assert silent == []


def test_the_first_of_many_refusals_names_the_others() -> None:
    first, second = Conflict(one=1), Conflict(two=2)

    with pytest.raises(Conflict) as refused:
        refuse_any([first, second])
    assert (refused.value, refused.value.others) == (first, (second,))


def test_without_refusals_nothing_is_refused() -> None:
    refuse_any([])
