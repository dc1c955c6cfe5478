"""Which rule waits for a second person in the demo: the income ceilings of next year?"""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from renogroep.financing.actions import drafting, propose
from renogroep.financing.actions.cases import add_cases
from renogroep.financing.queries import current_or_newest
from renogroep.financing.rules.cases import RuleCase
from renogroep.financing.rules.details import Details
from renogroep.infra.acts import By
from renogroep.web.demo.people import Cast

MORE = Decimal("2.1")


def propose_next_ceilings(session: Session, cast: Cast) -> None:
    """Ann put a percentage on top and proposed it; Lies finds it on Today."""
    base = current_or_newest(session, cast.home.id, "income")
    if base is None or base.valid_until is None:
        raise LookupError("the demo has no ceilings of income that end")
    first = base.valid_until + timedelta(days=1)
    last = first.replace(month=12, day=31)
    by = By(cast.id("ann.desmet"))
    details = Details(f"income_{first.year}", first, last, "", "low")
    details, sheets = drafting.with_percent(base, details, MORE)
    row = drafting.draft(session, base, details, sheets, by=by)
    question = {"on": first.isoformat(), "couple": "no", "dependants": "0", "income": "20000"}
    case = RuleCase("income", question, {"category": "4"}, "onder de laagste grens")
    add_cases(session, cast.home.id, [case], by=by)
    session.flush()
    propose(session, row, by=by)
