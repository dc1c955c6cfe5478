"""The worked example of the money model as rows: three firms, ten homes, sealed or opened quotes.

``worked_example(make)`` gives a lot in group mode whose quotes were opened; ``stage="quoting"``
leaves them sealed. In procurement the bill has presumed quantities for ten homes.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from renogroep.base import clock
from renogroep.base.money import Money, UnitPrice
from renogroep.base.units import Quantity
from renogroep.groups.models import (
    BundlingRun,
    Group,
    GroupMember,
    Request,
    RequestHome,
    RequestLine,
)
from renogroep.identity.models import Organisation, Person
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.quotes.actions.sealed import Typed, new_nonce, seal_payload
from renogroep.quotes.models import Invitation, Preference, Quote, QuoteLine, QuotePrice
from renogroep.quotes.rules.events import Did
from renogroep.quotes.rules.price_sheet import (
    Answer,
    AnswerKind,
    PriceSheet,
    Terms,
    canonical,
    receipt_hash,
)
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot, Package
from tests.support.make import NOW, TODAY, Make

# post -> price in band 6-8 and in band 9-12
PRICES: dict[str, dict[str, tuple[str, str]]] = {
    "A": {
        "01.01": ("120", "106"),
        "01.02": ("60", "60"),
        "01.03": ("11", "11"),
        "02.01": ("840", "840"),
        "02.02": ("4200", "4200"),
    },
    "B": {
        "01.01": ("114", "110"),
        "01.02": ("58", "58"),
        "01.03": ("12", "12"),
        "02.01": ("720", "720"),
        "02.02": ("3000", "3000"),
    },
    "C": {
        "01.01": ("122", "108"),
        "01.02": ("55", "55"),
        "01.03": ("10", "10"),
        "02.01": ("960", "960"),
        "02.02": ("2400", "2400"),
    },
}
OWN_MINIMA = {"A": 6, "B": 4, "C": 4}
# façade m², sill lm, run, income category, owner, building year
HOMES: dict[str, tuple[str, str, str, int | None, str, int]] = {
    "H1": ("60", "6", "R1", 4, "owner_occupier", 1965),
    "H2": ("55", "5", "R1", 1, "owner_occupier", 1965),
    "H3": ("70", "7", "R1", 3, "owner_occupier", 1965),
    "H4": ("58", "6", "R1", 2, "owner_occupier", 1965),
    "H5": ("64", "6", "R2", 4, "owner_occupier", 1965),
    "H6": ("52", "5", "R2", 1, "owner_occupier", 1965),
    "H7": ("75", "8", "R2", 3, "owner_occupier", 1965),
    "H8": ("62", "6", "R3", None, "landlord", 1965),
    "H9": ("66", "7", "R3", 2, "owner_occupier", 1965),
    "H10": ("80", "8", "R4", 3, "owner_occupier", 2018),
}
# home -> the contractors it accepts, as in MONEY "The household choice on the same numbers"
CHOICES: dict[str, tuple[str, ...]] = {
    "H1": ("A", "B"),
    "H2": ("A", "B"),
    "H3": ("A", "B"),
    "H4": ("A", "B"),
    "H8": ("A", "B"),
    "H5": ("B", "A"),
    "H6": ("B", "A"),
    "H7": ("B", "A"),
    "H9": ("C", "A"),
    "H10": ("C", "B"),
}
RUNS = 4
DEADLINE = NOW - timedelta(days=1)


@dataclass
class Example:
    """Everything that was made, by the names of the worked example."""

    package: Package
    lot: Lot
    request: Request
    firms: dict[str, Organisation] = field(default_factory=dict)
    contractors: dict[str, Person] = field(default_factory=dict)
    quotes: dict[str, Quote] = field(default_factory=dict)
    homes: dict[str, Subscription] = field(default_factory=dict)


def sheet_for(firm: str, **terms: Any) -> PriceSheet:
    """The price sheet of A, B or C; ``terms`` replace the usual ones."""
    usual = {
        "own_min": OWN_MINIMA[firm],
        "start_from": TODAY + timedelta(days=120),
        "start_until": TODAY + timedelta(days=200),
        "warranty_years": 10,
        "disruption_days": 8,
        "validity_days": 180,
    }
    answers = tuple(
        Answer(number, AnswerKind.PRICE, tuple(UnitPrice.euros(price) for price in prices))
        for number, prices in PRICES[firm].items()
    )
    return PriceSheet(answers, Terms(**{**usual, **terms}))


def worked_example(
    make: Make,
    mode: str = "group_quotes",
    stage: str = "opened",
    deadline: datetime = DEADLINE,
    firms: str = "ABC",
    sheets: dict[str, PriceSheet] | None = None,
    **package: Any,
) -> Example:
    """The lot, the request and the quotes; ``stage`` is "quoting" (sealed) or "opened".

    sheets   other price sheets than the usual ones, by name of the firm
    """
    if mode == "procurement":
        package.setdefault("max_value", Money.euros(90_000))
    made = make.package(mode=mode, lots=0, **package)
    lot = make.lot(made, bands=((6, 8), (9, 12)), min_to_execute=6, max_homes=12, state="quoting")
    street = make.street(made.neighbourhood)
    homes = {name: _home(make, made, street, name) for name in HOMES}
    group = mode == "group_quotes"
    request = _request(make, lot, homes if group else {}, deadline)
    example = Example(made, lot, request, homes=homes)
    for name in firms:
        submitted_quote(make, example, name, (sheets or {}).get(name) or sheet_for(name))
    if stage == "opened":
        open_quotes(make, example)
    return example


def _home(
    make: Make, package: Package, street: Any, name: str, reference: str = ""
) -> Subscription:
    m2, sill, _, category, owner, built = HOMES[name]
    dwelling = make.dwelling(
        make.address(street), {"facade_m2": m2, "sill_lm": sill}, build_year=built
    )
    row = make.subscription(package, dwelling, reference=reference or name)
    row.case.owner_kind, row.case.income_category = owner, category
    make.session.flush()
    return row


def _request(make: Make, lot: Lot, homes: dict[str, Subscription], deadline: datetime) -> Request:
    """The frozen bill: measured homes in group mode, presumed ones otherwise."""
    owner = {"municipality_id": lot.municipality_id}
    group_id = group_of(make, lot, homes).id if homes else None
    lot.quote_deadline = deadline
    request = make._add(
        Request(
            **owner,
            reference=f"V-{lot.id}",
            lot_id=lot.id,
            group_id=group_id,
            checksum="0" * 64,
            homes=len(HOMES),
            runs=RUNS,
            opened_for_quotes_at=deadline - timedelta(days=30),
        )
    )
    totals = {"facade_m2": "642", "sill_lm": "64", "run": str(RUNS), "lot": "1"}
    per_home = {"facade_m2": "64.2", "sill_lm": "6.4", "run": "1", "lot": "1"}
    for post in lot.posts:
        make._add(
            RequestLine(
                **owner,
                request_id=request.id,
                position=post.position,
                number=post.number,
                description=post.description,
                nature=post.nature,
                unit=post.unit,
                scope=post.scope,
                source=post.source,
                per_home=Quantity.of("0" if homes else per_home[post.source]),
                quantity=Quantity.of(totals[post.source]),
            )
        )
    for name, subscription in homes.items():
        m2, sill = (Quantity.of(amount).scaled for amount in HOMES[name][:2])
        make._add(
            RequestHome(
                **owner,
                request_id=request.id,
                subscription_id=subscription.id,
                run_code=HOMES[name][2],
                quantities={"01.01": m2, "01.02": sill, "01.03": m2},
            )
        )
    make.session.expire(request)
    return request


def group_of(make: Make, lot: Lot, homes: dict[str, Subscription]) -> Group:
    """These homes in one group, on the scaffolds of the worked example."""
    owner = {"municipality_id": lot.municipality_id}
    run = make._add(
        BundlingRun(
            **owner,
            package_id=lot.package_id,
            at=NOW,
            by_id=make.member(Role.LEAD).id,
            basis="adjacency",
            min_size=2,
            max_size=12,
            left_out=[],
        )
    )
    name = {"msgid": "Group %(number)s", "params": {"number": 1}}
    group = make._add(Group(**owner, run_id=run.id, number=1, name=name))
    for key, subscription in homes.items():
        make._add(
            GroupMember(
                **owner,
                group_id=group.id,
                subscription_id=subscription.id,
                run_code=HOMES[key][2],
                reasons=[],
            )
        )
    return group


def second_group(make: Make, example: Example, firm: str = "") -> tuple[Request, Subscription]:
    """One more group of one home in the same lot, before its opening; ``firm`` quotes for it."""
    street = make.street(example.package.neighbourhood)
    home = _home(make, example.package, street, "H1", reference="H11")
    request = make._add(
        Request(
            municipality_id=example.lot.municipality_id,
            reference=f"V-{example.lot.id}.2",
            lot_id=example.lot.id,
            checksum="0" * 64,
            homes=1,
            runs=1,
            opened_for_quotes_at=example.request.opened_for_quotes_at,
        )
    )
    owner = {"municipality_id": example.lot.municipality_id, "request_id": request.id}
    for line in example.request.lines:
        copied = ("position", "number", "description", "nature", "unit", "scope", "source")
        values = {name: getattr(line, name) for name in copied}
        make._add(RequestLine(**owner, **values, per_home=line.per_home, quantity=Quantity.of("1")))
    quantities = {number: Quantity.of("60").scaled for number in ("01.01", "01.02", "01.03")}
    make._add(RequestHome(**owner, subscription_id=home.id, run_code="R1", quantities=quantities))
    make.session.expire(request)
    if firm:
        submitted_quote(make, replace(example, request=request), firm, sheet_for("A", own_min=1))
    return request, home


def submitted_quote(make: Make, example: Example, name: str, sheet: PriceSheet) -> Quote:
    """A firm with that name hands in this sheet: sealed, with a receipt."""
    lot, request = example.lot, example.request
    owner = {"municipality_id": lot.municipality_id}
    firm = make.firm(name)
    person = make.member(Role.CONTRACTOR, firm)
    example.firms[name], example.contractors[name] = firm, person
    make._add(
        Invitation(
            **owner,
            lot_id=lot.id,
            organisation_id=firm.id,
            invited_at=request.opened_for_quotes_at,
            invited_by=person.id,
        )
    )
    nonce = new_nonce()
    at = request.deadline - timedelta(hours=2)
    quote = Quote(
        **owner,
        request_id=request.id,
        organisation_id=firm.id,
        slot="submitted",
        state="submitted",
        request_revision=request.revision,
        saved_at=at,
        saved_by=person.id,
        receipt=f"O-{request.id}-{name}",
        receipt_hash=receipt_hash(canonical(sheet), nonce),
        submitted_at=at,
        submitted_by=person.id,
    )
    seal_payload(make.session, quote, sheet, nonce=nonce, typed=Typed())
    make._add(quote)
    record(
        make.session,
        Did.QUOTE_SUBMITTED,
        actor_id=person.id,
        subject=quote,
        organisation_id=firm.id,
        request_id=request.id,
        receipt=quote.receipt,
        receipt_hash=quote.receipt_hash,
    )
    example.quotes[name] = quote
    return quote


def open_quotes(make: Make, example: Example) -> None:
    """Two people open the quotes of the lot, as the pages do."""
    from renogroep.quotes.actions import opening

    for role in (Role.LEAD, Role.OPENING_OFFICER):
        opening.open_lot(make.session, example.lot, by=By(make.member(role).id))


def preferences(
    make: Make, example: Example, choices: dict[str, tuple[str, ...]] | None = None
) -> None:
    """What the households answered, written as rows."""
    for home, firms in (CHOICES if choices is None else choices).items():
        make._add(
            Preference(
                municipality_id=example.lot.municipality_id,
                request_id=example.request.id,
                subscription_id=example.homes[home].id,
                quote_ids=[example.quotes[firm].id for firm in firms],
                channel="online",
                at=clock.now(),
            )
        )


def answered(make: Make, quote: Quote, number: str, kind: str, *prices: str) -> QuoteLine:
    """Replace the opened answer to one post, for tests about gaps and odd prices."""
    line = next(line for line in quote.lines if line.number == number)
    for price in list(line.prices):
        make.session.delete(price)
    make.session.flush()
    line.kind = kind
    for place, amount in enumerate(prices, start=1):
        make._add(
            QuotePrice(
                municipality_id=quote.municipality_id,
                line_id=line.id,
                band=place,
                price=UnitPrice.euros(amount),
            )
        )
    make.session.flush()
    make.session.refresh(line)
    return line


def stated(quote: Quote, number: str, amount: str) -> QuoteLine:
    """The line with a total that the firm wrote itself."""
    line = next(line for line in quote.lines if line.number == number)
    line.stated_total = Money.euros(amount)
    return line
