"""What has this visitor answered so far for one home? It lives in the signed session cookie."""

from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

from flask import session as cookie
from flask import url_for
from sqlalchemy.orm import Session

from renogroep.infra import db
from renogroep.infra.pages import found
from renogroep.neighbourhoods.models import Address
from renogroep.subscriptions import queries
from renogroep.subscriptions.rules.questions import (
    END_ACTIONS,
    Ending,
    Flow,
    end_state,
    next_question,
    path,
)
from renogroep.subscriptions.words import flow_of
from renogroep.tenders.models import Package

PLACE = "interest"
MOST = 3  # homes in one cookie; it may not grow beyond what a browser keeps


@dataclass
class Visit:
    """One visitor, one package, one home."""

    package: Package
    address: Address
    flow: Flow
    kept: dict[str, Any]

    @property
    def answers(self) -> dict[str, list[str]]:
        """Only answers that the package still knows."""
        known = {q.code: {option.code for option in q.options} for q in self.flow}
        return {
            code: [option for option in given if option in known[code]]
            for code, given in self.kept["answers"].items()
            if code in known
        }

    def answer(self, code: str, given: tuple[str, ...]) -> None:
        """Keep an answer; answers to questions that drop out stay for when they come back."""
        self.kept["answers"][code] = list(given)
        cookie.modified = True

    def finish(self, **facts: Any) -> None:
        """What the last page needs."""
        self.kept["done"] = facts
        cookie.modified = True

    @property
    def end(self) -> Ending | None:
        """Where the answers lead; None while a question is left."""
        done = next_question(self.answers, self.flow) is None
        return end_state(self.answers, self.flow) if done else None

    @property
    def walked(self) -> tuple[str, ...]:
        """The questions on this visitor's way."""
        return path(self.answers, self.flow)

    def url(self, endpoint: str, **values: Any) -> str:
        """A page of this visit."""
        return url_for(
            f"subscriptions.{endpoint}",
            reference=self.package.reference,
            address_id=self.address.id,
            **values,
        )

    def next_steps(self) -> list[tuple[str, str]]:
        """(address, label) of what this visitor can do now; never empty."""
        wijk = url_for("pages.neighbourhood", slug=self.package.neighbourhood.slug)
        contact = self.url("contact")
        links = {
            "call_me": f"{wijk}#bel-mij",
            "leave_contact": contact,
            "next_round": contact,
            "other_packages": wijk,
            "send_signal": contact,
        }
        actions = END_ACTIONS[self.end] if self.end else ()
        return [(links[action.code], action.label) for action in actions]


def place_of(session: Session, reference: str, address_id: int) -> tuple[Package, Address]:
    """The package and the home; 404 for a home outside the package's neighbourhood."""
    package = found(queries.public_package(session, reference))
    return package, found(queries.address_in(session, address_id, package.neighbourhood_id))


def load(reference: str, address_id: int, *, again: bool = False) -> Visit:
    """The visit, begun when it is new; 404 for a home outside the package's neighbourhood.

    again   begin a new one when this one was finished
    """
    package, address = place_of(db.session(), reference, address_id)
    visits = cookie.setdefault(PLACE, {})
    key = f"{reference}/{address_id}"
    kept = visits.pop(key, None)
    if kept is None or (again and "done" in kept):
        kept = {"answers": {}, "key": token_urlsafe(24)}
    visits[key] = kept  # the newest stands last
    for oldest in list(visits)[:-MOST]:
        del visits[oldest]
    cookie.modified = True
    return Visit(package, address, flow_of(package), kept)
