"""A pile of more than a thousand is not counted to its end, and every page of it can be read."""

import pytest
from sqlalchemy import insert

from renogroep.identity.models import Person
from renogroep.infra.access import Role
from renogroep.journeys.models import CaseStage
from renogroep.journeys.queries.caseload import CAP
from renogroep.owners.models import Case
from tests.support.make import NOW, TODAY

DATABASES = ("sqlite",)  # the queries meet PostgreSQL in tests/actions/journeys/test_big_piles.py
WORDS = {"nl": "meer dan 1.000", "fr": "plus de 1 000", "en": "more than 1,000"}


@pytest.fixture
def ann(given, request):
    """An advisor beside so many open cases that nobody has."""
    count = request.param
    with given() as make:
        ann = make.member(Role.ADVISOR)
        home = make.dwelling(make.address(make.street(), "1"))
        town, keys = {"municipality_id": home.municipality_id}, range(1001, 1001 + count)
        owner = {**town, "name": "Jan", "sort_key": "jan", "language": "nl", "version": 1}
        make.session.execute(insert(Person), [{**owner, "id": n} for n in keys])
        case = {
            **town,
            "dwelling_id": home.id,
            "owner_kind": "owner_occupier",
            "channel": "phone",
            "opened_at": NOW,
            "state": "open",
            "version": 1,
        }
        make.session.execute(insert(Case), [{**case, "id": n, "person_id": n} for n in keys])
        step = {**town, "stage": "call", "due_on": TODAY}
        make.session.execute(insert(CaseStage), [{**step, "case_id": n} for n in keys])
        return ann.id


def count_of(page, pile):
    link = page.select_one(f".piles a[href*='stapel={pile}'] .number")
    return " ".join(link.get_text().split())


@pytest.mark.parametrize(
    ("ann", "shown"), [(CAP, "1,000"), (CAP + 1, WORDS["en"])], indirect=["ann"]
)
def test_more_than_a_thousand_is_said_in_words(client_of, ann, shown):
    page = client_of(ann).page("/dossiers?stapel=unassigned")
    assert count_of(page, "unassigned") == shown
    assert count_of(page, "mine") == "0"


@pytest.mark.parametrize("ann", [CAP + 1], indirect=True)
def test_in_every_language(client_of, ann):
    client = client_of(ann)
    for language, words in WORDS.items():
        client.set_cookie("language", language)
        assert count_of(client.page("/dossiers?stapel=unassigned"), "all") == words


@pytest.mark.parametrize("ann", [CAP + 1], indirect=True)
def test_the_last_page_of_a_big_pile_is_reached(client_of, ann):
    client, url = client_of(ann), "/dossiers?stapel=unassigned"
    first = client.page(url)
    assert first.says("Page 1")
    assert first.select_one("a[rel=next]")
    last = client.page(f"{url}&pagina=21")
    assert len(last.select("#cases tbody tr")) == 1
    assert last.select_one("a[rel=next]") is None
    assert last.select_one("a[rel=prev]")
    assert client.page(f"{url}&pagina=999999999").select_one("#cases") is None
