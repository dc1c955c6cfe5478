"""How does the account of one home look on paper: at most two sheets, without what is tried?"""

from flask_babel import gettext as _

from renogroep.base.money import Money
from renogroep.financing.rules.cost_card import CostCard
from renogroep.financing.rules.sources import read_source
from renogroep.identity.models import Municipality
from renogroep.infra.documents import Document
from renogroep.infra.i18n import day, language_now, money, say
from renogroep.journeys.rules.household_account import VAT_BY_LAW, HouseholdAccount
from renogroep.orders.rules.payment import advance_text
from renogroep.owners.models import Case

SIDES = ("left", "left", "right", "right")


def pdf(account: HouseholdAccount, case: Case, municipality: Municipality) -> bytes:
    """The account in the reader's language."""
    paper = Document(
        _("What it costs you"),
        language_now(),
        municipality.name,
        case.dwelling.address.full,
        sender_lines=[municipality.name, municipality.phone, municipality.email],
        reference=_("rules of %(day)s", day=day(account.on)),
    )
    paper.paragraph(say(account.most_sentence), strong=True)
    if account.most is not None:
        paper.paragraph(say(VAT_BY_LAW))
    if account.unpriced:
        titles = ", ".join(account.unpriced)
        paper.paragraph(_("Not counted, because there is no price for it yet:") + " " + titles)
    if account.card is not None:
        _lots(paper, account)
        _payments(paper, account)
        _premiums(paper, account, account.card)
        _rest(paper, account.card)
        _sources(paper, account.card)
    paper.paragraph(_("Made on %(day)s.", day=day(account.on)))
    return paper.pdf_bytes()


def _known(amount: Money | None) -> str:
    return _("not known") if amount is None else money(amount)


def _lots(paper: Document, account: HouseholdAccount) -> None:
    paper.heading(_("What you order"))
    rows = [
        (lot.title, lot.firm, money(lot.work.ceiling), _known(account.invoice(lot).incl_vat))
        for lot in account.lots
    ]
    rows.append((_("Together"), "", _known(_line(account, "order")), _known(account.most)))
    header = (_("Works"), _("Contractor"), _("Excl. VAT"), _("Incl. VAT, at most"))
    paper.table(header, rows, widths=(4, 3, 2, 2), align=SIDES, total=True)  # type: ignore[arg-type]
    for lot in account.lots:
        advance = account.advance(lot)
        if advance is not None:
            paper.paragraph(f"{lot.title}: {say(advance_text(advance))}")


def _line(account: HouseholdAccount, key: str) -> Money | None:
    return account.card.line(key).amount if account.card else None


def _payments(paper: Document, account: HouseholdAccount) -> None:
    paper.heading(_("What you pay, and about when"))
    rows = [
        (
            _("Advance: %(lot)s, %(firm)s", lot=one.lot.title, firm=one.lot.firm)
            if one.advance
            else f"{one.lot.title}, {one.lot.firm}",
            day(one.from_on) if one.from_on else _("not known yet"),
            _known(one.amount),
        )
        for one in account.payments()
    ]
    header = (_("Invoice"), _("At the earliest about"), _("Incl. VAT, at most"))
    paper.table(header, rows, widths=(6, 3, 3), align=("left", "left", "right"))


def _premiums(paper: Document, account: HouseholdAccount, card: CostCard) -> None:
    paper.heading(_("What comes back: the premium"))
    rows = [
        (", ".join(account.lots[place].title for place in one.works), _known(one.amount))
        for one in card.premiums
    ]
    paper.table((_("Works"), _("Premium")), rows, widths=(9, 3), align=("left", "right"))
    if account.premium_sentence is not None:
        paper.note(say(account.premium_sentence))


def _rest(paper: Document, card: CostCard) -> None:
    lines = [line for line in card.lines if line.key in ("grant", "own_share", "per_month")]
    paper.key_values([(say(line.label), _known(line.amount)) for line in lines])


def _sources(paper: Document, card: CostCard) -> None:
    """Title, first day and official page of every rule, each once."""
    rules = (why for line in card.lines for why in line.why if why.version_label)
    words = (
        " · ".join(
            part
            for part in (
                read_source(why.source).title,
                _("valid from %(day)s", day=day(why.valid_from)) if why.valid_from else "",
                read_source(why.source).link,
            )
            if part
        )
        for why in rules
        if read_source(why.source).title
    )
    found = tuple(dict.fromkeys(words))
    if found:
        paper.heading(_("Where the amounts come from"), level=3)
        paper.bullets(found)
