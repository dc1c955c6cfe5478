"""What can a firm show later to prove what it handed in, and when?"""

import json

from flask_babel import gettext as _

from renogroep.infra.documents import Document
from renogroep.infra.i18n import language_now, moment
from renogroep.quotes.models import Quote

HOW_TO_CHECK = (
    "SHA-256 of the bytes of nonce (written here in hexadecimal), followed by the text in file, "
    "without anything before, between or after them."
)


def receipt_rows(quote: Quote) -> list[tuple[str, str]]:
    """The facts of a receipt, for the page and for the PDF. No price is among them."""
    request = quote.request
    lot = request.lot
    return [
        (_("Receipt"), quote.receipt or ""),
        (_("Firm"), quote.organisation.name),
        (_("Company number"), quote.organisation.company_number or ""),
        (_("Job"), request.reference),
        (_("Works"), f"{lot.package.title} – {lot.title}"),
        (_("Version of the bill"), str(quote.request_revision)),
        (_("Handed in"), _("%(moment)s (Belgian time)", moment=moment(quote.submitted_at))),
        (_("Deadline"), _("%(moment)s (Belgian time)", moment=moment(request.deadline))),
        (_("Files"), price_file_name(quote)),
        (_("SHA-256"), quote.receipt_hash or ""),
    ]


def receipt_pdf(quote: Quote, municipality: str) -> bytes:
    """The receipt on paper."""
    document = Document(
        _("Receipt of a quote"),
        language_now(),
        municipality,
        sender_lines=[municipality],
        reference=quote.receipt,
    )
    document.paragraph(_("We have received your quote. Your prices are sealed until the opening."))
    document.key_values(receipt_rows(quote))
    document.heading(_("How can this be checked later?"))
    document.paragraph(
        _(
            "Keep the price file that belongs to this receipt. Whoever has it can compute the SHA-256 again: it must be the same as above. The file says how."
        )
    )
    return document.pdf_bytes()


def price_file_name(quote: Quote) -> str:
    """How the price file is called on the firm's own computer."""
    return f"prijsbestand-{(quote.receipt or '').lower()}.json"


def price_file(quote: Quote, nonce: bytes, content: bytes) -> bytes:
    """The firm's own prices exactly as they were hashed, with the nonce and how to check it."""
    body = {
        "form": "renogroep-price-file-1",
        "receipt": quote.receipt,
        "request": quote.request.reference,
        "revision": quote.request_revision,
        "submitted_at": quote.submitted_at.isoformat() if quote.submitted_at else None,
        "sha256": quote.receipt_hash,
        "how_to_check": HOW_TO_CHECK,
        "nonce": nonce.hex(),
        "file": content.decode("ascii"),
    }
    return json.dumps(body, indent=2, ensure_ascii=False).encode()
