"""What can stand still, for whoever asks, and what does now or later?"""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity import queries
from renogroep.identity.rules.pauses import PauseKind
from renogroep.infra.access import May, may
from renogroep.infra.scope import here
from renogroep.tenders.queries import packages

FIRMS = ("contractor", "energy_house", "partner")


def subjects(session: Session) -> list[tuple[str, str]]:
    """``kind:key`` with its words: only what this reader works for.

    The server itself is for an administrator; a lead of one neighbourhood has its packages.
    """
    scope = here()
    whole = scope.neighbourhood_ids is None
    found = []
    if whole and may(May.ADMIN_SEE):
        found.append((f"{PauseKind.INSTALLATION}:", _("Everything on this server")))
    if whole:
        found.append((f"{PauseKind.MUNICIPALITY}:", _("The whole municipality")))
    found += [
        (f"{PauseKind.PACKAGE}:{row.id}", _("Package: %(title)s", title=row.title))
        for row in packages(session, *scope.staff)
    ]
    if whole:
        found += [
            (f"{PauseKind.ORGANISATION}:{row.id}", _("Organisation: %(name)s", name=row.name))
            for kind in FIRMS
            for row in queries.organisations(session, scope.municipality_id, kind)
        ]
    return found


def shown_pauses(session: Session) -> list[dict[str, Any]]:
    """Those of the reader's municipality that are not over, the first to end first."""
    now, names = clock.now(), dict(subjects(session))
    return [
        {
            "row": row,
            "what": names.get(f"{row.kind}:{row.subject_id or ''}", _("Everything on this server")),
            "now": row.starts_at <= now,
        }
        for row in queries.pauses_not_over(session, now)
        if row.municipality_id == here().municipality_id
    ]
