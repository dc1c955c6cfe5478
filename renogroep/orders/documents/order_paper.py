"""How does an order look on paper and in the archive?"""

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity.models import Municipality
from renogroep.infra.documents import Document
from renogroep.infra.i18n import day, language_now
from renogroep.orders.models import Order
from renogroep.orders.queries.order_text import order_text
from renogroep.subscriptions.words import in_words


def pdf(session: Session, order: Order, *, own: bool = True) -> bytes:
    """The text of the order as a document, in the reader's language; ``own`` as ``order_text``."""
    municipality = session.get_one(Municipality, order.municipality_id)
    paper = Document(
        _("Order %(reference)s", reference=order.reference),
        language_now(),
        municipality.name,
        in_words(order.wave.lot, "title"),
        sender_lines=[municipality.name, municipality.phone, municipality.email],
        reference=_("terms of %(version)s", version=order.terms_version or "–"),
    )
    for part in order_text(session, order, own=own):
        paper.heading(part.heading)
        for words in part.words:
            paper.paragraph(words)
        if part.facts:
            paper.key_values(part.facts)
        if part.bullets:
            paper.bullets(part.bullets)
        if part.rows:
            sides = ["right" if n in part.numbers else "left" for n in range(len(part.header))]
            paper.table(part.header, part.rows, widths=(2, 5, 2, 3), align=sides, total=True)  # type: ignore[arg-type]
    paper.paragraph(_("Made on %(day)s.", day=day(clock.today())))
    return paper.pdf_bytes()
