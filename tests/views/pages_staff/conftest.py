"""These pages are read in English, so that what must not be on them is looked for in its own words."""

import pytest


@pytest.fixture
def client_of(client_of):
    """The browser of one person who chose English."""

    def in_english(person_id):
        client = client_of(person_id)
        client.set_cookie("language", "en")
        return client

    return in_english
