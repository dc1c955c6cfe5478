"""A household looks at its cost card, says yes twice, and may change its mind."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from renogroep.base import clock
from renogroep.identity.actions.keys import make_link
from renogroep.identity.models import Person
from renogroep.infra import db
from renogroep.infra.acts import TICK
from renogroep.infra.outbox import OutboxMessage
from renogroep.orders.actions import freezing
from renogroep.orders.models import CoOwner, Order, Wave
from tests.support.html import form_values
from tests.support.make import NOW
from tests.support.make_orders import (
    FREEZE_ON,
    ORDER_UNTIL,
    at,
    open_wave,
    ready_to_order,
    surveyed,
)

YES = {"needs_loan": "no", "has_co_owner": "no", "agree": "y"}
WITH_CO_OWNER = {
    **YES,
    "has_co_owner": "yes",
    "co_name": "Mia Peeters",
    "co_way": "email",
    "co_value": "mia@example.org",
}


@pytest.fixture
def mine(given, client_of):
    """H1, surveyed: (address of its pages, the browser of its household, ids)."""
    with given() as make:
        _, wave, orders = surveyed(make)
        order = orders["H1"]
        ids = {"order": order.id, "person": order.person_id, "wave": wave.id}
    return f"/mijn-woning/bestelling/{ids['order']}", linked(client_of, given, ids["person"]), ids


def linked(client_of, given, person_id, purpose="my_home", subject_id=None):
    """The browser of somebody who opened the link in a mail or letter."""
    with given() as make:
        person = make.session.get_one(Person, person_id)
        token = make_link(
            make.session, person=person, purpose=purpose, subject_id=subject_id, by=TICK
        )
    client = client_of(0)
    client.get(f"/l/{token}")
    return client


def card(client, url, query=""):
    """The account of the home, to which the address of an order leads."""
    return client.page(f"{url}{query}", follow_redirects=True)


def state_of(app, order_id):
    with app.app_context():
        return db.session().get_one(Order, order_id).state


def test_the_card_shows_five_amounts_in_their_order(app, mine):
    url, client, _ = mine
    page = card(client, url)
    heads = [h.get_text(" ", strip=True) for h in page.select("main h2")]
    assert heads[:5] == [
        "Wat u bestelt",
        "Wat u betaalt, en wanneer ongeveer",
        "Wat terugkomt: de premie",
        "Uw eigen aandeel",
        "Per maand, als u uw eigen aandeel leent",
    ]
    assert page.select("main details.why")
    text = " ".join(page.get_text(" ").split())
    amounts = ["9.294,08", "8.768,00", "4.384,00", "4.910,08"]
    assert [text.index(amount) for amount in amounts] == sorted(
        text.index(amount) for amount in amounts
    )


def test_losing_prices_are_never_on_it(mine):
    url, client, _ = mine
    losing = ("9.340,00", "9.130,00", "840,00", "960,00", "4.200,00", "2.400,00")
    for place in ("", "/bestellen"):
        text = card(client, url + place).get_text(" ").replace("\xa0", " ")
        assert "€ 8.768,00" in text
        assert [amount for amount in losing if f"€ {amount}" in text] == []


def test_an_income_group_is_tried_and_not_kept(app, mine):
    url, client, ids = mine
    page = card(client, url, "?categorie=1")
    assert "4.384,00" not in page.get_text(" ")
    with app.app_context():
        case = db.session().get_one(Order, ids["order"]).subscription.case
        assert case.income_category == 4


@pytest.mark.parametrize(
    ("query", "field"),
    [("rente=abc&jaren=10", "rente"), ("rente=3,5&jaren=99", "jaren"), ("rente=3,5", "jaren")],
)
def test_a_rate_that_cannot_be_counted_with_is_said_beside_its_field(mine, query, field):
    url, client, _ = mine
    page = card(client, url, f"?{query}")
    assert page.select_one(f"#{field}-error")


def test_an_absurd_rate_is_refused_in_words(mine):
    url, client, _ = mine
    assert card(client, url, "?rente=95&jaren=10").select_one(".error-summary")


def test_an_own_rate_gives_a_month_amount(mine):
    url, client, _ = mine
    assert not card(client, url).says("48,55")
    page = card(client, url, "?rente=3,5&jaren=10")
    # 4,910.08 over 120 months at 3.5 / 12 per cent a month
    assert page.says("48,55")


def test_without_a_rule_for_today_there_is_no_amount(app, mine):
    url, client, _ = mine
    with app.app_context(), db.transaction() as session:
        for row in session.scalars(select(_rule_version())):
            row.state = "retired"
    page = card(client, url)
    assert "4.384,00" not in page.get_text(" ")
    assert "9.294,08" not in page.get_text(" ")
    assert "8.768,00" in page.get_text(" ")


def _rule_version():
    from renogroep.financing.models import RuleVersion

    return RuleVersion


def test_a_neighbours_order_is_not_there(given, client_of, mine):
    url, _, _ = mine
    with given() as make:
        other = make.person().id
    stranger = linked(client_of, given, other)
    for place in ("", "/bestellen", "/herroepen", "/document", "/document.pdf"):
        assert stranger.get(url + place).status_code == 404
    number = url.rsplit("/", 1)[1]
    assert stranger.get(f"/mede-eigenaar/{number}").status_code == 404


def test_a_provisional_yes_is_free_and_counts_no_order(app, given, client_of):
    with given() as make:
        example = ready_to_order(make)
        _, orders = open_wave(make, example)
        order_id, person_id = orders["H2"].id, orders["H2"].person_id
    client = linked(client_of, given, person_id)
    url = f"/mijn-woning/bestelling/{order_id}"
    button = client.page("/mijn-woning").select_one(f"form[action='{url}/voorlopig-ja']")
    client.send(f"{url}/voorlopig-ja", form_values(button))
    client.send(f"{url}/voorlopig-ja", form_values(button))
    assert state_of(app, order_id) == "provisional"
    assert not client.page(f"{url}/bestellen").select_one("[name=agree]")
    with app.app_context():
        version = db.session().get_one(Order, order_id).version
    client.send(f"{url}/bestellen", {**YES, "version": version}, status=422)
    assert state_of(app, order_id) == "provisional"


def test_an_order_needs_its_tick(app, mine):
    url, client, ids = mine
    values = form_values(client.page(f"{url}/bestellen").select_one("main form"))
    page = client.send(f"{url}/bestellen", {**values, **YES, "agree": ""}, status=422)
    assert page.select_one("#agree-error")
    assert state_of(app, ids["order"]) == "surveyed"


def test_ordering_twice_is_one_order_with_a_mail_and_a_pdf(app, mine):
    url, client, ids = mine
    values = {**form_values(client.page(f"{url}/bestellen").select_one("main form")), **YES}
    client.send(f"{url}/bestellen", values)
    client.send(f"{url}/bestellen", values)
    with app.app_context():
        order = db.session().get_one(Order, ids["order"])
        assert (order.state, order.vat_percent) == ("ordered", 6)
        assert None not in (order.vat_version_id, order.premium_version_id, order.terms_version)
        assert order.withdraw_until == (NOW + timedelta(days=14)).date()
        mails = select(func.count()).where(OutboxMessage.key.like("orders_ordered:%"))
        assert db.session().scalar(mails) == 1
    page = client.page(f"{url}/document")
    assert page.says("8.768,00")
    answer = client.get(f"{url}/document.pdf")
    text = "".join(p.extract_text() for p in PdfReader(BytesIO(answer.data)).pages)
    assert "8.768,00" in text
    assert order.reference in text


def test_an_order_made_from_an_older_page_is_refused(app, given, mine):
    url, client, ids = mine
    values = {**form_values(client.page(f"{url}/bestellen").select_one("main form")), **YES}
    with given() as make:
        make.session.get_one(Order, ids["order"]).survey_note = "later"
    client.send(f"{url}/bestellen", values, status=409)
    assert state_of(app, ids["order"]) == "surveyed"


def test_the_co_owner_signs_with_an_own_link_and_nobody_signs_twice(app, given, client_of, mine):
    url, client, ids = mine
    values = form_values(client.page(f"{url}/bestellen").select_one("main form"))
    client.send(f"{url}/bestellen", {**values, **WITH_CO_OWNER})
    assert state_of(app, ids["order"]) == "awaiting_co_owner"
    sign = f"/mede-eigenaar/{ids['order']}"
    own = client.page(sign, status=403)
    assert own.select_one("main .note")
    client.send(sign, {"agree": "y"}, status=403)
    with app.app_context():
        co_owner = db.session().scalars(select(CoOwner)).one().person_id
        mail = (
            db.session()
            .scalars(select(OutboxMessage).where(OutboxMessage.key.like("orders_co_sign:%")))
            .one()
        )
        assert mail.address == "mia@example.org"
    # The co-owner's other link, to a page of their own, is not a key to this order.
    wrong = linked(client_of, given, co_owner)
    assert wrong.get(sign).status_code == 404
    theirs = linked(client_of, given, co_owner, "co_sign", ids["order"])
    values = form_values(theirs.page(sign).select_one("main form"))
    theirs.send(sign, {**values, "agree": ""}, status=422)
    theirs.send(sign, {**values, "agree": "y"})
    theirs.send(sign, {**values, "agree": "y"})
    assert state_of(app, ids["order"]) == "ordered"
    assert theirs.page(f"{url}/document").says("8.768,00")


def test_nobody_is_their_own_co_owner(app, mine):
    url, client, ids = mine
    with app.app_context():
        name = db.session().get_one(Person, ids["person"]).name
    values = form_values(client.page(f"{url}/bestellen").select_one("main form"))
    client.send(f"{url}/bestellen", {**values, **WITH_CO_OWNER, "co_name": name}, status=422)
    assert state_of(app, ids["order"]) == "surveyed"


def test_a_co_owner_must_be_reachable(mine):
    url, client, _ = mine
    values = form_values(client.page(f"{url}/bestellen").select_one("main form"))
    answers = {**values, **YES, "has_co_owner": "yes"}
    page = client.send(f"{url}/bestellen", answers, status=422)
    for field in ("co_name", "co_way", "co_value"):
        assert page.select_one(f"#{field}-error")


def test_a_full_round_offers_the_waiting_list(app, given, mine):
    url, client, ids = mine
    with given() as make:
        make.session.get_one(Wave, ids["wave"]).lot.min_to_execute = 1
        make.session.get_one(Wave, ids["wave"]).lot.max_homes = 1
        other = make.session.scalars(select(Order).where(Order.id != ids["order"])).first()
        other.state = "ordered"
    for page in (client.page(f"{url}/bestellen"), _press_order(client, url)):
        assert not page.select_one("[name=agree]")
        button = page.select_one(f"form[action='{url}/wachtlijst']")
        assert button
    assert page.select_one("main .refusal")
    client.send(f"{url}/wachtlijst", {"version": "1"}, status=409)
    client.send(f"{url}/wachtlijst", form_values(button))
    client.send(f"{url}/wachtlijst", form_values(button))
    page = client.page(f"{url}/bestellen")
    assert not page.select_one(f"form[action='{url}/wachtlijst']")
    with app.app_context():
        assert db.session().get_one(Order, ids["order"]).waiting_at is not None


def _press_order(client, url):
    version = form_values(client.page(f"{url}/bestellen").select_one("main form"))["version"]
    return client.send(f"{url}/bestellen", {**YES, "version": version}, status=422)


def test_withdrawing_takes_two_clicks_and_counts_the_days(app, mine):
    url, client, ids = mine
    values = {**form_values(client.page(f"{url}/bestellen").select_one("main form")), **YES}
    client.send(f"{url}/bestellen", values)
    page = client.page(f"{url}/herroepen")
    assert page.says("14")
    reasons = [one["value"] for one in page.select("main [name=reason] option")]
    assert "moved" in reasons
    assert "no_reply" not in reasons  # staff say that of a household, it never does so itself
    values = form_values(page.select_one("main form"))
    client.send(f"{url}/herroepen", {**values, "reason": "no_reply"}, status=422)
    client.send(f"{url}/herroepen", values)
    assert state_of(app, ids["order"]) == "withdrawn"
    with app.app_context():
        assert db.session().get_one(Order, ids["order"]).loss_reason is None  # none was given
    card(client, url)
    client.page("/mijn-woning")


@pytest.mark.parametrize(
    ("days", "status", "after"), [(14, 303, "withdrawn"), (15, 422, "ordered")]
)
def test_the_last_day_to_withdraw_still_counts(app, mine, days, status, after):
    url, client, ids = mine
    values = {**form_values(client.page(f"{url}/bestellen").select_one("main form")), **YES}
    client.send(f"{url}/bestellen", values)
    with app.app_context():
        version = db.session().get_one(Order, ids["order"]).version
    with clock.frozen_at(NOW + timedelta(days=days)):
        client.page(f"{url}/herroepen")
        client.send(f"{url}/herroepen", {"version": version}, status=status)
    assert state_of(app, ids["order"]) == after


def test_after_the_freeze_the_page_says_whom_to_call(app, given, mine):
    url, client, ids = mine
    values = {**form_values(client.page(f"{url}/bestellen").select_one("main form")), **YES}
    client.send(f"{url}/bestellen", values)
    with clock.frozen_at(at(FREEZE_ON)):
        with given() as make:
            wave = make.session.get_one(Wave, ids["wave"])
            wave.lot.min_to_execute = 1
            freezing.freeze(make.session, wave, by=TICK)
        assert state_of(app, ids["order"]) == "frozen"
        page = client.page(f"{url}/herroepen")
        assert not page.select_one("main form")
        assert page.select_one("main a[href^='tel:']")
        client.send(f"{url}/herroepen", {"version": "1"}, status=409)
        page = card(client, url)
        order_card = page.select_one("main .card").get_text(" ")
        assert "8.768,00" in order_card
        assert "hoogstens" not in order_card  # it is the price now, no ceiling
        assert not page.select_one("main table[id$=steps]")


def sign(client, url, **answers):
    """Order as on the page."""
    values = form_values(client.page(f"{url}/bestellen").select_one("main form"))
    client.send(f"{url}/bestellen", {**values, **YES, **answers})


def test_the_card_says_how_far_the_neighbours_are_and_who_is_bound(given, mine):
    url, client, ids = mine
    with given() as make:
        rows = make.session.scalars(select(Order).where(Order.id != ids["order"])).all()
        rows[0].state, rows[1].state = "ordered", "provisional"
    page = card(client, url)
    counted = {
        row.dt.get_text(strip=True): row.dd.get_text(strip=True)
        for row in page.select("main .why__body .summary-list__row")
    }
    assert list(counted.values())[:3] == ["1", "2", "7"]
    assert list(counted)[0] == "Besteld"


def test_the_first_amount_says_whose_price_it_is(mine):
    url, client, _ = mine
    why = card(client, url).select_one("main .card details.why")
    assert "Bron" in why.get_text(" ")


def test_a_signed_order_shows_the_vat_of_its_day(app, given, mine):
    url, client, ids = mine
    sign(client, url)
    with given() as make:
        for row in make.session.scalars(select(_rule_version())):
            row.state = "retired"
    for place in ("/document", "/document.pdf"):
        answer = client.get(url + place)
        text = (
            answer.text
            if place == "/document"
            else "".join(p.extract_text() for p in PdfReader(BytesIO(answer.data)).pages)
        )
        assert "6 %" in text.replace("\xa0", " ")
        assert "9.294,08" in text


def test_after_the_last_day_nothing_offers_an_order(app, mine):
    url, client, ids = mine
    with clock.frozen_at(at(ORDER_UNTIL + timedelta(days=1))):
        page = client.page(f"{url}/bestellen")
        assert not page.select_one("[name=agree]")
        assert page.says("11 januari 2027")
        assert not card(client, url).select_one(f"a[href='{url}/bestellen']")
        assert not client.page("/mijn-woning").select_one(f"a[href='{url}/bestellen']")


def test_an_order_that_ended_says_so_and_not_that_it_must_be_measured(given, mine):
    url, client, ids = mine
    client.send(f"{url}/herroepen", client.page(f"{url}/herroepen").values())
    page = client.page(f"{url}/bestellen")
    assert not page.says("opmeten")
    assert page.select_one("main .note--warn")


@pytest.mark.parametrize("field", ["co_name", "co_value"])
def test_five_thousand_characters_are_answered_in_words(app, mine, field):
    url, client, ids = mine
    values = form_values(client.page(f"{url}/bestellen").select_one("main form"))
    answers = {**values, **WITH_CO_OWNER, field: "x" * 5000}
    page = client.send(f"{url}/bestellen", answers, status=422)
    assert page.select_one(f"#{field}-error")
    assert state_of(app, ids["order"]) == "surveyed"


def test_the_household_puts_a_mistyped_co_owner_right(app, given, client_of, mine):
    url, client, ids = mine
    sign(client, url, **WITH_CO_OWNER)
    with app.app_context():
        wrong = db.session().scalars(select(CoOwner)).one().person_id
    theirs = linked(client_of, given, wrong, "co_sign", ids["order"])
    assert theirs.get(f"/mede-eigenaar/{ids['order']}").status_code == 200
    link = client.page(f"{url}/document").select_one(f"a[href='{url}/mede-eigenaar/{wrong}']")
    values = client.page(link["href"]).values()
    assert values["co_value"] == "mia@example.org"
    bad = {**values, "answer": "change", "co_value": "nobody"}
    answer = client.send(link["href"], bad, status=422)
    assert answer.select_one("#co_value-error")
    client.send(link["href"], values, status=422)  # no button: nothing happens
    client.send(link["href"], {**values, "answer": "change", "co_value": "mia.p@example.org"})
    assert theirs.get(f"/mede-eigenaar/{ids['order']}").status_code != 200
    assert client.get(link["href"]).status_code == 404
    old = client.send(link["href"], {**values, "answer": "change"}, status=422)
    assert old.says("Deze eigenaar staat niet meer op deze bestelling")
    with app.app_context():
        right = db.session().scalars(select(CoOwner)).one()
        assert right.person.email == "mia.p@example.org"
        key = right.person_id
    page = client.page(f"{url}/mede-eigenaar/{key}")
    form = page.select_one("main form.post-button")
    client.send(f"{url}/mede-eigenaar/{key}", form_values(form))
    assert state_of(app, ids["order"]) == "surveyed"


def test_the_part_on_my_home_offers_the_next_step(app, given, client_of, mine):
    url, client, ids = mine
    page = client.page("/mijn-woning")
    assert page.select_one(f"a[href='{url}/bestellen']")
