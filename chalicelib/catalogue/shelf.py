"""The shelf: all that is offered, as it is shown. It knows whom the law and the day let show what."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.territory import Category
from chalicelib.providers.model import Accreditation, Provider

from . import order, search
from .model import Offering, Service, Wish
from .needs import Need

AHEAD_DAYS = 62  # as far as a calendar can be asked: who is accredited by then can be found today
QUESTIONS_KEPT = 32  # those just asked: most ask for the first page of everything, and who turns pages asks again
DAYS_KEPT = 2  # today, and yesterday for those who are turning pages at midnight


@dataclass(frozen=True)
class Shelf:
    """What there is: kinds of help, needs, cooperatives with their accreditations, offerings."""

    services: tuple[Service, ...]
    needs: tuple[Need, ...]
    providers: tuple[Provider, ...]
    accreditations: tuple[Accreditation, ...]
    offerings: tuple[Offering, ...]

    def shown(self, on: date) -> dict[str, Offering]:
        """What is shown on a day, by id, at that day's prices: neither withdrawn, nor by who may not deliver it."""
        if on not in self._shown:
            for day in list(self._shown)[: 1 - DAYS_KEPT]:
                del self._shown[day]
            self._shown[on] = {one.id: one.as_on(on) for one in self.offerings if self._may_show(one, on)}
        return self._shown[on]

    def hides(self, offering_id: str, on: date) -> bool:
        """Whether an offering that is on the shelf is not shown on a day; what has just come is not on it yet."""
        offering = self._by_id.get(offering_id)
        return offering is not None and not self._may_show(offering, on)

    def knows(self, offering_id: str) -> bool:
        """Whether an offering is on the shelf, shown or not."""
        return offering_id in self._by_id

    def need(self, need_id: str) -> Need:
        """A need. Raises NotFound."""
        for need in self.needs:
            if need.id == need_id:
                return need
        raise NotFound(need_id=need_id)

    def wanted(self, wish: Wish, on: date) -> list[tuple[str, Offering]]:
        """What somebody looks for, in the day's neutral order, each under the key of its place. Raises NotFound."""
        seed = order.seed(on, wish.question)
        if seed not in self._arranged:
            for oldest in list(self._arranged)[: 1 - QUESTIONS_KEPT]:
                del self._arranged[oldest]
            self._arranged[seed] = order.arranged(self._found(wish, on), seed)
        return self._arranged[seed]

    def _found(self, wish: Wish, on: date) -> list[tuple[Offering, int]]:
        answering = set(self.need(wish.need).service_ids) if wish.need else None
        fits = self._fits(wish.text)
        return [
            (offering, fits[offering.id] if fits is not None else 0)
            for offering in self.shown(on).values()
            if (fits is None or offering.id in fits)
            and (answering is None or offering.service_id in answering)
            and wish.admits(offering)
        ]

    def _fits(self, text: str | None) -> dict[str, int] | None:
        if not text or not search.words(text):
            return None
        return {self.offerings[place].id: fit for place, fit in self._index.fits(text).items()}

    def _may_show(self, offering: Offering, on: date) -> bool:
        until = on + timedelta(days=AHEAD_DAYS)
        periods = self._periods.get((offering.provider_id, offering.category), ())
        return offering.withdrawn_at is None and any(one.covers_any(on, until) for one in periods)

    @cached_property
    def _shown(self) -> dict[date, dict[str, Offering]]:
        return {}

    @cached_property
    def _arranged(self) -> dict[str, list[tuple[str, Offering]]]:
        return {}

    @cached_property
    def _by_id(self) -> dict[str, Offering]:
        return {one.id: one for one in self.offerings}

    @cached_property
    def _periods(self) -> dict[tuple[str, Category], list[Accreditation]]:
        found: dict[tuple[str, Category], list[Accreditation]] = {}
        for one in self.accreditations:
            found.setdefault((one.provider_id, one.category), []).append(one)
        return found

    @cached_property
    def _index(self) -> search.Index:
        kinds = {service.id: service.title for service in self.services}
        return search.Index(self._said(one, kinds) for one in self.offerings)

    @staticmethod
    def _said(offering: Offering, kinds: dict[str, str]) -> tuple[str, str]:
        rest = (offering.description, offering.provider_name, kinds.get(offering.service_id, ""))
        return offering.title, " ".join(rest)
