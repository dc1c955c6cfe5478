"""The page of a home shows the buttons of standing, and takes nothing that it does not show."""

from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from renogroep.base import clock
from renogroep.identity.actions.keys import make_link
from renogroep.infra import db
from renogroep.infra.acts import TICK
from renogroep.infra.audit import AuditEvent
from renogroep.infra.i18n import in_language, say
from renogroep.journeys.queries.home_facts import home_lots
from renogroep.journeys.rules.acts import button_of, withdraw_beside
from renogroep.journeys.rules.standing import standing_of
from renogroep.orders.rules.guards import OrderAct
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.guards import SubscriptionAct
from tests.support.html import InspectingClient
from tests.support.make_orders import at
from tests.support.worlds import WORLDS, newest_order

DATABASES = ("sqlite",)
STOP = SubscriptionAct.STOP_INTEREST
LOOKED_AT = (
    "collecting", "to_choose", "chose", "new_yes", "indicative", "to_order", "full", "waiting",
    "awaiting", "ordered_free", "ordered", "frozen", "ended_not_ordered", "stopped",
)  # fmt: skip
YES = {"needs_loan": "no", "has_co_owner": "no", "agree": "y"}
ORDER = "/mijn-woning/bestelling/{order}/"
CHOICE = "/mijn-woning/{home}/offertes/{lot}"
ADDRESS = {
    "stop_interest": ("/mijn-woning/{reference}/stoppen", {}),
    "say_yes": (CHOICE + "/ja", {}),
    "say_no": (CHOICE + "/nee", {}),
    "provisional": (ORDER + "voorlopig-ja", {}),
    "order": (ORDER + "bestellen", YES),
    "wait": (ORDER + "wachtlijst", {}),
    "withdraw": (ORDER + "herroepen", {}),
}


@dataclass
class Shown:
    """A household in its world, its browser, and that of somebody else."""

    app: object
    name: str
    world: object
    client: InspectingClient
    stranger: InspectingClient
    places: dict
    versions: dict

    def address(self, act):
        """Where the act is sent, with what; None where this world has no such page."""
        url, data = ADDRESS[act]
        if "{order}" in url and self.places["order"] is None:
            return None
        version = self.versions.get(act)
        return url.format(**self.places), {**data, "version": str(version or 1)}

    def acts(self):
        return {str(act) for act in self.standing()[0].acts}

    def standing(self):
        with self.app.test_request_context(), in_language("nl"):
            home = db.session().get_one(Subscription, self.places["home"])
            lots = home_lots(db.session(), [home], clock.today())
            lot = next(one for one in lots if one.lot.id == self.places["lot"])
            standing = standing_of(lot.facts)
            labels = [
                (str(act), say(label_of(act, lot.facts))) for act in standing.acts if act != STOP
            ]
        return standing, labels

    def happened(self):
        with self.app.app_context():
            return db.session().scalar(select(func.count()).select_from(AuditEvent))


def label_of(act, facts):
    beside = withdraw_beside(facts) if act == OrderAct.WITHDRAW else None
    return beside or button_of(act, facts)


@pytest.fixture
def shown(app, given, client_of, request):
    name = request.param
    with given() as make:
        world = WORLDS[name](make)
        order = newest_order(make, world)
        other = make.subscription(world.lot.package)
        with clock.frozen_at(at(world.today)):
            tokens = [
                make_link(make.session, person=row.person, purpose="my_home", by=TICK)
                for row in (world.home, other)
            ]
            lots = home_lots(make.session, [world.home], world.today)
        lot = next(one for one in lots if one.lot.id == world.lot.id)
        places = {
            "home": world.home.id,
            "reference": world.home.reference,
            "lot": world.lot.id,
            "order": order.id if order else None,
        }
        ordered = dict.fromkeys(OrderAct, order.version if order else None)
        answers = lot.assignment.mark if lot.assignment else None
        versions = {**ordered, "say_yes": answers, "say_no": answers}
        versions[STOP] = world.home.version
        today = world.today
    browsers = []
    with clock.frozen_at(at(today)):
        for token in tokens:
            browser = client_of(0)
            browser.get(f"/l/{token}")
            browsers.append(browser)
        yield Shown(app, name, world, *browsers, places, versions)


@pytest.mark.parametrize("shown", LOOKED_AT, indirect=True)
def test_the_page_shows_exactly_the_buttons_of_standing(shown):
    standing, labels = shown.standing()
    page = shown.client.page("/mijn-woning")
    buttons = [b.get_text(" ", strip=True) for b in page.select("article.home .actions .btn")]
    assert buttons == [label for _, label in labels]
    stops = page.select(f"a[href$='/{shown.places['reference']}/stoppen']")
    assert len(stops) == (STOP in standing.acts)


@pytest.mark.parametrize("shown", LOOKED_AT, indirect=True)
def test_what_the_page_does_not_offer_is_refused(shown):
    before = shown.happened()
    for act in ADDRESS.keys() - shown.acts():
        sent = shown.address(act)
        if sent is None:
            continue
        answer = shown.client.post(sent[0], data=sent[1])
        done_already = answer.status_code == 303  # twice is once: it shows how it stands
        assert answer.status_code in (404, 422) or done_already, act
        assert shown.happened() == before, act


@pytest.mark.parametrize("shown", LOOKED_AT, indirect=True)
def test_nobody_else_reaches_it(shown):
    before = shown.happened()
    for act in ADDRESS:
        sent = shown.address(act)
        if sent is not None:
            assert shown.stranger.post(sent[0], data=sent[1]).status_code == 404, act
    assert shown.happened() == before
