"""What does a lead type about worked cases?"""

import json
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, StringField

from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.financing.forms.drafting import read_table
from renogroep.financing.rules.case_labels import case_word
from renogroep.financing.rules.cases import BY_HAND, CASE_KINDS, RuleCase, read_case_rows
from renogroep.financing.rules.cells import BadCells, CellProblem
from renogroep.financing.rules.uploaded import table_of
from renogroep.infra.i18n import say

MOST = 200  # proposed cases on one page
OWN = "own"


class CasesForm(FlaskForm):
    """Proposed cases with their answers, one of one's own, and a file; ``cases_form`` makes it."""

    file = FileField(_l("A file with worked cases"))
    kind = ""
    count = 0
    cases: list[RuleCase]
    problems: list[CellProblem]

    def validate(self, extra_validators: Any = None) -> bool:
        """Read every answer that was filled in; what is wrong stands beside its field."""
        self.cases, self.problems = [], []
        if not super().validate(extra_validators):
            return False
        read = [self._proposed(n) for n in range(self.count)]
        return all([*read, self._own(), self._file()])

    def _proposed(self, number: int) -> bool:
        expected = self._typed(f"case-{number}", CASE_KINDS[self.kind].outputs)
        if not expected:
            return True
        return self._keep(question_of(self[f"data-{number}"].data), expected, f"case-{number}")

    def _own(self) -> bool:
        known = CASE_KINDS[self.kind]
        data, expected = self._typed(OWN, known.inputs), self._typed(OWN, known.outputs)
        return not (data or expected) or self._keep(data, expected, OWN)

    def _typed(self, prefix: str, names: Any) -> dict[str, str]:
        found = {name: cleaned(self[f"{prefix}-{name}"].data or "") for name in names}
        return {name: value for name, value in found.items() if value}

    def _keep(self, data: dict[str, str], expected: dict[str, str], prefix: str) -> bool:
        by_hand = cleaned(self[f"{prefix}-{BY_HAND}"].data or "")
        try:
            self.cases.append(RuleCase(self.kind, data, expected, by_hand))
        except BadCells as bad:
            for problem in bad.problems:
                self._beside(prefix, problem)
            return False
        except ValueError:
            self.form_errors.append(_("This question is not one of ours. Open the page again."))
            return False
        if expected:
            return True
        field = self[f"{prefix}-{next(iter(CASE_KINDS[self.kind].outputs))}"]
        field.errors = [_("Fill in what the official page says")]
        return False

    def _beside(self, prefix: str, problem: CellProblem) -> None:
        name = f"{prefix}-{problem.column}"
        errors = self[name].errors if name in self else []
        if name in self:
            self[name].errors = [*errors, problem.why]
        else:
            self.form_errors.append(problem.why)

    def _file(self) -> bool:
        if not self.file.data or not self.file.data.filename:
            return True
        try:
            header, rows = table_of(read_table(self.file.data))
            texts = [row + [""] * (len(header) - len(row)) for _, row in rows]
            self.cases += read_case_rows(self.kind, header, texts)
        except Refused as refused:
            self.file.errors = [refused.text]
        except BadCells as bad:
            self.problems = list(bad.problems)
            self.file.errors = [
                _("%(count)s cells are not right. Nothing was changed.", count=len(bad.problems))
            ]
        return not self.file.errors


def question_of(text: str | None) -> dict[str, str]:
    """The hidden question of a proposed case; nothing when somebody else wrote it."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def cases_form(kind: str, proposed: tuple[RuleCase, ...]) -> CasesForm:
    """The form of a kind; after a POST with the cases that stood on the page, not those of now."""
    known = CASE_KINDS[kind]
    texts = [json.dumps(dict(one.data)) for one in proposed[:MOST]]
    if request.method == "POST":
        texts = [request.form[f"data-{n}"] for n in range(MOST) if f"data-{n}" in request.form]
    fields: dict[str, Any] = {}
    for n, text in enumerate(texts):
        fields[f"data-{n}"] = HiddenField(default=text)
        for name in (*known.outputs, BY_HAND):
            fields[f"case-{n}-{name}"] = StringField(_label(name, n + 1))
    for name in (*known.inputs, *known.outputs, BY_HAND):
        fields[f"{OWN}-{name}"] = StringField(say(case_word(name)))
    form: CasesForm = type("CasesOfKind", (CasesForm,), fields)()
    form.kind, form.count = kind, len(texts)
    return form


def _label(name: str, number: int) -> str:
    words = say(case_word(name))
    return _("Worked case %(number)s: %(what)s", number=number, what=words)
