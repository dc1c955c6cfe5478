"""Which firm is an organisation, across municipalities, and who of it said so?

A number that several municipalities invite is one company. What a municipality reads of it waits for
its own organisation's people: a number that a lead typed wrong shows nothing.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.identity.company_models import Company
from renogroep.identity.models import Organisation
from renogroep.identity.queries import own_account
from renogroep.identity.queries.companies import owner_accounts
from renogroep.identity.rules.company_number import read_company_number
from renogroep.identity.rules.events import Did
from renogroep.identity.rules.iban import read_iban
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import everywhere, locked


def check_free(session: Session, municipality_id: int, number: str) -> None:
    """No organisation of this municipality has the number. Raises Refused ``organisation.known``."""
    known = session.scalar(
        select(Organisation).where(
            Organisation.municipality_id == municipality_id,
            Organisation.company_number == number,
        )
    )
    if known is not None:
        raise Refused(
            "organisation.known",
            "Company number %(number)s is already here, as “%(name)s”.",
            number=number,
            name=known.name,
        )


def link_company(session: Session, firm: Organisation) -> None:
    """Point a contractor at the company of its number, made when nobody invited it before.

    The log does not say which: no municipality learns that a firm was known elsewhere.
    """
    firm.company_id = firm.company_confirmed_at = None
    if firm.kind == "contractor" and firm.company_number:
        firm.company_id = _company_id(session, firm.company_number, firm.name)


def _company_id(session: Session, number: str, name: str) -> int:
    _put_unless_there(session, number, name)
    return session.scalars(select(Company.id).where(Company.company_number == number)).one()


def _put_unless_there(session: Session, number: str, name: str) -> None:
    """Two municipalities that invite one number at the same moment: the second waits for the first."""
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[
        session.get_bind().dialect.name
    ]
    session.execute(
        insert(Company).values(company_number=number, name=name).on_conflict_do_nothing()
    )


def change_number(session: Session, firm: Organisation, typed: str, *, by: By) -> None:
    """A contractor has another company number; its people confirm anew. The same one changes nothing.

    raises   Refused: a number that cannot exist, or that is here already; StaleDataError for an
             older version of the organisation
    """
    locked(session, Organisation, firm.id)
    number = read_company_number(typed)
    if number == firm.company_number and firm.company_id is not None:
        return
    check_seen(firm, by)
    if number != firm.company_number:
        check_free(session, firm.municipality_id, number)
    was_confirmed = firm.company_confirmed_at is not None
    firm.company_number = number
    link_company(session, firm)
    record(
        session,
        Did.ORGANISATION_NUMBER_CHANGED,
        actor_id=by.actor_id,
        subject=firm,
        was_confirmed=was_confirmed,
    )


def set_account(session: Session, firm: Organisation, typed: str, *, by: By) -> None:
    """The account on which a firm is paid, as its contracts say it from now on; blank takes it away.

    The log says that it changed and not to what: nobody reads an account there.
    raises   Refused: a number that cannot be an account; StaleDataError for an older version
    """
    locked(session, Organisation, firm.id)
    iban = read_iban(typed)
    if iban == firm.iban:
        return
    check_seen(firm, by)
    firm.iban = iban
    record(session, Did.FIRM_ACCOUNT, actor_id=by.actor_id, subject=firm, known=bool(iban))


def confirm_company(session: Session, firm: Organisation, *, by: By) -> None:
    """Somebody of the firm says: that is us. From now on the municipality reads its papers.

    Of a company that is confirmed elsewhere already only its owners there can say so: whoever is
    invited with the number of another firm reads and changes none of its papers.
    raises   Refused without a company number, and for a stranger; StaleDataError for an older version
    """
    locked(session, Organisation, firm.id)
    if firm.company_confirmed_at is not None:
        return
    check_seen(firm, by)
    if firm.company_id is None:
        raise Refused(
            "company.none",
            "The municipality has no company number of your firm yet. Call them, so that they can fill it in.",
        )
    locked(
        session, Company, firm.company_id
    )  # two municipalities at once: the second sees the first
    _check_no_stranger(session, firm, by)
    firm.company_confirmed_at = clock.now()
    record(session, Did.ORGANISATION_CONFIRMED, actor_id=by.actor_id, subject=firm)


def _check_no_stranger(session: Session, firm: Organisation, by: By) -> None:
    account = None if by.actor_id is None else own_account(session, by.actor_id)
    with everywhere() as across:
        owners = owner_accounts(across, firm)
    if owners is not None and (account is None or account.id not in owners):
        raise Refused(
            "company.others",
            "Somebody of your firm confirmed this company before, for another municipality. Sign in with the"
            " e-mail address that you use there, or ask the municipality to invite that address.",
        )
