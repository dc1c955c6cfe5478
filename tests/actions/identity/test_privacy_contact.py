"""The privacy page never loses half of what the law asks."""

import pytest

from renogroep.base.errors import Refused
from renogroep.identity.actions.municipalities import set_privacy
from renogroep.infra.acts import TICK


@pytest.mark.parametrize(("where", "whom"), [("", "privacy@x.be"), ("Markt 1", " ")])
def test_both_or_none(session, make, where, whom):
    home = make.home
    with pytest.raises(Refused) as refused:
        set_privacy(session, home, postal_address=where, contact=whom, by=TICK)
    assert refused.value.code == "municipality.no_privacy"
    assert home.privacy_contact == ""
