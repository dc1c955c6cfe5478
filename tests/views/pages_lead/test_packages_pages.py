"""Staff see where packages are, how many homes, and what comes next."""

import pytest
from flask import url_for
from sqlalchemy import select

from renogroep.infra.access import Role
from renogroep.infra.db import db
from renogroep.infra.outbox import OutboxMessage
from renogroep.tenders.models import Lot, Package


@pytest.fixture
def lead(client_as):
    return client_as(Role.LEAD)


def states_of(app, id):
    with app.app_context():
        package = db.session.get(Package, id)
        return package.state, [lot.state for lot in package.lots]


def numbers(page):
    return [dd.text.strip() for dd in page.select(".figures dd")]


@pytest.fixture
def counted(given):
    """Two subscribed, six screened, one not fit, one withdrawn."""
    with given() as make:
        package = make.package(title="Gevels")
        for state in [
            "subscribed",
            "subscribed",
            *["screened_fit"] * 6,
            "not_fit",
            "withdrawn",
        ]:
            make.subscription(package, state=state)
        return package.id


def test_counts_hold_each_other_and_nothing_more(lead, counted):
    assert numbers(lead.page(f"/pakketten/{counted}")) == ["8", "8", "6", "0"]
    row = lead.page("/pakketten").select_one("#packages tbody tr")
    assert [td.text.strip() for td in row.select("td.number")] == ["8", "6", "0"]


def test_an_alderman_sees_no_numbers_under_five(given, client_as):
    with given() as make:
        package = make.package()
        for _ in range(4):
            make.subscription(package, state="subscribed")
        id = package.id
    page = client_as(Role.ALDERMAN).page(f"/pakketten/{id}")
    assert "4" not in numbers(page)[0]
    assert page.select("a[href*='meetstaat'], a[href*='groep'], form[action*='stoppen']") == []


@pytest.mark.parametrize(
    "mode, state, wanted, unwanted",
    [
        ("group_quotes", "collecting", {"groups.index", "quotes.invite"}, {"quotes.opening"}),
        ("procurement", "quoting", {"quotes.opening", "quotes.invite"}, {"quotes.matrix"}),
        ("procurement", "opened", {"quotes.matrix", "quotes.decision"}, {"quotes.choice"}),
        ("group_quotes", "opened", {"quotes.matrix", "quotes.choice"}, {"quotes.decision"}),
        ("procurement", "standstill", {"quotes.decision"}, {"orders.wave"}),
        ("group_quotes", "choosing", {"quotes.choice"}, {"quotes.opening"}),
        ("procurement", "ordering", {"orders.wave"}, {"quotes.decision"}),
        ("group_quotes", "failed", set(), {"quotes.invite"}),
    ],
)
def test_the_next_step_of_a_lot_is_a_link(app, given, lead, mode, state, wanted, unwanted):
    with given() as make:
        package = make.package(mode)
        lot = package.lots[0]
        lot.state = state
        id, lot_id = package.id, lot.id
    with app.test_request_context():

        def link(name):
            if name == "groups.index":
                return url_for(name, package_id=id)
            return url_for(name, lot_id=lot_id)

        links = {a["href"] for a in lead.page(f"/pakketten/{id}").select("main .card a")}
        assert {link(name) for name in wanted} <= links
        assert not {link(name) for name in unwanted} & links


def test_a_draft_leads_to_its_checklist(given, lead):
    with given() as make:
        id = make.package(state="draft").id
    page = lead.page(f"/pakketten/{id}")
    assert page.select_one(f"main a[href='/pakketten/{id}/controle']")
    assert page.select(".figures") == []


def test_a_package_without_anything_to_show(lead):
    assert lead.page("/pakketten").select_one(".empty-state a[href='/pakketten/nieuw']")


REASON = "De subsidie is weggevallen, dus het kan niet doorgaan."


def stop(lead, id, reason=REASON, **given):
    """Press the button on the page as it stands now."""
    form = lead.page(f"/pakketten/{id}").select_one("form[action$=stoppen]")
    sent = {"reason": reason, "version": form.select_one("[name=version]")["value"]}
    return lead.send(f"/pakketten/{id}/stoppen", sent, **given)


def test_stopping_tells_everybody_who_is_in_and_nobody_else(app, lead, counted):
    stop(lead, counted)
    assert states_of(app, counted) == ("cancelled", ["failed"])
    with app.app_context():
        messages = db.session.scalars(select(OutboxMessage)).all()
        assert len(messages) == 8
        assert all(REASON in message.body for message in messages)
    page = lead.page(f"/pakketten/{counted}")
    assert page.says(REASON)
    assert page.select_one("form[action*='stoppen']") is None
    assert page.select_one("#history tbody tr")


def test_a_stop_without_a_reason_changes_nothing(app, lead, counted):
    page = stop(lead, counted, "kort", status=422)
    assert page.select_one("#reason").text.strip() == "kort"
    assert states_of(app, counted) == ("published", ["collecting"])


def test_a_package_in_works_cannot_stop(app, given, lead, counted):
    with given() as make:
        make.session.get(Package, counted).lots[0].state = "executing"
    stop(lead, counted, status=422)
    assert states_of(app, counted)[0] == "published"


def test_a_draft_can_be_stopped_too(app, given, lead):
    with given() as make:
        id = make.package(state="draft").id
    stop(lead, id)
    assert states_of(app, id)[0] == "cancelled"


def test_another_municipality_is_not_found(given, lead):
    with given() as make:
        place = make.neighbourhood(municipality_id=make.municipality().id)
        id = make.package(neighbourhood=place).id
    assert lead.get(f"/pakketten/{id}").status_code == 404
    assert lead.post(f"/pakketten/{id}/stoppen", data={"reason": REASON}).status_code == 404
    assert not lead.page("/pakketten").select("#packages")


def test_a_contractor_sees_no_packages_and_an_advisor_stops_none(given, client_as, counted):
    assert client_as(Role.CONTRACTOR).get("/pakketten").status_code == 403
    advisor = client_as(Role.ADVISOR)
    advisor.page(f"/pakketten/{counted}")
    assert advisor.post(f"/pakketten/{counted}/stoppen").status_code == 403


def test_two_lots_go_their_own_way(given, lead):
    with given() as make:
        package = make.package(lots=2)
        one, two = make.session.scalars(select(Lot).order_by(Lot.number))
        one.state = "failed"
        assert two.state == "collecting"
        id = package.id
    cards = lead.page(f"/pakketten/{id}").select("main .card")
    assert [len(card.select(".actions a")) for card in cards] == [0, 2]
