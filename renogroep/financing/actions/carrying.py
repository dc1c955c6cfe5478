"""How is a version of another municipality taken over?"""

from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.financing.actions.cases import add_cases
from renogroep.financing.actions.drafting import draft
from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import current_or_newest
from renogroep.financing.rules.carried_version import Carried
from renogroep.financing.rules.filling import sheets_of
from renogroep.financing.rules.lifecycle import Origin
from renogroep.financing.rules.versions import table_from_json
from renogroep.infra.acts import By


def take_over(session: Session, municipality_id: int, carried: Carried, *, by: By) -> RuleVersion:
    """A draft of whoever takes it over, with its cases; the second person is one's own.

    raises   Refused as ``draft``, and when there is no rule of this kind here yet
    """
    base = current_or_newest(session, municipality_id, carried.kind)
    if base is None:
        raise Refused(
            "rules.no_kind",
            "There are no rules of this kind here yet. Ask the administrator to load those of renogroep first.",
        )
    table = table_from_json(carried.kind, carried.table)
    sheets = {sheet: getattr(table, sheet) for sheet in sheets_of(carried.kind)}
    row = draft(
        session, base, carried.details, sheets, by=by, taken_from=carried.author[:200] or "?"
    )
    if carried.cases:
        add_cases(session, municipality_id, carried.cases, by=by, origin=Origin.TAKEN)
    return row
