"""Which answers does a question about can and will take?"""

from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import Text
from renogroep.owners.rules.can_will_table import INTERPRETER, CanWillTable
from renogroep.owners.rules.kinds import OwnerKind


def check_answer(
    table: CanWillTable, number: int, codes: list[str], note: str, kind: OwnerKind
) -> None:
    """Raises Refused when these codes or this note are no answer to the question of this number."""
    question = next((q for q in table.questions if q.no == number), None)
    known = {a.code: a for a in question.answers_of(kind)} if question else {}
    if question is None or not codes or not set(codes) <= known.keys():
        raise Refused("case.answer", "Choose an answer from the list.")
    if len(codes) > 1 and not question.many:
        raise Refused("question.one", "Choose one answer.")
    for code in codes if len(codes) > 1 else []:
        if known[code].alone:
            raise Refused(
                "question.alone",
                "“%(answer)s” cannot be combined with other answers. Remove one of both.",
                answer=Text(known[code].label),
            )
    if INTERPRETER in codes and question.note and not cleaned(note):
        raise Refused(
            "case.language", "Write beside question %(number)s in which language.", number=number
        )
