"""The caseload: counts that match lists, a search that finds, and a call back that happens once."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.db import db
from renogroep.journeys.actions.restage import restage_all
from renogroep.journeys.actions.wait import wait_for_owner
from renogroep.journeys.queries.caseload import Pile
from renogroep.owners.actions.search_words import add_reference, heal_words
from renogroep.owners.models import CallRequest, Case
from tests.support.make import NOW, TODAY


@pytest.fixture
def ann(given):
    with given() as make:
        return make.member(Role.ADVISOR, name="Ann").id


def homes(page):
    return [row.select_one("th").get_text(strip=True) for row in page.select("#cases tbody tr")]


def piles(page):
    return {
        link["href"].partition("stapel=")[2].partition("&")[0]: int(
            link.select_one(".number").get_text()
        )
        for link in page.select(".piles a")
    }


@pytest.fixture
def cases(given, ann):
    with given() as make:
        street = make.street(name="Rozenstraat")

        def case(number, **values):
            name = values.pop("name", "")
            row = make.case(
                make.dwelling(make.address(street, number)), make.person(name), **values
            )
            return row.id

        made = {
            "mine": case("2", advisor_id=ann, name="Zoë Peeters"),
            "late": case("4", advisor_id=ann, opened_at=NOW - timedelta(days=30)),
            "free": case("6"),
            "waiting": case("8A", advisor_id=ann),
            "closed": case("10", state="closed"),
        }
        heal_words(make.session)
        waits = make.session.get_one(Case, made["waiting"])
        wait_for_owner(make.session, waits, until=TODAY + timedelta(days=9), by=By(ann))
        restage_all(make.session)
        return made


def test_the_counts_are_the_lengths_of_the_lists(client_of, ann, cases):
    client = client_of(ann)
    counted = piles(client.page("/dossiers"))
    assert counted == {"mine": 3, "unassigned": 1, "overdue": 1, "waiting": 1, "all": 5}
    for pile in Pile:
        assert len(homes(client.page(f"/dossiers?stapel={pile}"))) == counted[pile]


def test_what_is_late_stands_on_top(client_of, ann, cases):
    assert homes(client_of(ann).page("/dossiers"))[0] == "Rozenstraat 4"


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("zoe", ["Rozenstraat 2"]),
        ("ROZENSTRAAT 6", ["Rozenstraat 6"]),
        ("rozenstraat 8a", ["Rozenstraat 8A"]),
        ("rozenstr 8a", ["Rozenstraat 8A"]),
        ("Rozenstaat 1", ["Rozenstraat 10"]),
        ("Rozenlaan 6", []),
        ("%", []),
        ("nobody", []),
    ],
)
def test_a_search_finds_names_and_homes(client_of, ann, cases, search, found):
    page = client_of(ann).get("/dossiers", query_string={"zoek": search})
    assert homes(type(client_of(ann).page("/dossiers"))(page.text, "html.parser")) == found


def test_a_search_finds_a_reference_as_it_is_read_aloud(client_of, given, ann):
    with given() as make:
        row = make.subscription(make.package(), reference="RG-7K4M-2P")
        add_reference(make.session, row.case_id, row.reference)
    assert len(homes(client_of(ann).page("/dossiers?zoek=rg 7k4m"))) == 1


def test_nobody_sees_cases_outside_their_neighbourhood_or_municipality(client_of, given, cases):
    with given() as make:
        other = make.neighbourhood()
        narrow = make.member(Role.ADVISOR, neighbourhood_id=other.id).id
        away = make.municipality()
        stranger = make.member(
            Role.ADVISOR, make.organisation("energy_house", municipality_id=away.id)
        ).id
    for person in (narrow, stranger):
        client = client_of(person)
        assert piles(client.page("/dossiers"))["all"] == 0
        client.page(f"/dossiers/{cases['mine']}", status=404)
        client.send(f"/dossiers/{cases['free']}/nemen", status=404)


def test_who_takes_a_case_lands_on_it_and_the_next_one_hears_it(client_of, given, ann, cases):
    with given() as make:
        bert = make.member(Role.ADVISOR, name="Bert").id
    client_of(ann).send(f"/dossiers/{cases['free']}/nemen")
    page = client_of(bert).send(f"/dossiers/{cases['free']}/nemen", status=422)
    assert page.select_one(".refusal")
    assert page.says("Ann")


def test_a_call_back_is_done_once(client_of, given, ann):
    with given() as make:
        row = make._add(
            CallRequest(
                municipality_id=make.home.id,
                neighbourhood_id=make.neighbourhood().id,
                phone="0470 12 34 56",
                language="nl",
                created_at=NOW,
                due_on=TODAY,
            )
        )
        url = f"/dossiers/oproepen/{row.id}/gedaan"
    client = client_of(ann)
    assert client.page("/dossiers").says("0470 12 34 56")
    client.send(url, {"outcome": ""}, status=422)
    client.send(url, {"outcome": "Comes to the evening"})
    assert not client.page("/dossiers").says("0470 12 34 56")
    page = client.send(url, {"outcome": "No answer"}, status=422)
    assert page.says("Comes to the evening")


def test_five_hundred_cases_take_few_questions_to_the_database(app, client_of, given, ann):
    with given() as make:
        street = make.street()
        person = make.person()
        for n in range(500):
            address = make.address(street, str(2 * n + 2))
            make.session.add(
                Case(
                    municipality_id=make.home.id,
                    dwelling_id=make.dwelling(address).id,
                    person_id=person.id,
                    owner_kind="owner_occupier",
                    channel="online",
                    opened_at=NOW,
                    advisor_id=ann,
                )
            )
    client = client_of(ann)
    asked = []

    def count(_conn, _cursor, statement, *_):
        if statement.startswith("SELECT"):
            asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        page = client.page("/dossiers?pagina=10")
    finally:
        event.remove(engine, "before_cursor_execute", count)
    assert len(homes(page)) == 50
    assert len(asked) <= 11, asked  # one of them for the first tasks


def test_the_first_page_tells_a_new_advisor_what_to_do(client_of, ann):
    page = client_of(ann).page("/dossiers")
    assert page.select_one(".empty-state a[href*=unassigned]")


def test_wrong_pages_and_piles_still_answer(client_of, ann, cases):
    for query in ("pagina=0", "pagina=999", "pagina=x", "stapel=luck", "zoek=" + "a" * 5000):
        assert client_of(ann).page(f"/dossiers?{query}")


def test_counts_in_the_database_and_on_the_page_are_the_same(app, client_of, ann, cases):
    with app.app_context():
        rows = db.session.scalars(select(Case).where(Case.state == "open")).all()
    assert piles(client_of(ann).page("/dossiers"))["mine"] == sum(
        row.advisor_id == ann for row in rows
    )
