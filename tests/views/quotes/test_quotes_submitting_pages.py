"""Typing prices, handing in, the receipt, and taking a quote back, as a contractor does it."""

import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.money import Money
from renogroep.groups.models import Request
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import db
from renogroep.quotes.actions.sealed import open_typed
from tests.support.english import english_pages  # noqa: F401
from tests.support.make_jobs import fields, job, quotes_of, typed

FORM = {"version": "0", "revision": "1"}


@pytest.fixture
def one(given):
    with given() as make:
        return job(make)


@pytest.fixture
def firm(client_of, one):
    return client_of(one.person_id)


@pytest.fixture
def quotes(app, one):
    """The quotes as they are kept now."""

    def read():
        with app.app_context():
            return quotes_of(db.session, one.request_id)

    return read


def save(firm, one, what=None, **more):
    page = firm.page(f"{one.url}/invullen")
    values = page.values() | fields(what or typed()) | {"do": "check"} | more
    return firm.post(f"{one.url}/invullen", data=values)


def hand_in(firm, one, what=None):
    assert save(firm, one, what).location.endswith("/indienen")
    form = firm.page(f"{one.url}/indienen").values() | {"agreed": "y"}
    firm.send(f"{one.url}/indienen", form)
    return form


def test_a_draft_that_is_not_complete_is_kept_as_it_was_typed(app, firm, one, quotes):
    odd = fields(typed({"01.01": ("", "duur")}, {"own_min": "veel"}))
    firm.send(f"{one.url}/invullen", FORM | odd | {"do": "save"})
    page = firm.page(f"{one.url}/invullen")
    assert page.select_one("[id='01.01-price_2']")["value"] == "duur"
    assert page.select_one("#term-own_min")["value"] == "veel"


def test_check_shows_every_problem_beside_its_field_and_keeps_all(firm, one, quotes):
    odd = typed(
        {"01.01": ("12a", "100"), "01.02": ("60", "61"), "02.01": ("-3", "1")}, {"own_min": ""}
    )
    page = firm.send(f"{one.url}/invullen", FORM | fields(odd) | {"do": "check"}, status=422)
    links = [a["href"] for a in page.select(".error-summary a")]
    assert links == ["#01.01-price_1", "#01.02-price_2", "#02.01-price_1", "#term-own_min"]
    for link in links:
        field = page.find(id=link[1:])
        assert field["aria-invalid"] == "true"
        assert page.find(id=f"{link[1:]}-error").get_text(strip=True)
    assert page.find(id="01.01-price_1")["value"] == "12a"
    assert [q.slot for q in quotes()] == ["draft"]  # nothing that was typed is lost
    # and the page that came back can be sent again
    fixed = page.values() | fields(typed()) | {"do": "check"}
    assert firm.post(f"{one.url}/invullen", data=fixed).location.endswith("/indienen")


def test_no_price_needs_an_answer(firm, one):
    answers = fields(typed({"01.02": ("", ""), "01.03": ("", "")}))
    answers |= {"01.02-answer": "excluded", "01.03-answer": "included"}
    assert firm.post(
        f"{one.url}/invullen", data=FORM | answers | {"do": "check"}
    ).location.endswith("/indienen")
    page = firm.page(f"{one.url}/indienen")
    assert page.says("not included")


def test_the_own_totals_are_those_of_the_bill(firm, one):
    save(firm, one)
    page = firm.page(f"{one.url}/indienen")
    totals = [row.select_one("td").get_text() for row in page.select("#totals tbody tr")]
    figures = ["".join(c for c in text if c.isdigit()) for text in totals]
    # 7 homes: 448 m² x (121.37 + 11) + 42 lm x 61.5 + 4 x 840 + 4,200; the other band likewise
    assert figures == ["6944476", "6788400"]  # cents


def test_handing_in_needs_the_tick(firm, one, quotes):
    save(firm, one)
    page = firm.page(f"{one.url}/indienen")
    again = firm.send(f"{one.url}/indienen", page.values(), status=422)
    assert again.select_one(".error-summary a")["href"] == "#agreed"
    assert again.values()["submission_key"] == page.values()["submission_key"]
    assert [q.state for q in quotes()] == ["draft"]


def test_a_double_click_is_one_quote(firm, one, quotes):
    form = hand_in(firm, one)
    firm.send(f"{one.url}/indienen", form)
    assert [q.state for q in quotes()] == ["submitted"]


def test_every_page_has_its_own_key(firm, one):
    save(firm, one)
    keys = {firm.page(f"{one.url}/indienen").values()["submission_key"] for _ in range(3)}
    assert len(keys) == 3


@pytest.mark.parametrize("key", ["", "short", "k" * 65])
def test_a_forged_key_hands_in_nothing(firm, one, quotes, key):
    save(firm, one)
    form = firm.page(f"{one.url}/indienen").values() | {"agreed": "y", "submission_key": key}
    firm.send(f"{one.url}/indienen", form, status=422)
    assert [q.state for q in quotes()] == ["draft"]


def test_the_receipt_can_be_checked_again_with_the_downloaded_file(firm, one, quotes):
    hand_in(firm, one)
    page = firm.page(f"{one.url}/bewijs")
    assert page.says("Checked just now")
    assert page.says(quotes()[0].receipt_hash)
    with clock.frozen_at(one.deadline + timedelta(days=30)):
        file = json.loads(firm.get(f"{one.url}/prijsbestand.json").data)
    computed = hashlib.sha256(bytes.fromhex(file["nonce"]) + file["file"].encode()).hexdigest()
    assert computed == quotes()[0].receipt_hash
    assert "1213700" in file["file"]


def test_the_receipt_is_a_pdf_too(firm, one):
    hand_in(firm, one)
    answer = firm.get(f"{one.url}/bewijs.pdf")
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"


def test_downloads_are_written_down(app, firm, one):
    hand_in(firm, one)
    firm.get(f"{one.url}/bewijs.pdf")
    firm.get(f"{one.url}/prijsbestand.json")
    with app.app_context():
        did = [row.did for row in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))]
    assert did[-2:] == ["receipt.downloaded", "price_file.downloaded"]


@pytest.mark.parametrize("path", ["bewijs.pdf", "prijsbestand.json"])
def test_there_is_no_receipt_before_anything_is_handed_in(firm, one, path):
    save(firm, one)
    assert firm.get(f"{one.url}/{path}").status_code == 404


def test_an_earlier_receipt_keeps_its_price_file(firm, one, quotes):
    hand_in(firm, one)
    hand_in(firm, one, typed({"01.01": ("99", "98")}))
    old, new = quotes()
    assert [old.state, new.state] == ["replaced", "submitted"]
    assert firm.page(f"{one.url}/bewijs").says("replaced")
    file = json.loads(firm.get(f"{one.url}/prijsbestand.json?code={old.receipt}").data)
    assert file["sha256"] == old.receipt_hash
    assert firm.get(f"{one.url}/prijsbestand.json?code=O-XXXX").status_code == 404


def test_after_handing_in_the_page_starts_from_what_was_handed_in(firm, one):
    hand_in(firm, one)
    page = firm.page(f"{one.url}/invullen")
    assert page.find(id="01.01-price_1")["value"] == "121,37"
    assert page.values()["version"] == "0"


def test_a_quote_is_withdrawn_after_a_tick(firm, one, quotes):
    hand_in(firm, one)
    form = firm.page(f"{one.url}/bewijs").values()
    firm.send(f"{one.url}/intrekken", form, status=422)
    firm.send(f"{one.url}/intrekken", form | {"sure": "y"})
    assert [q.state for q in quotes()] == ["withdrawn"]
    again = firm.send(f"{one.url}/intrekken", form | {"sure": "y"}, status=422)
    assert again.select_one(".refusal")


@pytest.mark.parametrize(
    "after,works",
    [(timedelta(seconds=-1), True), (timedelta(0), True), (timedelta(seconds=1), False)],
)
def test_the_clock_of_the_server_decides(firm, one, quotes, after, works):
    save(firm, one)
    form = firm.page(f"{one.url}/indienen").values() | {"agreed": "y"}
    with clock.frozen_at(one.deadline + after):
        page = firm.send(f"{one.url}/indienen", form, status=302 if works else 422)
    assert [q.state for q in quotes()] == ["submitted" if works else "draft"]
    if not works:
        assert "12:00" in page.select_one(".refusal").get_text()
        assert page.select_one(".refusal a[href^=tel]")


def test_a_draft_stays_readable_after_the_deadline_as_not_submitted(firm, one):
    save(firm, one)
    with clock.frozen_at(one.deadline + timedelta(seconds=1)):
        assert firm.page("/opdrachten").says("Not submitted")
        page = firm.page(f"{one.url}/invullen")
        assert page.says("not submitted")
        assert page.find(id="01.01-price_1")["value"] == "121,37"
        assert not page.select("button[name=do]")
        late = firm.send(f"{one.url}/invullen", FORM | fields(typed()), status=422)
        assert late.find(id="01.01-price_1")["value"] == "121,37"


def test_two_colleagues_do_not_overwrite_each_other(firm, one, quotes, app):
    first = firm.page(f"{one.url}/invullen").values()
    firm.send(f"{one.url}/invullen", first | fields(typed({"01.01": ("77", "76")})))
    stale = firm.send(f"{one.url}/invullen", first | fields(typed()), status=409)
    assert stale.says("121,37")  # what was typed can be copied
    with app.app_context():
        assert (
            open_typed(quotes_of(db.session, one.request_id)[0]).lines["01.01"]["price_1"] == "77"
        )


def test_a_changed_bill_asks_for_another_look(given, firm, one, quotes):
    save(firm, one)
    form = firm.page(f"{one.url}/indienen").values() | {"agreed": "y"}
    old = firm.page(f"{one.url}/invullen").values()
    with given() as make:
        make.session.get(Request, one.request_id).revision = 2
    assert firm.page(f"{one.url}/indienen").says("version 2")
    assert firm.send(f"{one.url}/indienen", form, status=422).says("version 2")
    refused = firm.send(f"{one.url}/invullen", old, status=422)
    assert refused.says("version 2")
    firm.send(f"{one.url}/invullen", refused.values() | {"do": "check"})
    firm.send(f"{one.url}/indienen", firm.page(f"{one.url}/indienen").values() | {"agreed": "y"})
    assert [q.request_revision for q in quotes()] == [2]


@pytest.mark.parametrize(
    "text",
    ["x" * 5000, "\u202etwaalf", "=1+1", "<script>alert(1)</script>", "1e9", "∞", "-0,01", "12;50"],
)
def test_odd_prices_get_an_answer_in_words(firm, one, quotes, text):
    odd = fields(typed()) | {"01.01-price_1": text}
    page = firm.send(f"{one.url}/invullen", FORM | odd | {"do": "check"}, status=422)
    assert page.find(id="01.01-price_1-error").get_text(strip=True)


def test_fields_of_other_posts_are_not_kept(app, firm, one):
    firm.send(f"{one.url}/invullen", FORM | fields(typed()) | {"99.99-price_1": "1"})
    with app.app_context():
        assert "99.99" not in open_typed(quotes_of(db.session, one.request_id)[0]).lines


def test_the_cookie_holds_no_price(firm, one):
    hand_in(firm, one)
    with firm.session_transaction() as cookie:
        assert "121" not in str(dict(cookie))


@pytest.fixture
def tender(given):
    with given() as make:
        return job(make, lot=make.package("procurement", max_value=Money.euros(50_000)).lots[0])


def test_a_tender_shows_its_scenarios_and_their_mix_before_it_is_handed_in(client_of, tender):
    firm = client_of(tender.person_id)
    save(firm, tender)
    page = firm.page(f"{tender.url}/indienen")
    rows = [row.get_text(" ", strip=True) for row in page.select("#totals tbody tr")]
    assert [row.split("€")[0].strip() for row in rows] == [
        "7 homes, counts for 50 %",
        "10 homes, counts for 50 %",
        "Compared price, excl. VAT",
    ]


def test_a_firm_above_the_announced_value_ticks_that_it_knows(client_of, tender, app):
    firm = client_of(tender.person_id)
    save(firm, tender)
    url = f"{tender.url}/indienen"
    page = firm.page(url)
    assert page.says("€50,000.00")
    page = firm.send(url, page.values() | {"agreed": "y"}, status=422)
    assert page.says("more than the highest value")
    assert (
        firm.post(url, data=page.values() | {"agreed": "y", "knows_over": "y"}).status_code == 302
    )


def test_below_the_announced_value_nothing_is_asked(firm, one):
    save(firm, one)
    assert not firm.page(f"{one.url}/indienen").select("[name=knows_over]")
