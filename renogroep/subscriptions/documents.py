"""How does somebody show interest with a pen, in the same words as on the page?"""

from flask_babel import gettext as _

from renogroep.identity.models import Municipality
from renogroep.infra.documents import Document
from renogroep.infra.i18n import day, language_now, say
from renogroep.owners.rules.kinds import (
    LETTING_LABELS,
    LETTING_QUESTION,
    USE_LABELS,
    USE_QUESTION,
)
from renogroep.subscriptions.rules.coming_in import CONSENT_TEXT
from renogroep.subscriptions.rules.questions import Flow
from renogroep.subscriptions.words import in_words
from renogroep.tenders.models import Package

BOX = "☐"
LINE = "_" * 48


def paper_form(package: Package, flow: Flow, municipality: Municipality) -> bytes:
    """Every question with a box per answer, the contact fields, and where it goes.

    In the language of the reader; the front desk types it over with "Sign somebody up".
    """
    paper = Document(
        _("Show interest, without obligation"),
        language_now(),
        municipality.name,
        in_words(package, "title"),
        reference=package.reference,
    )
    paper.paragraph(
        _(
            "It binds you to nothing. Fill in what you know and send it to %(name)s, %(address)s, or call %(phone)s: then we fill it in together.",
            name=municipality.name,
            address=municipality.postal_address or municipality.email,
            phone=package.neighbourhood.phone,
        )
    )
    if package.interest_deadline:
        paper.note(_("You can show interest until %(day)s.", day=day(package.interest_deadline)))
    paper.key_values([(_("Address of the home"), LINE)])
    for number, question in enumerate(flow, start=1):
        paper.heading(f"{number}. {say(question.text)}", level=3)
        many = _("More than one answer is possible.") if question.many else ""
        if question.hint or many:
            words = " ".join(part for part in (say(question.hint), many) if part)
            paper.paragraph(words, keep=True)
        paper.bullets([say(option.label) for option in question.options], mark=BOX)
    paper.heading(say(USE_QUESTION), level=3)
    paper.paragraph(_("VAT and premium depend on it."), keep=True)
    paper.bullets([say(label) for label in USE_LABELS.values()], mark=BOX)
    paper.heading(say(LETTING_QUESTION), level=3)
    paper.paragraph(_("Only of a landlord."), keep=True)
    paper.bullets([say(label) for label in LETTING_LABELS.values()], mark=BOX)
    paper.heading(_("How do we reach you?"))
    paper.key_values(
        [
            (_("Your name"), LINE),
            (_("Phone number"), LINE),
            (_("E-mail address"), LINE),
            (_("Another address for letters"), LINE),
        ]
    )
    paper.bullets([say(CONSENT_TEXT)], mark=BOX)
    paper.key_values([(_("Date and signature"), LINE)])
    return paper.pdf_bytes()
