"""Staff see which rules count and where they come from."""

import pytest

from renogroep.financing import actions, queries
from renogroep.infra.access import Role


@pytest.fixture
def vat_id(given):
    """The id of the VAT version of today."""
    with given() as make:
        actions.seed_rules(make.session, make.home.id, actor_id=None)
        rows = queries.active_versions(make.session, make.home.id, "vat")
        return rows[-1].id


def test_every_kind_is_listed_with_its_source(client_as, vat_id):
    client = client_as(Role.LEAD)
    assert client.page("/regels").select("#rules-premium tbody tr")
    page = client.page(f"/regels/{vat_id}")
    assert page.select("#table-1 tbody tr")


def test_switching_off_needs_a_fresh_page(client_as, vat_id):
    client = client_as(Role.TEAM_LEAD)
    values = client.page(f"/regels/{vat_id}").values()
    client.send(f"/regels/{vat_id}/uit", {**values, "version": "999"}, status=409)
    client.send(f"/regels/{vat_id}/uit", values)
    client.send(f"/regels/{vat_id}/uit", values, status=409)


def test_another_municipalitys_rule_is_not_there(client_as, given, vat_id):
    with given() as make:
        other = make.municipality()
        actions.seed_rules(make.session, other.id, actor_id=None)
        foreign = queries.active_versions(make.session, other.id, "vat")[0].id
    client_as(Role.LEAD).page(f"/regels/{foreign}", status=404)
