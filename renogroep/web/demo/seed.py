"""How is the demo municipality made, and who can look around in it?"""

from random import Random

from flask import current_app, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.financing.actions import seed_rules
from renogroep.identity.actions import keys
from renogroep.identity.queries.municipalities import municipality_ids
from renogroep.infra.acts import TICK, By
from renogroep.infra.db import everywhere, transaction
from renogroep.infra.outbox import MessageState, OutboxMessage, finish
from renogroep.infra.tenant import acting_for, afresh
from renogroep.owners.actions.routes import seed_can_will_rules
from renogroep.owners.actions.search_words import count_grams
from renogroep.subscriptions.actions.screening import seed_screening_rules
from renogroep.subscriptions.models import Subscription
from renogroep.web import serving
from renogroep.web.demo import interest, ordering, packages, people, photos, places, quoting
from renogroep.web.demo.rules import propose_next_ceilings
from renogroep.web.demo.stage import SEED, Stage
from renogroep.web.demo.timeline import Timeline

FOUNDED = -340  # days from today


class NotEmpty(RuntimeError):
    """There is a municipality already: the demo never mixes with real people."""


ACCOUNTS = tuple(
    (label, people.email_of(key))
    for label, key in (
        ("Project lead", "lies.peeters"),
        ("Opening officer", "karim.haddad"),
        ("Assessor", "bram.maes"),
        ("Desk", "greet.willems"),
        ("Team lead", "ann.desmet"),
        ("Advisor", "joris.claes"),
        ("Advisor, one quarter", "fatma.yildiz"),
        ("Partner (OCMW)", "mieke.baert"),
        ("Contractor Aerts", "wim.aerts"),
        ("Contractor Dhondt", "elke.dhondt"),
        ("Contractor Goossens", "tom.goossens"),
        ("Contractor Lemmens", "sara.lemmens"),
        ("Alderman", "sofie.jacobs"),
        ("Steering group", "paul.mertens"),
        ("Administrator", "nele.wouters"),
    )
)
# label, household
RESIDENTS = (
    ("Resident, interested", "An Verlinden"),
    ("Resident who chooses", "Ahmed Benali"),
    ("Resident who orders", "Lut Verbeke"),
)


def make() -> None:
    """Make everything in one transaction. Raises NotEmpty when there is a municipality already."""
    timeline = Timeline(clock.today())
    with (
        current_app.test_request_context(base_url=serving.base_url(current_app)),
        afresh(),
        transaction() as session,
    ):
        if municipality_ids(session):
            raise NotEmpty("The demo is only made in an empty database.")
        with clock.frozen_at(timeline.noon(FOUNDED)):
            cast = people.found_municipality(session)
            people.keep_papers(session, cast, timeline.today)
            found = places.settle_places(session, cast, Random(SEED))
            people.scope_advisor(session, cast, found["station"].id)
            seed_rules(session, cast.home.id, by=By(cast.lead))
            seed_screening_rules(session, cast.home.id, by=By(cast.lead))
            seed_can_will_rules(session, cast.home.id, by=By(cast.lead))
        stage = Stage(session, timeline, cast, found)
        for chapter in (packages, interest, quoting, ordering):
            chapter.schedule(stage)
        timeline.play()
        post_old_mails(session)
        propose_next_ceilings(session, cast)
        photos.send(session, cast)
        count_grams(session)


def post_old_mails(session: Session) -> None:
    """A mail whose link or day ended left when it was written: nothing is too late on the first day."""
    old = select(OutboxMessage).where(
        OutboxMessage.channel.is_not(None),
        OutboxMessage.state == MessageState.WAITING,
        OutboxMessage.useless_after <= clock.now(),
    )
    for row in session.scalars(old).all():
        with clock.frozen_at(row.created_at):
            finish(row, None)


def resident_links() -> list[tuple[str, str]]:
    """A fresh link to "my home" for a few households: (label, address)."""
    links = []
    with everywhere() as across:
        home = municipality_ids(across)[0]
    with acting_for(home), transaction() as session:
        for label, name in RESIDENTS:
            row = session.scalars(
                select(Subscription).where(Subscription.person.has(name=name))
            ).first()
            if row is None:
                continue
            token = keys.make_link(session, person=row.person, purpose="my_home", by=TICK)
            links.append((label, token))
    with current_app.test_request_context(base_url=serving.base_url(current_app)):
        return [
            (label, url_for("identity.open_link", token=token, _external=True))
            for label, token in links
        ]
