"""What a model takes of the free memory, as zones of a bar."""

from indoors.core.fit import Fit, Verdict
from indoors.ui.text import welcome_cards as text
from indoors.ui.widgets.fit_bar import FitTone, Zone

TONES: dict[Verdict, FitTone] = {
    Verdict.FITS: "fits",
    Verdict.TIGHT: "tight",
    Verdict.TOO_BIG: "too_big",
}
INKS = {
    Verdict.FITS: "indoor.text",
    Verdict.TIGHT: "caution.text",
    Verdict.TOO_BIG: "danger.text",
}


def zones(fit: Fit, *, named: bool) -> list[Zone]:
    """Return a zone for each kind of memory; ``named``: there is room for their names."""
    need, room = fit.requirement, fit.room
    if room.graphics != "separate":
        return [_zone(text.MEMORY, room.main, need.total, named=named)]
    return [
        _zone(text.GRAPHICS, room.on_graphics, need.graphics, named=named),
        _zone(text.MEMORY, room.main, need.needed, named=named),
    ]


def _zone(name: str, free: int, used: int, *, named: bool) -> Zone:
    return Zone(free, used, text.zone(name, free) if named else text.free(free))
