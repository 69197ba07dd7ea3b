"""What is known of a place by who cannot use every place. What nobody has said is unknown, and never means no."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.kernel.texts import Text


class Feature(StrEnum):
    """What a place may have."""

    STEP_FREE_ENTRANCE = "step_free_entrance"
    ACCESSIBLE_TOILET = "accessible_toilet"
    RESERVED_PARKING = "reserved_parking"
    LIFT = "lift"
    HEARING_LOOP = "hearing_loop"
    TACTILE_GUIDES = "tactile_guides"


FEATURES = {
    Feature.STEP_FREE_ENTRANCE: Text("ingresso senza gradini", "step-free entrance"),
    Feature.ACCESSIBLE_TOILET: Text("bagno accessibile", "accessible toilet"),
    Feature.RESERVED_PARKING: Text("parcheggio riservato", "reserved parking"),
    Feature.LIFT: Text("ascensore, o tutto al piano terra", "lift, or all on the ground floor"),
    Feature.HEARING_LOOP: Text("sistema per l'ascolto assistito", "hearing loop"),
    Feature.TACTILE_GUIDES: Text("percorsi tattili", "tactile guides"),
}


@dataclass(frozen=True, slots=True)
class Premises:
    """What a place has (true), has not (false), or nobody has said (nothing); and when somebody looked."""

    step_free_entrance: bool | None = None
    accessible_toilet: bool | None = None
    reserved_parking: bool | None = None
    lift: bool | None = None
    hearing_loop: bool | None = None
    tactile_guides: bool | None = None
    note: str | None = None
    seen_on: date | None = None

    def has(self, feature: Feature) -> bool | None:
        """Whether it has a feature, as far as is known."""
        answer: bool | None = getattr(self, feature)
        return answer


UNKNOWN = Premises()
