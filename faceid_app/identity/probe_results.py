"""What the probes found, and whether it allows a model to verify."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from faceid_app.identity.bundle import Fitness
from faceid_app.identity.judging import LEAST_KNOWN, LIMIT

THROUGH_LOOK, BACKGROUND, ELSEWHERE = "strangers through your camera's look", "background only", "you elsewhere"
THROUGH_LIKE_LOOKS = "strangers through looks like your camera's"


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """`accepted` of `n` pictures; `low` and `high` are the exact 95 % interval of that share, 0..1."""

    name: str
    accepted: int
    n: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Accepted, 0..1."""
        return self.accepted / self.n


def judge(results: Sequence[ProbeResult]) -> Fitness:
    """Unfit: over LIMIT of the strangers or of pictures without a face pass, or under LEAST_KNOWN of the user's.

    Unfit, too, where one of the three was not tried. The point estimate decides, not the interval: the counts are there
    for who wants to know how sure that is.
    """
    tried = {result.name for result in results if result.n}
    for kinds, what in _NEEDED:
        if not tried & kinds:
            return Fitness(fit=False, why=f"{what}, so nothing shows that it goes by the face; run: faceid data lfw")
    for result in results:
        counted = f"{result.accepted} of {result.n} {_SHOWN[result.name]} ({result.share:.1%}"
        if result.name == ELSEWHERE:
            if result.share < LEAST_KNOWN:
                why = f"it knows again only {counted}, {LEAST_KNOWN:.0%} are needed), so it does not go by the face"
                return Fitness(fit=False, why=why)
        elif result.share > LIMIT:
            why = f"it accepts {counted}, the limit is {LIMIT:.0%}), so it does not go by the face"
            return Fitness(fit=False, why=why)
    return Fitness(fit=True)


_NEEDED = (
    ({THROUGH_LOOK, THROUGH_LIKE_LOOKS}, "no stranger could be shown to it"),
    ({BACKGROUND}, "no picture of yours without the face could be shown to it"),
    ({ELSEWHERE}, "no picture of your face in other surroundings could be shown to it"),
)
_SHOWN = {
    THROUGH_LOOK: "strangers seen through the look of your own camera",
    THROUGH_LIKE_LOOKS: "strangers seen through looks like that of your own camera",
    BACKGROUND: "pictures of yours with the face blanked out",
    ELSEWHERE: "pictures of your face in other surroundings",
}
