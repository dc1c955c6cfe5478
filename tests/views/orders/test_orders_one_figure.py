"""One figure per home: once there is an order, the pages with quotes show its amount and lead to it."""

import pytest

from renogroep.infra.access import Role
from tests.actions.orders.test_orders_group_mode import chosen
from tests.support.make_orders import open_wave, ready_to_order, survey
from tests.views.orders.test_orders_resident_pages import linked

H1 = {  # amounts incl. VAT, excl. VAT and own share; the same excl. VAT and own share of the quote
    "procurement": ("9.294,08", "8.768,00", "4.910,08", "9.128,00", "5.111,68"),
    "group_quotes": ("9.900,40", "9.340,00", "5.230,40", "9.760,00", "5.465,60"),
}


@pytest.mark.parametrize("mode", H1)
def test_the_order_says_the_amount_on_every_page(given, client_of, client_as, mode):
    with given() as make:
        example = ready_to_order(make) if mode == "procurement" else chosen(make)
        home = example.homes["H1"]
        here = f"/mijn-woning/{home.id}/offertes/{example.lot.id}"
        staff = f"/intekeningen/{home.id}/keuze/{example.lot.id}"
        person = home.person_id
    client = linked(client_of, given, person)
    *of_order, price, share = H1[mode]
    assert client.page(here).says(price)
    assert client.page(here).says(share)
    with given() as make:
        _, orders = open_wave(make, reload(make, example))
        if mode == "procurement":  # the survey finds two neighbours on the scaffold
            survey(make, orders["H1"], "H1", example)
        order = orders["H1"].id
    pages = [client.page(here)]
    if mode == "group_quotes":
        pages.append(client_as(Role.ADVISOR).page(staff))
    for page in pages:
        for amount in of_order:
            assert page.says(amount)
        assert not page.says(price)
        assert not page.says(share)
        assert page.select_one(f"main a[href$='/{order}']")


def reload(make, example):
    """The rows of the example, in the session of ``make``."""
    for name in ("lot", "package", "request"):
        setattr(example, name, make.session.merge(getattr(example, name)))
    for name in ("homes", "quotes", "contractors"):
        rows = getattr(example, name).items()
        setattr(example, name, {key: make.session.merge(row) for key, row in rows})
    return example
