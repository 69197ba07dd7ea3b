"""Appointments as calendars read them: iCalendar (RFC 5545), mailed (RFC 5546) or read at an address (RFC 7986)."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from chalicelib.kernel.texts import Language

from .model import SIGNATURE, Appointment

PRODUCT = "-//Welfare del territorio//Territorial Welfare//IT"
REQUEST, CANCEL = "REQUEST", "CANCEL"
REFRESH = timedelta(hours=1)  # how often a calendar should look again; most look less often
ZONE = "Europe/Rome"
UNSPEAKABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # RFC 5545, 3.1: no controls


def method(appointment: Appointment) -> str:
    """What a mail asks of a calendar: to take an appointment, or to take it out."""
    return CANCEL if appointment.called_off else REQUEST


def message(appointment: Appointment, *, organiser: str, to: str, language: Language) -> str:
    """One appointment for one person's calendar; sent again with a higher sequence it takes the place of the first.

    The person has said yes by booking: no answer is asked for, and none is awaited.
    """
    from icalendar import vCalAddress  # noqa: PLC0415 - 120 ms of import that only mails and feeds need

    event = _event(appointment)
    host = vCalAddress(f"mailto:{organiser}")
    host.params["CN"] = SIGNATURE.say(language)
    guest = vCalAddress(f"mailto:{to}")
    guest.params |= {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    event.add("organizer", host)
    event.add("attendee", guest)
    event.add("x-microsoft-disallow-counter", "TRUE")
    whole = _calendar()
    whole.add("method", method(appointment))
    whole.add_component(event)
    return _text(whole)


def feed(appointments: Iterable[Appointment], *, name: str) -> str:
    """All appointments of a calendar that others read at its address: what is no longer in it is taken out."""
    from icalendar import vText  # noqa: PLC0415 - as above

    whole = _calendar()
    title = vText(_line(name))  # the library does not know these two names as texts, and would not escape them
    whole.add("name", title)
    whole.add("x-wr-calname", title)
    whole.add("x-wr-timezone", ZONE)
    whole.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", "PT1H")
    for appointment in appointments:
        whole.add_component(_event(appointment))
    return _text(whole)


def _calendar() -> Any:
    from icalendar import Calendar  # noqa: PLC0415 - as above

    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    return whole


def _event(appointment: Appointment) -> Any:
    from icalendar import Event  # noqa: PLC0415 - as above

    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", _second(appointment.changed_at))
    event.add("dtstart", _second(appointment.starts_at))
    event.add("dtend", _second(appointment.ends_at))
    if appointment.again:  # RFC 5545, 3.8.5.2: one appointment at several times, each as long as it is
        periods = [(_second(began), _second(ended)) for began, ended in appointment.again]
        event.add("rdate", periods, parameters={"VALUE": "PERIOD"})
    event.add("summary", _line(appointment.summary))
    event.add("location", _line(appointment.place))
    event.add("description", _lines(appointment.description))
    event.add("url", appointment.link)
    event.add("status", "CANCELLED" if appointment.called_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if appointment.called_off else "OPAQUE")
    event.add("class", "PRIVATE")
    for before in () if appointment.called_off else sorted(set(appointment.alarms), reverse=True):
        event.add_component(_alarm(appointment, before))
    return event


def _alarm(appointment: Appointment, before: timedelta) -> Any:
    from icalendar import Alarm  # noqa: PLC0415 - as above

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -before)
    alarm.add("description", _line(appointment.summary))
    return alarm


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _line(text: str) -> str:
    return _lines(text).replace("\n", " ")


def _lines(text: str) -> str:
    return UNSPEAKABLE.sub(" ", text.replace("\r\n", "\n"))


def _text(calendar: Any) -> str:
    return str(calendar.to_ical().decode("utf-8"))
