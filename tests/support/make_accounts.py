"""H3 with façade (B) and windows (D): the account of one home in two lots, as rows."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from renogroep.base.money import Money, UnitPrice
from renogroep.base.units import Quantity
from renogroep.groups.models import Request, RequestLine
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.orders.actions import ordering, surveying
from renogroep.orders.models import Order
from renogroep.owners.models import Case, DwellingMeasure
from renogroep.quotes.models import Decision, Quote
from renogroep.quotes.rules.price_sheet import Answer, AnswerKind, PriceSheet, Terms
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot
from tests.support.make import NOW, TODAY, Make
from tests.support.make_orders import open_wave, place, ready_to_order, survey
from tests.support.make_quotes import DEADLINE, Example, submitted_quote

WINDOWS = (
    ("03.01", "Ramen met hoogrendementsglas", "VH", "m²", "home", "windows_m2", "10"),
    ("03.02", "Voordeur", "VH", "st", "home", "doors_piece", "1"),
    ("03.03", "Werfinrichting", "TP", "forfait", "lot", "lot", "1"),
)
PRICES_D = {"03.01": "612", "03.02": "2400", "03.03": "2000"}
OF_H3 = {"03.01": "9.6", "03.02": "1"}  # m², doors
H3_BUILT = 1955


@dataclass
class TwoLots:
    """The worked example with one more lot: D does the windows of H3."""

    facade: Example
    windows: Lot
    quote: Quote  # of D
    request: Request
    home: Subscription
    person_d: Any

    @property
    def case(self) -> Case:
        """The household."""
        return self.home.case


def two_lots(
    make: Make,
    posts: Any = WINDOWS,
    prices: dict[str, str] = PRICES_D,
    measured: dict[str, str] | None = None,
    **lot: Any,
) -> TwoLots:
    """H3 wants both lots; B and D have them; nothing is ordered yet."""
    facade = ready_to_order(make, max_value=None)
    home = facade.homes["H3"]
    home.case.dwelling.build_year = H3_BUILT
    home.case.other_dwelling = False
    for source, amount in (measured or {"windows_m2": "9.6", "doors_piece": "1"}).items():
        make._add(
            DwellingMeasure(
                municipality_id=home.municipality_id,
                dwelling_id=home.dwelling_id,
                source=source,
                quantity=Quantity.of(amount),
                measured_at=NOW,
            )
        )
    return lot_of_d(make, facade, 2, posts, prices, **lot)


def lot_of_d(
    make: Make,
    facade: Example,
    number: int,
    posts: Any = WINDOWS,
    prices: dict[str, str] = PRICES_D,
    **lot: Any,
) -> TwoLots:
    """One more lot of the package, which H3 wants and D has."""
    home = facade.homes["H3"]
    values = {"title": "Ramen en deuren", "measure": "windows_doors", "min_to_execute": 4, **lot}
    windows = make.lot(
        facade.package, number=number, posts=posts, bands=((4, None),), state="quoting", **values
    )
    make.want(home, windows)
    request = _request(make, windows)
    quote = _won_by_d(make, facade, windows, request, prices)
    return TwoLots(facade, windows, quote, request, home, quote.submitted_by)


def _request(make: Make, lot: Lot) -> Request:
    owner = {"municipality_id": lot.municipality_id}
    lot.quote_deadline = DEADLINE
    request = make._add(
        Request(
            **owner,
            reference=f"V-{lot.id}",
            lot_id=lot.id,
            checksum="0" * 64,
            homes=10,
            runs=4,
            opened_for_quotes_at=DEADLINE - timedelta(days=30),
        )
    )
    copied = ("position", "number", "description", "nature", "unit", "scope", "source")
    for post in lot.posts:
        make._add(
            RequestLine(
                **owner,
                request_id=request.id,
                **{name: getattr(post, name) for name in copied},
                per_home=post.presumed,
                quantity=post.presumed,
            )
        )
    make.session.expire(request)
    return request


def _won_by_d(
    make: Make, facade: Example, lot: Lot, request: Request, prices: dict[str, str]
) -> Quote:
    terms = Terms(
        own_min=None,
        start_from=TODAY + timedelta(days=120),
        start_until=TODAY + timedelta(days=200),
        warranty_years=10,
        disruption_days=4,
        validity_days=180,
    )
    answers = tuple(
        Answer(number, AnswerKind.PRICE, (UnitPrice.euros(price),))
        for number, price in prices.items()
    )
    example = Example(facade.package, lot, request)
    quote = submitted_quote(make, example, "D", PriceSheet(answers, terms))
    from renogroep.quotes.actions import opening

    for role in (Role.LEAD, Role.OPENING_OFFICER):
        opening.open_lot(make.session, lot, by=By(make.member(role).id))
    make._add(
        Decision(
            municipality_id=lot.municipality_id,
            lot_id=lot.id,
            quote_id=quote.id,
            ranking=[],
            motive="D heeft de beste score.",
            decided_by=make.member(Role.LEAD).id,
            decided_at=NOW,
            standstill_until=TODAY,
        )
    )
    quote.state, lot.state = "awarded", "ordering"
    make.session.flush()
    return quote


def surveyed_twice(make: Make, both: TwoLots, amounts: dict[str, str] = OF_H3) -> list[Order]:
    """Both lots have a round, H3 was measured for both, and may order."""
    _wave, facades = open_wave(make, both.facade)
    survey(make, facades["H3"], "H3", both.facade)
    return [facades["H3"], surveyed_by_d(make, both, amounts)]


def surveyed_by_d(make: Make, both: TwoLots, amounts: dict[str, str] = OF_H3) -> Order:
    """The lot of D has a round, and H3 was measured for it."""
    second = Example(both.facade.package, both.windows, both.request, homes=both.facade.homes)
    _wave, orders = open_wave(make, second)
    order = orders["H3"]
    ordering.say_provisional_yes(make.session, order, by=By(order.person_id))
    surveying.measure(
        make.session,
        order,
        quantities={number: Quantity.of(amount) for number, amount in amounts.items()},
        run_code="",
        run_size=1,
        by=By(make.member(Role.ADVISOR).id),
    )
    surveying.agree(make.session, order, by=By(both.person_d))
    return order


def ordered_twice(make: Make, both: TwoLots) -> list[Order]:
    """H3 ordered in both lots."""
    orders = surveyed_twice(make, both)
    for order in orders:
        place(make, order)
    return orders


def finals(orders: list[Order], *amounts: str) -> None:
    """Prices as they are after a freeze."""
    for order, amount in zip(orders, amounts, strict=True):
        order.final, order.state = Money.euros(amount), "frozen"
