"""An iCalendar text looked at as RFC 5545 asks, by nothing but the RFC: no library that wrote it judges it here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

OCTETS_MAX = 75  # 3.1, without the line break
NAME = re.compile(r"[A-Za-z0-9-]+")
PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"\x00-\x1f\x7f]*"|[^";:,\x00-\x1f\x7f]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
UTC = re.compile(r"\d{8}T\d{6}Z")
DURATION = re.compile(r"[+-]?P(\d+W|\d+D(T(\d+H)?(\d+M)?(\d+S)?)?|T(\d+H)?(\d+M)?(\d+S)?)")
TEXTS = frozenset({"SUMMARY", "LOCATION", "DESCRIPTION", "UID", "NAME", "X-WR-CALNAME", "PRODID"})
ONCE = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS"},
    "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
}
AT_MOST_ONCE = {
    "VCALENDAR": {"CALSCALE", "METHOD", "NAME"},
    "VEVENT": {"LOCATION", "URL", "CLASS", "TRANSP", "ORGANIZER"},
}


@dataclass
class Component:
    """Part of a calendar: its lines, each with its parameters, and the parts in it."""

    kind: str
    lines: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        """What stands under a name."""
        return [value for known, _, value in self.lines if known == name]

    def text(self, name: str) -> str:
        """The one text under a name, as a person reads it."""
        (value,) = self.values(name)
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def faults(text: str) -> list[str]:
    """Everything in it that RFC 5545 does not allow."""
    in_octets = list(octet_faults(text.encode()))
    return in_octets or [fault for part in _walk(calendar(text)) for fault in _component(part)]


def calendar(text: str) -> Component:
    """The calendar that a text holds."""
    lines = re.sub(r"\r\n[ \t]", "", text).removesuffix("\r\n").split("\r\n")
    root = Component("")
    open_: list[Component] = [root]
    for line in lines:
        name, parameters, value = _line(line)
        if name == "BEGIN":
            open_[-1].parts.append(part := Component(value))
            open_.append(part)
        elif name == "END":
            assert open_.pop().kind == value, f"END:{value} closes another part"
        else:
            open_[-1].lines.append((name, parameters, value))
    assert [part.kind for part in root.parts] == ["VCALENDAR"]
    assert not root.lines
    return root.parts[0]


def octet_faults(raw: bytes) -> Iterator[str]:
    """What is wrong with its lines before anything in them is read: breaks, length, torn characters."""
    if not raw.endswith(b"\r\n"):
        yield "it does not end with CRLF"
    if b"\n" in raw.replace(b"\r\n", b"") or b"\r" in raw.replace(b"\r\n", b""):
        yield "a line break is not CRLF"
    for line in raw.removesuffix(b"\r\n").split(b"\r\n"):
        if len(line) > OCTETS_MAX:
            yield f"{len(line)} octets in a line"
        try:
            plain = line.decode()
        except UnicodeDecodeError:
            yield f"a character is torn by a fold: {line!r}"
            continue
        if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", plain):
            yield f"a control character: {line!r}"
        if not plain.strip():
            yield "an empty line"


def _line(line: str) -> tuple[str, dict[str, str], str]:
    name = NAME.match(line)
    assert name, f"no name: {line!r}"
    at, parameters = name.end(), {}
    while found := PARAMETER.match(line, at):
        parameters[found[1].upper()] = found[2]
        at = found.end()
    assert line[at : at + 1] == ":", f"no value: {line!r}"
    return name[0].upper(), parameters, line[at + 1 :]


def _walk(part: Component) -> Iterator[Component]:
    yield part
    for inner in part.parts:
        yield from _walk(inner)


def _component(part: Component) -> Iterator[str]:
    for name in ONCE.get(part.kind, set()):
        if len(part.values(name)) != 1:
            yield f"{part.kind} has {len(part.values(name))} {name}"
    for name in AT_MOST_ONCE.get(part.kind, set()):
        if len(part.values(name)) > 1:
            yield f"{part.kind} has {len(part.values(name))} {name}"
    for name, parameters, value in part.lines:
        yield from _property(name, parameters, value)
    if part.kind == "VEVENT" and not part.values("DTSTART") < part.values("DTEND"):
        yield "it ends before it begins"


def _property(name: str, parameters: dict[str, str], value: str) -> Iterator[str]:
    if name in TEXTS and re.search(r"(?<!\\)(?:\\\\)*[;,]", value):
        yield f"{name} is not escaped: {value!r}"
    if name in TEXTS and re.search(r"(?<!\\)(?:\\\\)*\\(?![\\;,nN])", value):
        yield f"{name} escapes what needs none: {value!r}"
    if name in {"DTSTAMP", "DTSTART", "DTEND"} and not (UTC.fullmatch(value) and "TZID" not in parameters):
        yield f"{name} is no instant in UTC: {value!r}"
    if name in {"TRIGGER", "REFRESH-INTERVAL"} and not DURATION.fullmatch(value):
        yield f"{name} is no duration: {value!r}"
    if name == "SEQUENCE" and not value.isdecimal():
        yield f"SEQUENCE is no number: {value!r}"
    if name in {"ORGANIZER", "ATTENDEE"} and not value.startswith("mailto:"):
        yield f"{name} is no address: {value!r}"
