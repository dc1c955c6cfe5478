"""What do the minutes of an opening say, on the page and on paper?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.money import Money
from renogroep.base.text import Text, t
from renogroep.identity.models import Person
from renogroep.infra.documents import Document
from renogroep.infra.i18n import in_language, moment, money, say
from renogroep.quotes.models import Opening
from renogroep.quotes.queries.receipts import unreadable_of_lot
from renogroep.quotes.queries.totals import kept_totals
from renogroep.quotes.rules.compared_price import ScenarioTotals
from renogroep.quotes.rules.minutes import Addendum, MinutesRow, MinutesView
from renogroep.quotes.rules.receipts import in_words
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import Mode


def minutes_view(session: Session, lot: Lot, opening: Opening) -> MinutesView:
    """The minutes of a completed opening."""
    if opening.second_at is None or opening.second_id is None:
        raise ValueError("this opening is not completed")
    return MinutesView(
        attempt=opening.attempt,
        first=session.get_one(Person, opening.first_id).name,
        first_at=opening.first_at,
        second=session.get_one(Person, opening.second_id).name,
        second_at=opening.second_at,
        note=opening.note,
        rows=tuple(_row(row) for row in opening.minutes),
        addenda=tuple(_addendum(session, lot, row) for row in opening.addenda),
    )


def _row(row: Mapping[str, Any]) -> MinutesRow:
    return MinutesRow(
        request=row["request"],
        firm=row["firm"],
        company_number=row["company_number"] or "",
        receipt=row["receipt"] or "",
        hash=row["hash"] or "",
        intact=row["intact"],
        submitted_at=datetime.fromisoformat(row["submitted_at"]) if row["submitted_at"] else None,
        totals=tuple((_total_of(kept), Money(kept["cents"])) for kept in row["totals"]),
        reason=in_words(row["reason"]) if row.get("reason") else None,
    )


def _addendum(session: Session, lot: Lot, line: Mapping[str, Any]) -> Addendum:
    """Who opened it later, or who gave it up and why, stands with the quote itself."""
    known = next(
        one for one in unreadable_of_lot(session, lot.id) if one.quote_id == line["quote_id"]
    )
    recovered = line["kind"] == "recovered"
    people = (known.first_id, known.second_id) if recovered else (known.given_up_by, None)
    first, second = (session.get_one(Person, key).name if key else "" for key in people)
    return Addendum(
        row=_row(line),
        recovered=recovered,
        at=datetime.fromisoformat(line["at"]),
        first=first,
        second=second,
        why=known.given_up_reason,
    )


def totals_rows(totals: ScenarioTotals) -> list[tuple[Text, Money]]:
    """Each scenario and then the mix, with the words for it."""
    return [(_total_of(kept), Money(kept["cents"])) for kept in kept_totals(totals)]


def _total_of(kept: Mapping[str, Any]) -> Text:
    """Minutes of before the scenarios stood in them have a total per band."""
    if "band" in kept:
        return t("Total for %(homes)s homes, excl. VAT", homes=kept["band"])
    if "homes" in kept:
        return t(
            "%(homes)s homes, counts for %(weight)s %%",
            homes=kept["homes"],
            weight=kept["weight"],
        )
    return t("Compared price, excl. VAT")


def opening_facts(view: MinutesView) -> list[tuple[str, str]]:
    """Who and when, for the page and for the PDF."""
    return [
        (_("First person"), f"{view.first}, {moment(view.first_at)}"),
        (_("Second person"), f"{view.second}, {moment(view.second_at)}"),
        (_("Quotes opened"), str(len(view.read))),
        *([(_("Quotes that could not be read"), str(len(view.unread)))] if view.unread else []),
    ]


def addendum_facts(addendum: Addendum) -> list[tuple[str, str]]:
    """What happened to one unreadable quote, for the page and for the PDF."""
    if not addendum.recovered:
        return [
            (_("Given up"), f"{addendum.first}, {moment(addendum.at)}"),
            (_("The reason"), addendum.why),
        ]
    return [
        (_("First person"), addendum.first),
        (_("Second person"), f"{addendum.second}, {moment(addendum.at)}"),
        *_row_facts(addendum.row),
    ]


def minutes_title(lot: Lot) -> str:
    """Minutes are a word of procurement law; where households choose it is a report."""
    if lot.package.mode == Mode.PROCUREMENT:
        return _("Minutes of the opening")
    return _("Report of the opening")


def minutes_pdf(lot: Lot, view: MinutesView, municipality: str) -> bytes:
    """The minutes on paper, in Dutch as all procurement papers are."""
    with in_language("nl"):
        document = Document(
            minutes_title(lot),
            "nl",
            municipality,
            subtitle=f"{lot.package.title} – {lot.title}",
            sender_lines=[municipality],
            reference=f"{lot.package.reference}/{lot.number}/{view.attempt}",
        )
        document.key_values(opening_facts(view))
        if not view.rows:
            document.note(_("No quote came in before the deadline."))
        for row in view.rows:
            document.heading(f"{row.firm} ({row.company_number})")
            document.key_values(_row_facts(row))
        for addendum in view.addenda:
            document.heading(_("Addendum: %(firm)s", firm=addendum.row.firm))
            document.key_values(addendum_facts(addendum))
        if view.note:
            document.heading(_("Afterwards"))
            document.paragraph(view.note)
        return document.pdf_bytes()


def _row_facts(row: MinutesRow) -> Sequence[tuple[str, str]]:
    return [
        (_("Request"), row.request),
        (_("Receipt"), row.receipt),
        (_("Handed in"), moment(row.submitted_at)),
        (_("SHA-256"), row.hash),
        (_("Same as the receipt"), _("yes") if row.intact else _("no")),
        *([(_("Could not be read"), say(row.reason))] if row.reason else []),
        *((say(what), money(amount)) for what, amount in row.totals),
    ]
