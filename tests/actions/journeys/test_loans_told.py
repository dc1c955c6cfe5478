"""Whatever reads an envelope, a subject, a call list or a text message learns nothing of a loan."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from renogroep.base import clock
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.outbox import OutboxMessage, Way
from renogroep.journeys.actions import loans
from renogroep.journeys.queries.loans import reminders
from renogroep.orders.actions.funding import settle_own_money
from tests.actions.journeys.test_journeys_loans import ASKED, OPENS
from tests.support.make_orders import FREEZE_ON, at, place, surveyed

DATABASES = ("sqlite",)  # words
SECRET = ("lening", "lenen", "geweigerd", "ocmw", "schuld", "categorie", "noodkoop")
SECRET_FR = ("prêt", "emprunt", "refus", "cpas", "dette", "catégorie", "noodkoop")
SECRET_EN = ("loan", "borrow", "refus", "ocmw", "debt", "category", "noodkoop")
SUBJECTS = {
    "nl": "Nieuws over uw woning",
    "fr": "Des nouvelles de votre logement",
    "en": "News about your home",
}
WORDS = {"nl": SECRET, "fr": SECRET_FR, "en": SECRET_EN}
WAYS = {"H1": Way.MAIL, "H2": Way.LETTER, "H3": Way.CALL}
NOTICES = ("loan_proposed", "loan_reminder", "loan_refused")


def told_in(make, language):
    """H1 by mail, H2 by letter, H3 by phone: proposed, chosen, asked, reminded, refused."""
    _, _, orders = surveyed(make, WAYS)
    make.reach(orders["H2"].person, "letter", postal_address="Rozenstraat 2, 9999 Testgem")
    make.reach(orders["H3"].person, "mobile", phone="+32470123456")
    by = By(make.member(Role.ADVISOR).id)
    for order in orders.values():
        order.person.language = language
        if order.state == "surveyed":
            place(make, order)
    with clock.frozen_at(at(OPENS)):
        rows = [
            loans.propose_loan(make.session, orders[name].subscription.case, ASKED, by=by)
            for name in WAYS
        ]
        for row in rows:
            loans.choose_loan(make.session, row, by=by)
            loans.apply_loan(make.session, row, on=OPENS, by=by)
    soon = FREEZE_ON - timedelta(days=7)
    with clock.frozen_at(at(soon)):
        for one in reminders(make.session, soon):
            loans.remind(make.session, one)
        for row in rows:
            loans.refuse_loan(make.session, row, by=by)
    make.session.flush()
    return {orders[name].person_id: name for name in WAYS}, orders


def messages(make, notice):
    like = OutboxMessage.key.like(f"{notice}:%")
    return make.session.scalars(select(OutboxMessage).where(like)).all()


def leaks(text, language):
    return [word for word in WORDS[language] if word in text.lower()]


@pytest.mark.parametrize("language", SUBJECTS)
def test_each_hears_it_in_the_own_way_and_only_the_letter_says_what(make, language):
    who, _ = told_in(make, language)
    for notice in NOTICES:
        rows = messages(make, notice)
        assert {who[row.person_id]: row.way for row in rows} == WAYS
        for row in rows:
            assert row.subject == SUBJECTS[language]
            assert leaks(f"{row.address} {row.short or ''}", language) == []
            assert bool(leaks(row.body, language)) is (row.way == Way.LETTER), (notice, row.body)


def test_the_letter_says_the_sum_what_comes_later_and_who_decides(make):
    told_in(make, "nl")
    body = next(row.body for row in messages(make, "loan_proposed") if row.way == Way.LETTER)
    words = " ".join(body.split())
    assert (
        "Twintig jaar betaalt u niets terug. Daarna betaalt u € 10.691,16 terug: in één keer, "
        "of elke maand, hoogstens 20 jaar lang. Verkoopt u, verhuist u of koopt u een tweede woning? "
        "Dan betaalt u alles meteen terug." in words
    )
    assert "Wat bij een overlijden? Vraag het aan het OCMW voor u tekent." in words


def test_a_refusal_says_until_when_and_what_silence_costs_in_every_way(make):
    told_in(make, "nl")
    for row in messages(make, "loan_refused"):
        words = " ".join(row.body.split())
        assert "ten laatste op 25 januari 2027" in words
        assert "Doet u niets, dan stopt uw bestelling. U betaalt niets." in words


def test_a_text_message_says_only_that_there_is_something_to_read(make, monkeypatch):
    monkeypatch.setitem(current_app.config, "SMS_URL", "https://sms.example/send")
    told_in(make, "nl")
    texts = [row for notice in NOTICES for row in messages(make, notice) if row.way == Way.SMS]
    assert len(texts) == len(NOTICES)
    assert [row.short for row in texts if leaks(f"{row.short} {row.body}", "nl")] == []


def test_who_is_called_that_the_order_stopped_is_no_refused_loan_on_a_list(make):
    _, orders = told_in(make, "nl")
    after = orders["H3"].own_money_until + timedelta(days=1)
    with clock.frozen_at(at(after)):
        for order in orders.values():
            settle_own_money(make.session, order, after)
    call = next(row for row in messages(make, "orders_lapsed") if row.way == Way.CALL)
    assert leaks(f"{call.subject} {call.body}", "nl") == []


def test_another_amount_is_another_letter(make):
    _, orders = told_in(make, "nl")
    case = orders["H2"].subscription.case
    with clock.frozen_at(at(FREEZE_ON)):
        other = replace(ASKED, reason="Kleiner.", spread_years=None)
        loans.propose_loan(make.session, case, other, by=By(make.member(Role.ADVISOR).id))
    assert len([row for row in messages(make, "loan_proposed") if row.way == Way.LETTER]) == 2
