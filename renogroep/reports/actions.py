"""What does reading figures leave behind?"""

from sqlalchemy.orm import Session

from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.reports.rules.events import Did
from renogroep.tenders.models import Package


def note_download(session: Session, package: Package, *, by: By) -> None:
    """Somebody took the figures of a package along."""
    record(session, Did.FUNNEL_DOWNLOADED, actor_id=by.actor_id, subject=package)
