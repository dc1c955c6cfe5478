"""What did an owner answer before anybody called, and what does it say of can and will?"""

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.infra.acts import By
from renogroep.owners import queries
from renogroep.owners.actions.routes import decide_anew
from renogroep.owners.models import CanWillAnswer, Case
from renogroep.owners.rules.kinds import OwnerKind


def note_own_words(
    session: Session, case: Case, question: int, code: str, *, by: By
) -> CanWillAnswer | None:
    """What the owner answered before any call is evidence, with its day and channel.

    It has no author, so it is no first call. None for an answer that the question does not know, and
    for a tenant, who is never scored. A route that stands already is decided anew.
    """
    rules = queries.can_will_rules(session, case.municipality_id, clock.today())
    known = {answer.code for answer in rules.questions.question(question).answers}
    if code not in known or case.owner_kind == OwnerKind.TENANT:
        return None
    row = CanWillAnswer(
        municipality_id=case.municipality_id,
        case_id=case.id,
        question=question,
        answer=code,
        author_id=None,
        channel=by.channel,
        at=clock.now(),
    )
    session.add(row)
    session.flush()
    decide_anew(session, case, by=by)
    return row
