"""A version travels to another municipality as a file, and decides there after its own second person."""

from io import BytesIO

import pytest

from renogroep.base.errors import Refused
from renogroep.financing import actions
from renogroep.financing.actions.cases import add_cases
from renogroep.financing.models import RuleCase, RuleVersion
from renogroep.financing.queries import cases as queries
from renogroep.financing.rules.carried_version import from_file
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.db import db
from tests.support.make_rules import looked_up, written


@pytest.fixture
def file(given, client_of):
    """A proven version of one municipality, as it is downloaded there."""
    with given() as make:
        actions.seed_rules(make.session, make.home.id, by=TICK)
        row = written(make, "income", label="income_2027", source="vlaanderen.be")
        found = [looked_up(row, one) for one in queries.proposed_cases(make.session, row)]
        more = [looked_up(row, one) for one in queries.shipped() if one.kind == "income"][:1]
        add_cases(make.session, make.home.id, found or more, by=By(row.author_id))
        id, author = row.id, row.author_id
    return client_of(author).get(f"/regels/{id}/regel.json").data


@pytest.fixture
def elsewhere(given, client_of):
    with given() as make:
        make._municipality = make.municipality(slug="elders", email="wonen@elders.example")
        actions.seed_rules(make.session, make.home.id, by=TICK)
        return make.home.id, make.member(Role.LEAD).id, make.member(Role.TEAM_LEAD).id


def taken(client, content, status=303):
    values = {"file": (BytesIO(content), "regel.json")}
    return client.send(
        "/regels/overnemen", values, content_type="multipart/form-data", status=status
    )


def test_it_comes_in_with_its_cases_and_author_as_a_draft(app, client_of, elsewhere, file):
    home, lead, colleague = elsewhere
    client = client_of(lead)
    assert client.page("/regels/overnemen").select_one("input[type=file]")
    taken(client, file)
    with app.app_context():
        row = db.session.query(RuleVersion).filter_by(municipality_id=home, origin="taken").one()
        kept = db.session.query(RuleCase).filter_by(municipality_id=home).all()
        id = row.id
        assert (row.state, row.author_id) == ("draft", lead)
        assert kept
        assert {(one.origin, one.author_id) for one in kept} == {("taken", lead)}
    page = client.page(f"/regels/{id}")
    assert page.says("Testgem")
    client.send(f"/regels/{id}/voorstellen", page.values())
    second = client_of(colleague)
    second.send(f"/regels/{id}/aanzetten", second.page(f"/regels/{id}").values())
    taken(client, file, status=422)  # the label exists


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"format": "x"}', b"\xff\xfe", b"[" * 100_000],
)
def test_a_file_that_is_none_is_refused(content):
    with pytest.raises(Refused) as refused:
        from_file(content)
    assert refused.value.code == "rules.not_a_file"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"income"', b'"screening"'),
        (b'"valid_from": "2027', b'"valid_from": "x027'),
        (b'"confidence": "high"', b'"confidence": "zeker"'),
        (b'"cases": [', b'"cases": [1, '),
        (b"income_max_incl_cents", b"x"),
    ],
)
def test_a_file_that_was_changed_is_refused_whole(client_of, elsewhere, file, old, new):
    assert old in file
    page = taken(client_of(elsewhere[1]), file.replace(old, new), status=422)
    assert page.select_one(".field--error")


def test_without_rules_of_this_kind_or_without_a_file(given, client_of, file, client_as):
    with given() as make:
        make._municipality = make.municipality(slug="leeg", email="wonen@leeg.example")
        lead = make.member(Role.LEAD).id
    assert taken(client_of(lead), file, status=422).says("nog geen regels van deze soort")
    assert client_of(lead).send("/regels/overnemen", {}, status=422).select_one(".field--error")
