"""A firm whose quote was opened elsewhere sees its job, and no page breaks for want of a seal."""

import pytest

from renogroep.quotes.models import Quote
from tests.support.make import NOW
from tests.support.make_jobs import job


@pytest.fixture
def imported(given):
    """A job with a quote that came in as an opened bill."""
    with given() as make:
        one = job(make)
        make._add(
            Quote(
                municipality_id=make.home.id,
                request_id=one.request_id,
                organisation_id=one.firm_id,
                slot="submitted",
                state="opened",
                request_revision=1,
                sealed=None,
                saved_at=NOW,
                saved_by=one.person_id,
                source="imported",
                receipt="Q-ELDERS",
                opened_at=NOW,
            )
        )
    return one


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("", 200),
        ("/meetstaat.xlsx", 200),
        ("/bewijs", 200),
        ("/invullen", 200),
        ("/prijsbestand.json", 404),
    ],
)
def test_pages_of_a_quote_without_a_seal(client_of, imported, page, status):
    answer = client_of(imported.person_id).get(imported.url + page)
    assert answer.status_code == status
