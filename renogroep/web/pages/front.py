"""Pages: what does a visitor find, from the front door to the packages at one address?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.names import cleaned
from renogroep.base.text import Text
from renogroep.identity.models import Municipality
from renogroep.identity.queries import organisations
from renogroep.identity.queries.municipalities import front_municipality
from renogroep.infra import db
from renogroep.infra.access import public
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.i18n import language_now
from renogroep.infra.pages import found, host_here
from renogroep.neighbourhoods import queries as places
from renogroep.neighbourhoods.models import Neighbourhood
from renogroep.neighbourhoods.rules.street_names import split_number, street_key
from renogroep.orders.queries.finding import confirmed
from renogroep.owners.actions.intake import next_call_day, request_call
from renogroep.quotes.queries.comparing import asked_validity
from renogroep.subscriptions.queries import counters, open_for_interest, public_package
from renogroep.subscriptions.rules.threshold import Progress
from renogroep.tenders import queries as tenders
from renogroep.tenders.models import Lot, Package
from renogroep.web.pages.blueprint import pages

MAX_TYPED = 80
MAX_ABOUT = 300


@dataclass(frozen=True, slots=True)
class PackageCard:
    """A package with its honest counters, one per lot."""

    package: Package
    state: Text
    open: bool
    lots: list[tuple[Lot, Progress]]


def cards_of(session: Session, packages: Sequence[Package]) -> list[PackageCard]:
    """What a visitor sees of packages, in their order."""
    lots = [lot for package in packages for lot in package.lots]
    progress = counters(session, lots, confirmed(session, lots))
    return [
        PackageCard(
            package=package,
            state=tenders.state_on_screen(package),
            open=open_for_interest(package, clock.today()),
            lots=[(lot, progress[lot.id]) for lot in package.lots],
        )
        for package in packages
    ]


def _place(session: Session, slug: str) -> Neighbourhood:
    """The neighbourhood, unless this is the front door of another municipality."""
    row = found(places.neighbourhood_by_slug(session, slug))
    home = front_municipality(session, host_here())
    elsewhere = home is not None and home.host == host_here() and home.id != row.municipality_id
    return found(None if elsewhere else row)


def _page(template: str, neighbourhood: Neighbourhood, **values: Any) -> str:
    return render_template(
        f"pages/{template}.html",
        neighbourhood=neighbourhood,
        neighbourhood_theme=neighbourhood,
        call_me_url=url_for("pages.neighbourhood", slug=neighbourhood.slug) + "#bel-mij",
        typed=_typed(),
        **values,
    )


def _typed() -> dict[str, Any]:
    """The street and number that somebody asked for, kept short and clean."""
    typed = {
        name: cleaned(request.args.get(name, ""))[:MAX_TYPED]
        for name in ("straat", "nummer", "bus", "pakket")
    }
    typed["straat"], typed["nummer"] = split_number(typed["straat"], typed["nummer"])
    return typed


def _neighbourhood_page(neighbourhood: Neighbourhood, refusal: Text | None = None) -> str:
    session = db.session()
    packages = tenders.published_packages(session, neighbourhood.id)
    cards = sorted(cards_of(session, packages), key=lambda card: not card.open)
    return _page(
        "neighbourhood",
        neighbourhood,
        cards=cards,
        phone_error=refusal,
        phone_typed=request.form.get("phone", "")[:MAX_TYPED],
        call_day=next_call_day(),
    )


def _front_page(refusal: Text | None = None) -> str:
    """One neighbourhood is shown at once; several are a list."""
    session = db.session()
    municipality = front_municipality(session, host_here())
    known = places.neighbourhoods(session, municipality.id) if municipality else []
    if len(known) == 1:
        return _neighbourhood_page(known[0], refusal)
    return render_template(
        "pages/front.html",
        neighbourhoods=known,
        typed=_typed(),
        call_day=next_call_day(),
        phone_error=refusal,
        phone_typed=request.form.get("phone", "")[:MAX_TYPED],
    )


@pages.get("/")
@public
def front() -> Answer:
    """The first screen."""
    return _front_page()


@pages.get("/adres")
@public
def any_address() -> Answer:
    """From the list of neighbourhoods: the one in which the address lies."""
    session, typed = db.session(), _typed()
    municipality = found(front_municipality(session, host_here()))
    known = places.neighbourhoods(session, municipality.id)
    if not known:
        return redirect(url_for("pages.front"))
    meant, sure = known[0], False
    wanted = street_key(split_number(typed["straat"], typed["nummer"])[0])
    for neighbourhood in known:
        address, names = places.find_address(
            session, neighbourhood.id, typed["straat"], typed["nummer"], typed["bus"]
        )
        if address is not None:
            meant = neighbourhood
            break
        if names and not sure:  # a street that is there goes before one that only looks like it
            meant, sure = neighbourhood, [street_key(name) for name in names] == [wanted]
    return redirect(url_for("pages.address", slug=meant.slug, **typed))


@pages.get("/wijk/<slug>")
@public
def neighbourhood(slug: str) -> Answer:
    """The story, the packages, and two ways to begin: "call me", or street and number."""
    return _neighbourhood_page(_place(db.session(), slug))


@pages.post("/wijk/<slug>/bel-mij")
@public
def call_me(slug: str) -> Answer:
    """Only a phone number."""

    return act(
        None,
        lambda session, by: _ask_for_call(session, _place(session, slug), by),
        again=lambda refusal: _neighbourhood_page(_place(db.session(), slug), refusal),
        to=url_for("pages.called", slug=slug),
    )


@pages.post("/bel-mij")
@public
def call_me_anywhere() -> Answer:
    """Only a phone number, on the page of all neighbourhoods: nobody guesses which one it is."""
    return act(
        None,
        lambda session, by: _ask_for_call(
            session, found(front_municipality(session, host_here())), by
        ),
        again=_front_page,
        to=url_for("pages.called_anywhere"),
    )


def _ask_for_call(session: Session, place: Neighbourhood | Municipality, by: By) -> None:
    request_call(
        session,
        place=place,
        phone=request.form.get("phone", ""),
        about=request.form.get("about", "")[:MAX_ABOUT],
        language=language_now(),
        by=by,
    )


@pages.get("/bel-mij")
@public
def called_anywhere() -> Answer:
    """Thank you, and by when we call."""
    found(front_municipality(db.session(), host_here()))
    return render_template("pages/called.html", neighbourhood=None, call_day=next_call_day())


@pages.get("/wijk/<slug>/bel-mij")
@public
def called(slug: str) -> Answer:
    """Thank you, and by when we call. The number itself is not shown: others may look along."""
    row = _place(db.session(), slug)
    return _page("called", row, call_day=next_call_day())


@pages.get("/wijk/<slug>/adres")
@public
def address(slug: str) -> Answer:
    """The packages at an address; for every other outcome a next step."""
    session, typed = db.session(), _typed()
    row = _place(session, slug)
    known, meant = places.find_address(
        session, row.id, typed["straat"], typed["nummer"], typed["bus"]
    )
    houses = organisations(session, row.municipality_id, "energy_house")
    packages = tenders.open_packages(session, row.id, clock.today()) if known else []
    typed_key = street_key(typed["straat"])
    first = [one for one in packages if one.reference == typed["pakket"]]
    ordered = first + [one for one in packages if one not in first]
    return _page(
        "address",
        row,
        address=known,
        # A street that we know with a number that we do not: no link to the same question again.
        only_number=[street_key(name) for name in meant] == [typed_key],
        meant=meant,
        energy_houses=[house for house in houses if house.active],
        cards=cards_of(session, ordered),
        call_day=next_call_day(),
    )


@pages.get("/pakket/<reference>")
@public
def package_public(reference: str) -> Answer:
    """What it is, when, how far it is, and how to show interest without obligation."""
    session = db.session()
    package = found(public_package(session, reference))
    return _page(
        "package_public",
        package.neighbourhood,
        card=cards_of(session, [package])[0],
        announced=tenders.announced(package),
        validity=asked_validity(session, package),
    )
