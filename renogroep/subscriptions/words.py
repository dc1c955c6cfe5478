"""How does what a household chose read on a page, in a letter and in an export?"""

from typing import Any

from renogroep.infra.i18n import language_now
from renogroep.subscriptions.rules.questions import (
    Answers,
    Flow,
    chosen,
    flow_for,
    label_of,
    path,
    question_of,
)
from renogroep.tenders.models import Package


def in_words(row: Any, name: str) -> str:
    """A text of a row in the reader's language; Dutch when nobody translated it."""
    return str(getattr(row, f"{name}_{language_now()}", "") or getattr(row, name))


def flow_of(package: Package) -> Flow:
    """The questions of one package: its lots are the works to choose from, by their number."""
    return flow_for({str(lot.number): in_words(lot, "title") for lot in package.lots})


def said(answers: Answers, flow: Flow) -> list[tuple[str, str, tuple[str, ...]]]:
    """(code, question, chosen labels) of every question on this household's way; all msgids."""
    rows = []
    for code in path(answers, flow):
        given = chosen(answers, code)
        if given:
            labels = tuple(label_of(code, option, flow) for option in given)
            rows.append((code, question_of(code, flow).text, labels))
    return rows
