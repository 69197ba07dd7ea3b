"""Lists to print and tick by hand: large, one box for each line, the same warning on every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .sheets import PDF_ENCODING, fitting, printable

MARGIN, BOX, SIGN, ROW = 15, 7, 42, 10  # millimetres
NAME, TEXT, SMALL = 14, 11, 9  # points: to be read at arm's length
PAGES = "\x7f"  # stands for the number of pages; no text has it, `_said` takes it out


@dataclass(frozen=True, slots=True)
class Item:
    """One line: its name, whether it is ticked already, and what is to be known about it."""

    name: str
    ticked: bool = False
    details: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading, and what to say where there are none."""

    heading: str
    place: str
    items: Sequence[Item]
    empty: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """What to print; `at` is the date of the file."""

    title: str
    subtitle: str
    warning: str
    groups: Sequence[Group]
    sign: str
    at: datetime


def pdf(checklist: Checklist) -> bytes:
    """The pages, A4."""
    paper = _paper(checklist)
    paper.add_page()
    for group in checklist.groups:
        _print_group(paper, group, checklist.sign)
    return bytes(paper.output())


def _paper(checklist: Checklist) -> Any:
    from fpdf import FPDF  # noqa: PLC0415 - 180 ms of import that only who prints needs

    class Paper(FPDF):
        def header(self) -> None:
            self.set_font("Helvetica", "B", NAME)
            self.multi_cell(0, 7, _said(checklist.title), align="L", new_x="LMARGIN", new_y="NEXT")
            self.set_font("Helvetica", size=TEXT)
            self.multi_cell(0, 6, _said(checklist.subtitle), align="L", new_x="LMARGIN", new_y="NEXT")
            self.set_font("Helvetica", "B", TEXT)
            warning = _said(checklist.warning)
            self.multi_cell(0, 8, warning, border=1, align="C", new_x="LMARGIN", new_y="NEXT")
            self.ln(3)

        def footer(self) -> None:
            self.set_y(-12)
            self.set_font("Helvetica", size=SMALL)
            self.cell(0, 5, f"Pagina {self.page_no()} di {PAGES}", align="C")

    paper: Any = Paper(orientation="portrait", format="A4")
    paper.core_fonts_encoding = PDF_ENCODING
    paper.alias_nb_pages(PAGES)
    paper.set_creation_date(checklist.at)
    paper.set_title(_said(checklist.title))
    paper.set_lang("it")
    paper.set_margins(MARGIN, 12)
    paper.set_auto_page_break(auto=True, margin=18)
    return paper


def _print_group(paper: Any, group: Group, sign: str) -> None:
    if paper.will_page_break(14 + ROW):  # a heading stays with its first line
        paper.add_page()
    _print_heading(paper, group, again=False)
    if not group.items:
        _print_text(paper, group.empty, indent=0)
    for item in group.items:
        if paper.will_page_break(ROW + (5 if item.details else 0)):
            paper.add_page()
            _print_heading(paper, group, again=True)
        _print_item(paper, item, sign)
    paper.ln(4)


def _print_heading(paper: Any, group: Group, *, again: bool) -> None:
    paper.set_font("Helvetica", "B", 12)
    paper.set_fill_color(230)
    heading = f"{_said(group.heading)}{' (segue)' if again else ''}"
    paper.multi_cell(0, 7, heading, fill=True, align="L", new_x="LMARGIN", new_y="NEXT")
    _print_text(paper, group.place, indent=0)
    paper.ln(1)


def _print_item(paper: Any, item: Item, sign: str) -> None:
    top = paper.get_y()
    paper.rect(MARGIN, top + 1, BOX, BOX)
    if item.ticked:
        paper.line(MARGIN + 1, top + 2, MARGIN + BOX - 1, top + BOX)
        paper.line(MARGIN + 1, top + BOX, MARGIN + BOX - 1, top + 2)
    paper.set_xy(MARGIN + BOX + 3, top)
    paper.set_font("Helvetica", "B", NAME)
    paper.cell(paper.epw - BOX - 3 - SIGN, ROW - 1, fitting(paper, _said(item.name), paper.epw - BOX - 3 - SIGN))
    paper.set_font("Helvetica", size=SMALL)
    paper.cell(SIGN, ROW - 1, f"{_said(sign)} ______________", align="R", new_x="LMARGIN", new_y="NEXT")
    for detail in item.details:
        _print_text(paper, detail, indent=BOX + 3)
    paper.ln(1)
    paper.line(MARGIN, paper.get_y(), MARGIN + paper.epw, paper.get_y())


def _print_text(paper: Any, text: str, *, indent: int) -> None:
    paper.set_font("Helvetica", size=TEXT)
    paper.set_x(MARGIN + indent)
    paper.multi_cell(paper.epw - indent, 5, _said(text), align="L", new_x="LMARGIN", new_y="NEXT")


def _said(text: str) -> str:
    """A text on one line, in the letters of the page, without what only steers a terminal."""
    plain = "".join(one if one.isprintable() else " " for one in text)
    return printable(" ".join(plain.split()))
