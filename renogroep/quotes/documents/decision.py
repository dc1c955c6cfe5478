"""What does the reasoned decision on a lot say, on the page and on paper?"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from flask_babel import format_decimal
from flask_babel import gettext as _

from renogroep.base.money import Money
from renogroep.base.numbers import half_up
from renogroep.infra.documents import Document
from renogroep.infra.i18n import day, in_language, moment, money
from renogroep.quotes.models import Decision, Quote
from renogroep.quotes.rules.decision import DecisionRow
from renogroep.tenders.models import Lot


def decision_view(decision: Decision) -> list[DecisionRow]:
    """The stored ranking, exact."""
    return [
        DecisionRow(
            quote_id=row["quote_id"],
            firm=row["firm"],
            place=row["place"],
            mixed=Money(row["mixed_cents"]),
            scenarios=tuple((s["homes"], s["weight"], Money(s["cents"])) for s in row["scenarios"]),
            price_points=Fraction(row["price_points"]),
            quality=tuple({**q, "points": Fraction(q["points"])} for q in row["quality"]),
            total=Fraction(row["total"]),
        )
        for row in decision.ranking
    ]


def decision_pdf(
    lot: Lot, decision: Decision, set_aside: Sequence[Quote], municipality: str
) -> bytes:
    """The decision on paper, in Dutch as all procurement papers are."""
    with in_language("nl"):
        rows = decision_view(decision)
        document = Document(
            _("Reasoned decision"),
            "nl",
            municipality,
            subtitle=f"{lot.package.title} – {lot.title}",
            sender_lines=[municipality],
            reference=f"{lot.package.reference}/{lot.number}",
        )
        document.key_values(
            [
                (_("Decided on"), moment(decision.decided_at)),
                (_("The lot goes to"), decision.quote.organisation.name),
                (_("Company number"), decision.quote.organisation.company_number or ""),
                (_("Waiting period until"), day(decision.standstill_until)),
            ]
        )
        document.heading(_("Motive"))
        document.paragraph(decision.motive)
        document.heading(_("Ranking"))
        document.table(
            [_("Place"), _("Contractor"), _("Compared price, excl. VAT"), _("Points")],
            [(str(r.place), r.firm, money(r.mixed), _points(r.total)) for r in rows],
            widths=[1, 4, 3, 2],
            align=["left", "left", "right", "right"],
        )
        for row in rows:
            _one(document, row)
        if set_aside:
            document.heading(_("Set aside"))
            document.key_values((q.organisation.name, q.irregular_reason or "") for q in set_aside)
        return document.pdf_bytes()


def _one(document: Document, row: DecisionRow) -> None:
    document.heading(row.firm, level=3)
    document.key_values(
        [
            *(
                (
                    _("%(homes)s homes, counts for %(weight)s %%", homes=homes, weight=weight),
                    money(amount),
                )
                for homes, weight, amount in row.scenarios
            ),
            (_("Points for the price"), f"{_points(row.price_points)} ({row.price_points})"),
            *(
                (
                    f"{q['title']} ({q['percent']} %)",
                    f"{_points(q['points'])} / {q['weight']}. {q['reason']}",
                )
                for q in row.quality
            ),
        ]
    )


def _points(value: Fraction) -> str:
    return str(format_decimal(Decimal(half_up(value * 100)).scaleb(-2), format="#,##0.00"))
