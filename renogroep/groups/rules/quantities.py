"""How much of each post do contractors price in this request?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.base.units import ONE, Quantity
from renogroep.tenders.rules.bill import (
    COUNTED_SOURCES,
    NOTHING,
    QUANTITY_SOURCES,
    Nature,
    Post,
    Scope,
    checksum,
    measured_sources,
)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A post as it stands when the request opens.

    per_home   the presumed quantity per home, run or lot; zero when homes were measured
    quantity   the total that is priced; zero for a post that is included in others
    """

    position: int
    number: str
    description: str
    nature: str
    unit: str
    scope: str
    source: str
    per_home: Quantity
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class FrozenRequest:
    """Lines that no longer change, with the fingerprint that every price sheet carries."""

    lines: tuple[RequestLine, ...]
    checksum: str


def home_quantities(posts: Sequence[Post], measures: Mapping[str, Quantity]) -> dict[str, Quantity]:
    """Post number -> quantity of one home, for the posts that are paid per home.

    measures   quantity source -> what was measured; zero is an answer, absent is not
    raises     Refused ``request.not_measured`` for the first post without a measure.
    Source: MONEY 2026-11-23, scope home.
    """
    quantities = {}
    for post in posts:
        if post.scope != Scope.HOME or post.nature == Nature.PM:
            continue
        quantity = ONE if post.source == "fixed_one" else measures.get(post.source)
        if quantity is None:
            raise Refused(
                "request.not_measured",
                "Not every home is measured for post %(post)s (%(what)s). Measure it first, or enter 0.",
                post=post.number,
                what=Text(QUANTITY_SOURCES[post.source].label),
            )
        quantities[post.number] = quantity
    return quantities


def check_measured(posts: Sequence[Post], measures: Mapping[str, Mapping[str, Quantity]]) -> None:
    """Every home at once, so that an advisor gets one list instead of one home at a time.

    measures   home -> quantity source -> what was measured
    raises     Refused ``request.not_measured`` with all homes that miss a measure of these posts
    """
    asked = [
        post
        for post in posts
        if post.scope == Scope.HOME
        and post.nature != Nature.PM
        and post.source not in COUNTED_SOURCES
    ]
    needed = {source.code for source in measured_sources(asked)}
    missing = {home: sorted(needed - set(known)) for home, known in measures.items()}
    missing = {home: sources for home, sources in missing.items() if sources}
    if missing:
        first = next(iter(missing.values()))[0]
        raise Refused(
            "request.not_measured",
            "These homes are not measured completely: %(homes)s. For the first one “%(what)s” is missing. Measure them, or enter 0, or take them out of the group.",
            homes=", ".join(missing),
            what=Text(QUANTITY_SOURCES[first].label),
        )


def own_quantity(
    nature: str, source: str, presumed: Quantity, measures: Mapping[str, Quantity]
) -> Quantity | None:
    """What one home orders of a post that was tendered on presumed quantities.

    presumed   per home, as the request says
    measures   quantity source -> what was measured in this home
    returns    a fixed quantity (FH) is the presumed one, whatever was measured; "one for each
               home" is one; else what was measured, None while nobody did.
    Source: PROCUREMENT 2026-11-23, nature of a line. 1.2 lm FH x 34.08 is 40.90, not 6.8 x 34.08.
    """
    if nature == Nature.FH:
        return presumed
    return ONE if source == "fixed_one" else measures.get(source)


def measured_lines(
    posts: Sequence[Post],
    homes: Mapping[str, Mapping[str, Quantity]],
    run_of: Mapping[str, str],
) -> tuple[RequestLine, ...]:
    """The lines of a group request: what was measured, added up.

    homes    home reference -> its measures
    run_of   home reference -> its run; a post per run counts each run once
    raises   Refused ``request.no_homes`` or ``request.not_measured``; KeyError when a home has no
             run.
    Source: MONEY 2026-11-23, phases ("Group mode: measure first").
    """
    _some_homes(len(homes))
    per_home = [home_quantities(posts, measures) for measures in homes.values()]
    run_count = len({run_of[ref] for ref in homes})
    lines = []
    for position, post in enumerate(posts, start=1):
        if post.scope == Scope.HOME:
            quantity = sum((home.get(post.number, NOTHING) for home in per_home), NOTHING)
        else:
            quantity = _shared(post, run_count)
        lines.append(_line(position, post, NOTHING, quantity))
    return tuple(lines)


def presumed_lines(posts: Sequence[Post], homes: int, run_count: int) -> tuple[RequestLine, ...]:
    """The lines of a procurement request: the presumed quantity times the number of homes.

    run_count   presumed scaffold runs, from 1 to the number of homes
    raises      Refused ``request.no_homes``; ValueError for an impossible number of runs.
    Source: MONEY 2026-11-23, phases ("tender on presumed quantities").
    """
    _some_homes(homes)
    if not 1 <= run_count <= homes:
        raise ValueError("between one run and one run per home")
    return tuple(
        _line(
            position,
            post,
            post.presumed,
            post.presumed * homes if post.scope == Scope.HOME else _shared(post, run_count),
        )
        for position, post in enumerate(posts, start=1)
    )


def _some_homes(count: int) -> None:
    if count < 1:
        raise Refused(
            "request.no_homes", "There is no home in this request. Put homes in it first."
        )


def _shared(post: Post, run_count: int) -> Quantity:
    if post.nature == Nature.PM:
        return NOTHING
    return ONE * run_count if post.scope == Scope.RUN else ONE


def _line(position: int, post: Post, per_home: Quantity, quantity: Quantity) -> RequestLine:
    return RequestLine(
        position=position,
        number=post.number,
        description=post.description,
        nature=post.nature.value,
        unit=post.unit.value,
        scope=post.scope.value,
        source=post.source,
        per_home=per_home,
        quantity=quantity,
    )


def freeze(lines: Sequence[RequestLine]) -> FrozenRequest:
    """The lines with their fingerprint: SHA-256 of their canonical JSON.

    Any other word, unit, order or quantity gives another fingerprint.
    Source: DESIGN 2026-11-23, decision 12; PROCUREMENT 2026-11-23, 1.9.
    """
    plain = [
        [
            line.position,
            line.number,
            line.description,
            line.nature,
            line.unit,
            line.scope,
            line.source,
            line.per_home.scaled,
            line.quantity.scaled,
        ]
        for line in lines
    ]
    return FrozenRequest(tuple(lines), checksum(plain))
