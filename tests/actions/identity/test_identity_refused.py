"""Nobody comes in whom we cannot reach, and no contractor without a number."""

import pytest

from renogroep.base.errors import Refused
from renogroep.identity.actions.people import Contact, create_organisation, create_person
from renogroep.infra.acts import TICK


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("Ann", "ann@example.org", None),
        ("Ann", " ", "person.no_contact"),
        (" ", "ann@example.org", "person.no_name"),
    ],
)
def test_a_person_has_a_name_and_one_way_to_be_reached(session, make, name, value, code):
    def create():
        return create_person(
            session,
            municipality_id=make.home.id,
            name=name,
            contact=Contact("email", value),
            language="nl",
            by=TICK,
        )

    if code is None:
        assert create().email == value
        return
    with pytest.raises(Refused) as refused:
        create()
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        ("contractor", "0566.988.259", None),
        ("contractor", " ", "organisation.number_missing"),
        ("municipality", "", None),
    ],
)
def test_a_contractor_has_a_company_number(session, make, kind, number, code):
    def create():
        return create_organisation(
            session,
            municipality_id=make.home.id,
            kind=kind,
            name="Bouw bv",
            company_number=number,
            by=TICK,
        )

    if code is None:
        assert create().kind == kind
        return
    with pytest.raises(Refused) as refused:
        create()
    assert refused.value.code == code
