"""What goes along when a version is downloaded for another municipality?"""

from dataclasses import replace

from sqlalchemy.orm import Session

from renogroep.financing.models import RuleVersion
from renogroep.financing.presenters.cases import author_of_case
from renogroep.financing.presenters.drafting import details_of
from renogroep.financing.presenters.versions import author_of
from renogroep.financing.queries.cases import as_case, own_cases
from renogroep.financing.rules.carried_version import Carried, to_file
from renogroep.identity.models import Municipality


def version_file(session: Session, row: RuleVersion) -> str:
    """The version, the worked cases of this municipality, and who made them."""
    home = session.get_one(Municipality, row.municipality_id).name
    cases = tuple(
        replace(as_case(one), author=" · ".join([author_of_case(session, one), home]).strip(" ·"))
        for one in own_cases(session, row.municipality_id, row.kind)
    )
    author = " · ".join(part for part in (author_of(session, row), home) if part)
    return to_file(Carried(row.kind, details_of(row), row.table, cases, author))
