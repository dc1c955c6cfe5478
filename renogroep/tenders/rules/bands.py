"""Do the volume bands of a lot cover every number of homes, each exactly once?"""

from collections.abc import Sequence
from dataclasses import dataclass

from renogroep.base.text import Text, t


@dataclass(frozen=True, slots=True)
class Band:
    """Prices for so many homes; only the last band may be without an end."""

    from_homes: int
    to_homes: int | None = None

    def __str__(self) -> str:
        return (
            f"{self.from_homes}+" if self.to_homes is None else f"{self.from_homes}-{self.to_homes}"
        )


def check_bands(bands: Sequence[Band], *, minimum: int, maximum: int | None = None) -> list[Text]:
    """Everything that is wrong with the bands, in their order; empty when they are right.

    minimum   min_to_execute of the lot: the first band starts at 1 or at this number
    maximum   max_homes of the lot: the last band has no end or reaches at least this number;
              None asks for a last band without an end
    Never raises. Source: MONEY 2026-11-23, "a price per volume band".
    """
    if not bands:
        return [t("There is no volume band. Add at least one.")]
    problems = []
    if bands[0].from_homes not in (1, minimum):
        problems.append(
            t(
                "The first band starts at %(start)s homes. Let it start at 1 or at %(minimum)s.",
                start=bands[0].from_homes,
                minimum=minimum,
            )
        )
    for band in bands:
        if band.to_homes is not None and band.to_homes < band.from_homes:
            problems.append(
                t("Band %(band)s ends before it starts. Turn the numbers around.", band=str(band))
            )
    for band, following in zip(bands, bands[1:], strict=False):
        problems += _seam_problems(band, following)
    end = bands[-1].to_homes
    if end is not None and (maximum is None or end < maximum):
        problems.append(t("The last band stops at %(end)s homes. Leave its end open.", end=end))
    return problems


def _seam_problems(band: Band, following: Band) -> list[Text]:
    if band.to_homes is None or band.to_homes >= following.from_homes:
        return [
            t(
                "Bands %(one)s and %(other)s overlap. End one before the other starts.",
                one=str(band),
                other=str(following),
            )
        ]
    if band.to_homes + 1 < following.from_homes:
        return [
            t(
                "There is a gap between bands %(one)s and %(other)s. Let them join.",
                one=str(band),
                other=str(following),
            )
        ]
    return []


def band_index(bands: Sequence[Band], homes: int) -> int:
    """The place (from 0) of the band in which ``homes`` falls.

    Fewer homes than the first band starts with fall in the first band: in group mode it starts at
    a contractor's own minimum. More than the last band holds fall in the last.
    raises   ValueError without bands.
    Source: MONEY 2026-11-23, worked example.
    """
    if not bands:
        raise ValueError("no bands")
    started = [place for place, band in enumerate(bands) if band.from_homes <= homes]
    return started[-1] if started else 0
