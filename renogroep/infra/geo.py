"""Where does a point of another coordinate system lie in Lambert 72?"""

from collections.abc import Sequence
from decimal import Decimal

from renogroep.base.errors import Refused

LAMBERT_72 = 31370


def to_lambert_72(
    points: Sequence[tuple[Decimal, Decimal]], srid: int
) -> list[tuple[Decimal, Decimal]]:
    """Points in EPSG:31370, in metres, to the centimetre.

    points   in the order of the axes of their system: of EPSG:4326 the latitude comes first
    returns  as many points; infinite where the system has no such point
    raises   Refused ``geo.missing`` without the library, which only an import needs
    """
    try:
        from pyproj import Transformer
    except ImportError:
        raise Refused(
            "geo.missing",
            "This file has coordinates that this server cannot convert. Ask the administrator to install renogroep[geo]; nothing was changed.",
        ) from None
    transformer = Transformer.from_crs(srid, LAMBERT_72)
    xs, ys = transformer.transform([float(x) for x, _ in points], [float(y) for _, y in points])
    return [(_metres(x), _metres(y)) for x, y in zip(xs, ys, strict=True)]


def _metres(value: float) -> Decimal:
    return Decimal(str(round(value, 2)))
