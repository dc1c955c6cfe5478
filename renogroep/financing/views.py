"""Pages: which rules hold, where they come from, and switching a version on."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.base.text import Text
from renogroep.financing import actions, queries
from renogroep.financing.models import RuleVersion
from renogroep.financing.rules.labels import (
    CODES,
    COLUMNS,
    CONFIDENCE,
    FIRST,
    KINDS,
    PREMIUM_KINDS,
    SECTIONS,
    STATES,
)
from renogroep.financing.rules.versions import MONEY_KINDS
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.i18n import say, shown
from renogroep.infra.pages import check_version, found

pages = Blueprint("financing", __name__)

LEFT_OUT = {"regime"}  # the name of the version, on every row


@pages.get("/regels")
@requires(May.RULES_MANAGE)
def rules() -> str:
    """All versions per kind, and whether the worked examples come out."""
    session, today = db.session(), clock.today()
    by_kind: dict[str, list[RuleVersion]] = {}
    for row in queries.versions(session, current_user.municipality_id):
        by_kind.setdefault(row.kind, []).append(row)
    current = {
        kind: queries.current_version(session, current_user.municipality_id, kind, today)
        for kind in by_kind
    }
    return render_template(
        "financing/rules.html",
        by_kind=dict(sorted(by_kind.items(), key=lambda pair: _place(pair[0]))),
        current={row.id for row in current.values() if row},
        kinds=KINDS,
        states=STATES,
        confidence=CONFIDENCE,
        indicative=_indicative(by_kind, today),
        differences=queries.failing(session, current_user.municipality_id) if by_kind else [],
        personas=len(queries.personas()),
        today=today,
    )


def _place(kind: str) -> int:
    return list(KINDS).index(kind) if kind in KINDS else len(KINDS)


def _indicative(by_kind: dict[str, list[RuleVersion]], today: date) -> set[int]:
    return {row.id for rows in by_kind.values() for row in rows if queries.indicative(row, today)}


def _mine(id: int) -> RuleVersion:
    return found(queries.version_by_id(db.session(), id, current_user.municipality_id))


@pages.get("/regels/<int:id>")
@requires(May.RULES_MANAGE)
def rule(id: int) -> str:
    """One version, readable."""
    return _rule_page(_mine(id))


def _rule_page(row: RuleVersion, refusal: Text | None = None) -> str:
    tested = row.state == "draft" and row.kind in MONEY_KINDS
    return render_template(
        "financing/rule.html",
        row=row,
        kind=KINDS.get(row.kind, row.kind),
        states=STATES,
        confidence=CONFIDENCE,
        indicative=queries.indicative(row, clock.today()),
        sections=_sections(row.table),
        differences=queries.failing(db.session(), row.municipality_id, row) if tested else [],
        tested=tested,
        gives_amounts=row.kind in MONEY_KINDS,
        refusal=refusal,
    )


def _sections(table: dict[str, Any]) -> list[tuple[str, list[str], list[list[str]]]]:
    """Every list in the table as title, headings and rows; loose values in one list of their own."""
    found_here: list[tuple[str, list[str], list[list[str]]]] = []
    loose: list[list[str]] = []
    for key, value in table.items():
        title = say(SECTIONS[key]) if key in SECTIONS else _words(key)
        rows = value if isinstance(value, list) else []
        if rows and all(isinstance(one, dict) for one in rows):
            names = [
                n for n in rows[0] if n not in LEFT_OUT and any(_filled(r.get(n)) for r in rows)
            ]
            names.sort(key=lambda name: name not in FIRST)
            cells = [[_cell(name, one.get(name)) for name in names] for one in rows]
            found_here.append((title, [_heading(name) for name in names], cells))
        else:
            loose.append([title, _cell(key, value)])
    if loose:
        found_here.append((_("Values"), [_("What"), _("Value")], loose))
    return found_here


def _filled(value: Any) -> bool:
    return value is not None and value not in ("", [])


def _heading(name: str) -> str:
    return say(COLUMNS[name]) if name in COLUMNS else _words(name)


def _words(name: str) -> str:
    return name.replace("_", " ").strip().capitalize()


def _cell(name: str, value: Any) -> str:
    """A stored value as people write it."""
    if not _filled(value):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int) and "cents" in name:
        return shown(Money(value))
    if "percent" in name and isinstance(value, str):
        return shown(Decimal(value))
    if name in ("valid_from", "valid_until"):
        return shown(date.fromisoformat(value))
    if name == "kind" and value in PREMIUM_KINDS:
        return say(PREMIUM_KINDS[value])
    if name in ("code", "unit", "value") and value in CODES:
        return say(CODES[value])
    if isinstance(value, list):
        return ", ".join(_cell("", one) for one in value)
    if isinstance(value, dict):
        return "; ".join(
            f"{_words(str(key))}: {_cell(str(key), one)}" for key, one in value.items()
        )
    return say(CONFIDENCE[value]) if name == "confidence" and value in CONFIDENCE else str(value)


@pages.post("/regels/<int:id>/aanzetten")
@requires(May.RULES_MANAGE)
def activate(id: int) -> Response | tuple[str, int]:
    """Switch a version on, when the worked examples come out."""
    try:
        with db.transaction() as session:
            row = _mine(id)
            check_version(row, request.form.get("version"))
            actions.activate(session, row, by=By(current_user.id))
            label = row.label
    except Refused as refused:
        return _rule_page(_mine(id), refused.text), 422
    flash(_("“%(label)s” is switched on.", label=label))
    return redirect(url_for("financing.rules"))


@pages.post("/regels/<int:id>/uit")
@requires(May.RULES_MANAGE)
def retire(id: int) -> Response | tuple[str, int]:
    """Switch a version off; decisions that used it keep it."""
    try:
        with db.transaction() as session:
            row = _mine(id)
            check_version(row, request.form.get("version"))
            actions.retire(session, row, by=By(current_user.id))
            label = row.label
    except Refused as refused:
        return _rule_page(_mine(id), refused.text), 422
    flash(_("“%(label)s” is switched off.", label=label))
    return redirect(url_for("financing.rules"))
