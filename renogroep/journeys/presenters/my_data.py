"""What does somebody read of what we keep about them? The file keeps the short names."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.identity.queries.consents import consents_of
from renogroep.identity.rules.consents import PURPOSE_LABELS
from renogroep.infra.i18n import LANGUAGES, shown
from renogroep.journeys.actions.my_details import QUESTION
from renogroep.journeys.presenters.case_words import CHANNEL_LABELS, FACT_LABELS
from renogroep.journeys.queries.own_rows import open_task
from renogroep.journeys.rules.kept import Kept, Reader
from renogroep.owners.models import Case
from renogroep.owners.queries import homes_of
from renogroep.owners.rules.cases import CaseState

_CODES = {
    ("", "language"): LANGUAGES,
    ("", "channel"): CHANNEL_LABELS,
    ("cases", "answer"): FACT_LABELS,
}


def sections(exported: Mapping[str, Mapping[str, Any]]) -> list[Kept]:
    """What all rooms keep, room by room, in the language of the reader; empty sections are left out."""
    reader = Reader(shown, _CODES)
    return [
        reader.read(name, value)
        for parts in exported.values()
        for name, value in parts.items()
        if value
    ]


def consent_lines(session: Session, person_id: int) -> list[dict[str, Any]]:
    """What for, in which words, how and when; and since when not any more."""
    return [
        {
            "id": row.id,
            "purpose": Text(PURPOSE_LABELS[row.purpose]) if row.purpose in PURPOSE_LABELS else None,
            "text": row.text,
            "language": row.language,
            "channel": Text(CHANNEL_LABELS[row.channel]) if row.channel in CHANNEL_LABELS else None,
            "given_at": row.given_at,
            "revoked_at": row.revoked_at,
        }
        for row in consents_of(session, person_id)
    ]


def open_cases(session: Session, person_id: int) -> list[dict[str, Any]]:
    """The homes about which somebody may ask something, each with the page for it."""
    return [
        {
            "address": case.dwelling.address.full,
            "url": url_for("pages.my_question", case_id=case.id),
        }
        for case in homes_of(session, [person_id]).get(person_id, [])
        if case.state == CaseState.OPEN
    ]


def question_page(session: Session, case: Case) -> dict[str, Any]:
    """What somebody asked already and by when an advisor calls, or that nothing was asked."""
    task = open_task(session, case.id, QUESTION)
    return {
        "address": case.dwelling.address.full,
        "asked": task and {"words": task.what["params"]["words"], "due_on": task.due_on},
        "data_url": url_for("pages.my_data"),
        "form_url": url_for("pages.my_question", case_id=case.id),
    }
