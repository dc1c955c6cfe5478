"""The page of a home, and that of another owner, in each of their shapes: every way the template goes.

The inspector looks at each: axe, and nothing that scrolls sideways at 320 pixels.
"""

import pytest
from playwright.sync_api import expect

from renogroep.identity.actions.keys import make_link
from renogroep.infra.acts import TICK
from renogroep.infra.db import session
from renogroep.orders.models import Order
from tests.browser.keyboard import press
from tests.browser.steps import at, open_link, said
from tests.support.words import nl
from tests.support.worlds import WORLDS, newest_order

# Of the household: what its page has that no page before it has.
HOMES = {
    "collecting": "a way out of the interest",
    "stopped": "an interest that ended",
    "no_phone": "no call",
    "not_fit_while_choosing": "a group, and nothing to do",
    "to_choose": "urgent, silence, an amount with small ones, one button",
    "chose": "a button that is not urgent",
    "new_yes": "three buttons, two of them a form",
    "standstill_over": "an amount without a button",
    "indicative": "a form, a way out and a link",
    "own_money": "no loan: three forms, an amount and what silence costs",
    "full": "a form that is the main button, of a full round",
    "awaiting": "the name of who must sign, and a correction",
    "needs_a_permit_and_a_loan": "a list of conditions",
    "ordered_free": "days left beside the way out",
    "frozen": "a final price and no button",
    "ended_not_ordered": "an order that ended",
    "with_an_order_in_another_lot": "two lots",
}
# Of the other owner.
OTHERS = {
    "awaiting": "asked to sign",
    "awaiting_not_fit": "asked, and cannot",
    "ordered_by_two": "signed",
    "ended_without_the_co_owner": "too late",
}
ALL = [("my_home", name) for name in HOMES] + [("co_sign", name) for name in OTHERS]


@pytest.fixture
def arrived(given, person):
    """``arrived(name, "my_home")``: a world, its day, and a phone on which its link was opened."""

    def arrive(name, purpose="my_home", **how):
        with given() as make:
            world = WORLDS[name](make)
            order = newest_order(make, world)
            who = world.home.person if purpose == "my_home" else order.co_owners[0].person
            subject = None if purpose == "my_home" else order.id
            today, key = world.today, order.id if order else None
            with at(today):
                token = make_link(
                    make.session, person=who, purpose=purpose, subject_id=subject, by=TICK
                )
        page = person(phone=True, **how)
        with at(today):
            open_link(page, f"/l/{token}")
        return page, today, key

    return arrive


@pytest.mark.parametrize(
    ("purpose", "name"), ALL, ids=[f"{purpose}-{name}" for purpose, name in ALL]
)
def test_a_shape_of_the_page(arrived, purpose, name):
    """Every other one without JavaScript."""
    page, today, key = arrived(name, purpose, javascript=ALL.index((purpose, name)) % 2 == 0)
    with at(today):
        page.goto("/mijn-woning" if purpose == "my_home" else f"/mede-eigenaar/{key}")
        expect(page.locator(".standing__say").first).not_to_be_empty()
        for button_ in page.locator("article.home .actions .btn").all():
            assert button_.bounding_box()["height"] >= 44  # a thumb


def test_somebody_without_a_home(given, person):
    with given() as make:
        token = make_link(make.session, person=make.person(), purpose="my_home", by=TICK)
    page = person(phone=True, javascript=False)
    open_link(page, f"/l/{token}")
    page.goto("/mijn-woning")
    said(page, nl("See what is possible"))


def test_withdrawing_is_two_presses_on_the_home_page_with_the_keyboard_alone(arrived, app):
    page, today, key = arrived("ordered_free", javascript=False)
    with at(today):
        page.goto("/mijn-woning")
        press(page, "A:", nl("Withdraw my order (I stop, still %(n)s days)", n=14))
        press(page, "BUTTON", nl("Yes, I stop"))
        said(page, nl("You left these works. You pay nothing."))
    with app.app_context():
        order = session().get_one(Order, key)
        assert (order.state, order.loss_reason) == ("withdrawn", None)
