"""Switching a rule off asks for a fresh page."""

import pytest

from renogroep.financing import actions, queries
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK


@pytest.fixture
def vat_id(given):
    """The id of the VAT version of today."""
    with given() as make:
        actions.seed_rules(make.session, make.home.id, by=TICK)
        rows = queries.active_versions(make.session, make.home.id, "vat")
        return rows[-1].id


def test_switching_off_needs_a_fresh_page(client_as, vat_id):
    client = client_as(Role.TEAM_LEAD)
    values = client.page(f"/regels/{vat_id}").values()
    client.send(f"/regels/{vat_id}/uit", {**values, "version": "999"}, status=409)
    client.send(f"/regels/{vat_id}/uit", values)
    client.send(f"/regels/{vat_id}/uit", values, status=409)
