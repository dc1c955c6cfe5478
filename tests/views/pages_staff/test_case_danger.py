"""Who sees danger flags it, also without seeing can and will; everybody reads it first."""

import pytest

from renogroep.infra.access import Role
from renogroep.journeys.actions.restage import restage_all


@pytest.fixture
def case_id(given):
    with given() as make:
        key = make.case(make.dwelling(make.address(make.street(name="Rozenstraat"), "2"))).id
        restage_all(make.session)
        return key


def test_the_desk_flags_and_an_advisor_confirms(client_as, case_id):
    desk, ann, lead = (client_as(role) for role in (Role.DESK, Role.ADVISOR, Role.TEAM_LEAD))
    url = f"/dossiers/{case_id}"
    version = {
        "version": desk.page(url).select_one(f"form[action='{url}/gevaar'] [name=version]")["value"]
    }
    desk.send(f"{url}/gevaar", version)
    desk.send(f"{url}/gevaar", version)  # pressed twice
    for client in (desk, ann, lead):
        assert client.page("/vandaag").select_one("main section")["aria-labelledby"] == "danger"
        first = client.page("/dossiers?stapel=all").select_one("#cases tbody tr")
        assert "Acute danger" in first.get_text()
    assert not desk.page(url).says("Confirm the danger")
    page = ann.page(url)
    assert page.says("Confirm the danger")
    version = {"version": page.select_one(f"form[action='{url}/gevaar'] [name=version]")["value"]}
    ann.send(f"{url}/gevaar", version)
    assert not ann.page(url).says("Confirm the danger")


@pytest.mark.parametrize("role", [Role.LEAD, Role.CONTRACTOR, Role.RESIDENT])
def test_others_flag_nothing(client_as, case_id, role):
    client_as(role).send(f"/dossiers/{case_id}/gevaar", status=403)


def test_a_flag_from_an_old_page_is_stale(client_as, case_id):
    client_as(Role.DESK).send(f"/dossiers/{case_id}/gevaar", {"version": "99"}, status=409)


def test_a_case_elsewhere_does_not_exist(client_of, given, case_id):
    with given() as make:
        narrow = make.member(Role.DESK, neighbourhood_id=make.neighbourhood().id).id
    client_of(narrow).send(f"/dossiers/{case_id}/gevaar", {"version": "1"}, status=404)
