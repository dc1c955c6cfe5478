"""Can a visitor show interest in their own time, go back, stop, and never fall out of the house?"""

import re

import pytest
from flask import render_template
from sqlalchemy import func, select

from renogroep.identity.models import Person
from renogroep.infra import db
from renogroep.infra.outbox import OutboxMessage
from renogroep.neighbourhoods.models import Address
from renogroep.owners.models import Case, Task
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.questions import END_ACTIONS, FLOW_2026
from renogroep.tenders.models import Package
from tests.support.house import PACKAGE
from tests.support.html import form_values
from tests.support.make import TODAY
from tests.support.make_subscriptions import ANSWERS, CONTACT, TENANT, answer_all, place

MAILS = PACKAGE / "subscriptions" / "templates" / "mail"
AFTER_WHEN = ("life_stage", "budget")


@pytest.fixture
def at(given):
    with given() as make:
        return place(make, lots=2)


def rows(app, kind=Subscription):
    with app.app_context():
        return db.session().scalar(select(func.count()).select_from(kind))


def test_from_the_first_question_to_the_code_and_the_own_page(app, at, client):
    start = client.get(at.url)
    assert start.location == f"{at.url}/owner_kind"
    page = client.page(start.location)
    assert page.says("Question 1 of at most 8")
    answer_all(client, at.url)
    check = client.page(f"{at.url}/nakijken")
    assert check.says("without obligation")
    assert len(check.select(".summary-list__change a")) == 8
    answer = client.post(f"{at.url}/contact", data=CONTACT)
    assert answer.location == f"{at.url}/klaar"
    done = client.page(answer.location)
    code = done.select_one(".reference").get_text()
    assert re.fullmatch(r"RG-\w{4}-\w{2}", code)
    assert done.says("on 14")  # the last day to confirm
    assert not done.select("main form")  # who typed it may be anybody: the mail opens the page
    with app.app_context():
        row = db.session().scalars(select(Subscription)).one()
        assert (row.reference, row.state) == (code, "interested")
        mail = db.session().scalars(select(OutboxMessage)).one()
    link = re.search(r"/l/\S+", mail.body)
    assert link
    theirs = app.test_client()
    mine = theirs.page(theirs.get(link[0]).location)
    assert mine.says(code)
    form = mine.select_one("form[action$='/bevestigen']")
    theirs.send(form["action"], form_values(form), status=303)
    assert theirs.page("/mijn-woning").says("Your interest is confirmed.")
    with app.app_context():
        row = db.session().scalars(select(Subscription)).one()
        assert (row.state, row.case is None) == ("subscribed", False)


@pytest.mark.parametrize(
    ("gateway", "words"),
    [("", "We call you to ask whether it is right"), ("https://sms.example", "six digits")],
)
def test_who_gave_a_number_reads_how_we_ask(app, at, client, monkeypatch, gateway, words):
    monkeypatch.setitem(app.config, "SMS_URL", gateway)
    answer_all(client, at.url)
    told = {**CONTACT, "way": "mobile", "phone": "0470 12 34 56"}
    done = client.page(client.post(f"{at.url}/contact", data=told).location)
    assert done.says(words)


def test_every_question_is_one_page_with_a_way_back(at, client):
    before = None
    for code, given in ANSWERS.items():
        page = client.page(f"{at.url}/{code}")
        assert len(page.select("main fieldset")) == 1
        back = page.select_one(".back-link")["href"]
        assert back == (f"{at.url}/{before}" if before else f"/pakket/{at.reference}")
        client.send(f"{at.url}/{code}", {"answer": given})
        before = code


def test_back_keeps_every_answer(at, client):
    answer_all(client, at.url)
    for code, given in ANSWERS.items():
        page = client.page(f"{at.url}/{code}")
        assert [i["value"] for i in page.select("input[checked]")] == given


def test_changing_one_answer_leads_back_to_the_summary(at, client):
    answer_all(client, at.url)
    answer = client.post(f"{at.url}/budget?wijzig=1", data={"answer": "over_40"})
    assert answer.location == f"{at.url}/nakijken"
    assert client.page(answer.location).says("More than 40,000 euro")


def test_a_change_that_opens_a_question_asks_it(at, client):
    flat = {**ANSWERS, "owner_kind": ["co_ownership"]}
    del flat["house_type"], flat["life_stage"]
    answer_all(client, at.url, flat)
    client.page(f"{at.url}/nakijken")
    answer = client.post(f"{at.url}/owner_kind?wijzig=1", data={"answer": "live_here"})
    assert answer.location == f"{at.url}/house_type"


@pytest.mark.parametrize("page", ["nakijken", "contact", "klaar", "budget"])
def test_a_page_out_of_turn_leads_to_the_first_missing_question(at, client, page):
    client.send(f"{at.url}/owner_kind", {"answer": "live_here"})
    assert client.get(f"{at.url}/{page}").location == f"{at.url}/house_type"
    assert client.post(f"{at.url}/{page}").status_code in {302, 404, 405}


@pytest.mark.parametrize(
    ("code", "chosen", "words"),
    [
        ("owner_kind", [], "Choose an answer."),
        ("owner_kind", ["castle"], "Choose an answer from the list."),
        ("owner_kind", ["live_here", "tenant"], "Choose one answer."),
    ],
)
def test_a_wrong_answer_is_told_beside_the_question(at, client, code, chosen, words):
    page = client.send(f"{at.url}/{code}", {"answer": chosen}, status=422)
    assert page.select_one(".error-summary").get_text(" ", strip=True).endswith(words)
    assert page.title.get_text().strip().startswith("Error:")


def test_none_of_these_stands_alone(at, client):
    for code in ("owner_kind", "house_type", "built_in", "works"):
        client.send(f"{at.url}/{code}", {"answer": ANSWERS[code]})
    client.send(f"{at.url}/seen", {"answer": ["damp", "none"]}, status=422)


def test_an_unknown_question_or_home_does_not_exist(given, at, client):
    with given() as make:
        elsewhere = make.address().id
        draft = place(make, state="draft", neighbourhood=make.neighbourhood()).url
    assert client.get(f"{at.url}/castle").status_code == 404
    assert client.get(f"/pakket/{at.reference}/interesse/{elsewhere}").status_code == 404
    assert client.get(f"/pakket/x/interesse/{at.address_id}").status_code == 404
    assert client.get(draft).status_code == 404


def test_the_same_form_twice_is_one_interest(app, at, client):
    answer_all(client, at.url)
    copy = app.test_client()
    with client.session_transaction() as ours, copy.session_transaction() as theirs:
        theirs.update(ours)
    assert client.post(f"{at.url}/contact", data=CONTACT).status_code == 303
    assert copy.post(f"{at.url}/contact", data=CONTACT).location == f"{at.url}/klaar"
    assert (rows(app), rows(app, Person)) == (1, 1)


@pytest.mark.parametrize(
    "answers", [TENANT, {**ANSWERS, "when": ["not_now"]}], ids=["tenant", "next round"]
)
def test_a_message_that_is_sent_twice_is_one_case(app, at, client, answers):
    on_the_way = {code: given for code, given in answers.items() if code not in AFTER_WHEN}
    answer_all(client, at.url, on_the_way)
    copy = app.test_client()
    with client.session_transaction() as ours, copy.session_transaction() as theirs:
        theirs.update(ours)
    for browser in (client, copy):
        browser.send(f"{at.url}/contact", {**CONTACT, "words": "Koud"})
        assert browser.page(f"{at.url}/klaar").heading == "Thank you, we have your message"
    assert (rows(app, Case), rows(app, Person), rows(app, Task)) == (1, 1, 1)


def test_somebody_else_at_the_same_home_reads_the_same(app, given, at, client):
    """Who typed the address may be anybody: the page tells nothing of who else did, or holds it."""
    with given() as make:
        held = make.session.get(Package, at.package_id)
        address = make.session.get(Address, at.address_id)
        make.subscription(held, make.dwelling(address))
    for browser, name in ((client, "Ann"), (app.test_client(), "Jan")):
        answer_all(browser, at.url)
        browser.send(f"{at.url}/contact", {**CONTACT, "name": name})
        assert browser.page(f"{at.url}/klaar").heading == "Almost done: confirm your interest"
    assert rows(app) == 3


def test_beyond_the_limits_the_page_says_the_same_and_nothing_leaves(app, at):
    pages = set()
    for _ in range(4):
        browser = app.test_client()
        answer_all(browser, at.url)
        browser.send(f"{at.url}/contact", CONTACT)
        done = browser.page(f"{at.url}/klaar")
        done.select_one(".reference").decompose()
        pages.add(done.select_one("main").get_text(" ", strip=True))
    assert len(pages) == 1
    assert (rows(app), rows(app, OutboxMessage)) == (4, 3)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 5000}, "name"),
        ({"name": "\u202e"}, "name"),
        ({"way": ""}, "way-0"),
        ({"way": "pigeon"}, "way-0"),
        ({"email": "ann"}, "email"),
        ({"way": "mobile", "phone": "12"}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"way": "letter", "email": "ann"}, "email"),
        ({"consent": ""}, "consent"),
        ({"language": "tlh"}, "language"),
    ],
)
def test_bad_contact_is_told_at_the_field_and_nothing_is_lost(app, at, client, change, field):
    answer_all(client, at.url)
    typed = {**CONTACT, **change}
    typed = {name: value for name, value in typed.items() if value}
    page = client.send(f"{at.url}/contact", typed, status=422)
    assert page.select_one(f".error-summary a[href='#{field}']")
    assert page.select_one("#email")["value"] == typed["email"]
    assert rows(app) == 0


def test_a_letter_needs_no_more_than_a_name(app, at, client):
    answer_all(client, at.url)
    client.send(f"{at.url}/contact", {**CONTACT, "way": "letter", "email": ""})
    with app.app_context():
        assert (
            db.session().scalars(select(OutboxMessage.address)).one().startswith("Rozenstraat 12")
        )


def test_a_phone_beside_a_letter_is_kept(app, at, client):
    answer_all(client, at.url)
    typed = {**CONTACT, "way": "letter", "email": "", "phone": "0470/12.34.56"}
    client.send(f"{at.url}/contact", typed)
    with app.app_context():
        person = db.session().scalars(select(Person)).one()
        assert (person.contact_way, person.phone) == ("letter", "+32470123456")


def test_a_tenant_gets_a_next_step_and_never_a_closed_door(app, at, client):
    answer_all(client, at.url, TENANT)
    check = client.page(f"{at.url}/nakijken")
    assert not check.says("not eligible")
    assert len(check.select(".actions a")) == 2
    client.send(f"{at.url}/contact", {**CONTACT, "words": ""}, status=422)
    client.send(f"{at.url}/contact", {**CONTACT, "words": "Koud"})
    assert client.page(f"{at.url}/klaar").heading == "Thank you, we have your message"
    assert rows(app) == 0


@pytest.mark.parametrize(
    ("code", "option"), [("works", "other_works"), ("when", "not_now"), ("seen", "asbestos")]
)
def test_every_end_has_something_to_do(at, client, code, option):
    answers = {**ANSWERS, code: [option]}
    codes = list(ANSWERS)
    ends = {question.code: question.ends_on for question in FLOW_2026}
    if option in ends[code]:
        answers = {key: answers[key] for key in codes[: codes.index(code) + 1]}
    answer_all(client, at.url, answers)
    page = client.page(f"{at.url}/nakijken")
    links = [a["href"] for a in page.select(".actions a")]
    assert links
    for link in links:
        assert client.get(link.partition("#")[0]).status_code == 200


def test_every_end_state_has_links(app):
    assert all(END_ACTIONS.values())


def test_other_works_have_no_contact_page(at, client):
    answer_all(
        client, at.url, {**{k: ANSWERS[k] for k in list(ANSWERS)[:3]}, "works": ["other_works"]}
    )
    assert client.get(f"{at.url}/contact").location == f"{at.url}/nakijken"


def test_after_the_deadline_every_page_says_what_to_do(given, client):
    with given() as make:
        at = place(make, interest_deadline=TODAY.replace(day=22))
    for url in (at.url, f"{at.url}/owner_kind"):
        page = client.page(url)
        assert page.heading == "You cannot show interest any more"
        assert page.select_one("a[href$='#bel-mij']")


def test_a_package_that_closes_meanwhile_refuses_in_words(app, given, at, client):
    answer_all(client, at.url)
    with given() as make:
        make.session.get(Package, at.package_id).state = "closed"
    assert client.page(f"{at.url}/nakijken").heading == "You cannot show interest any more"
    page = client.send(f"{at.url}/contact", CONTACT, status=422)
    assert page.heading == "You cannot show interest any more"
    assert rows(app) == 0


def test_three_homes_fit_in_one_browser(given, client):
    with given() as make:
        first = place(make)
        street = make.street(first.package.neighbourhood, "Laan")
        urls = [
            first.url.rsplit("/", 1)[0] + f"/{make.address(street, str(n)).id}"
            for n in (1, 3, 5, 7)
        ]
    for url in urls:
        client.send(f"{url}/owner_kind", {"answer": "live_here"})
    with client.session_transaction() as cookie:
        assert len(cookie["interest"]) == 3
    assert client.get(urls[-1]).location == f"{urls[-1]}/house_type"


def test_no_answer_stays_in_a_cache(at, client):
    assert client.get(f"{at.url}/owner_kind").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_every_letter_ends_with_who_to_call(app, given, language):
    from datetime import UTC, datetime

    from renogroep.base.text import t
    from renogroep.infra.i18n import in_language

    facts = {
        "url": "http://x/l/t",
        "address": "A 1",
        "title": "T",
        "said": [("c", "Question?", ("Yes", "No"))],
        "call_by": TODAY,
        "words": "W",
        "reasons": (t("Because"),),
        "screened": 1,
        "needed": 2,
        "until": TODAY,
        "quotes_by": datetime(2026, 12, 1, tzinfo=UTC),
        "what_now": lambda: None,
        "answer_url": "http://x/bevestig",
        "code": None,
    }
    with given() as make:
        row = make.subscription(make.package())
        for file in sorted(MAILS.glob("subscriptions_*.txt")):
            for outcome in ("go", "extend", "fail"):
                for flag in (True, False):
                    with in_language(language):
                        text = render_template(
                            f"mail/{file.name}",
                            person=row.person,
                            municipality=make.home,
                            subscription=row,
                            outcome=outcome,
                            fits=flag,
                            tenant=flag,
                            package_failed=flag,
                            again=flag,
                            **facts,
                        )
                    subject, _, body = text.strip().partition("\n")
                    assert 10 < len(subject) < 120
                    assert body.strip().endswith("Testgem, 09 123 45 67")
