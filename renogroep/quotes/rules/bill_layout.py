"""What stands where in the spreadsheet of a bill? Written once, for the form and for its reader.

The words are Dutch: procurement papers are (DESIGN 4, decision 8), and the file must come back with
the words with which it left.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from renogroep.base.form_sheet import Kind
from renogroep.quotes.rules.price_sheet import AnswerKind
from renogroep.quotes.rules.sheet_reading import SheetRules, price_column
from renogroep.tenders.rules.bands import Band

FORM, FORMAT = "price_sheet", "1"
BILL, TERMS, JUDGING = "Meetstaat", "Voorwaarden", "Beoordeling"
TERM_HEADINGS = ("Vraag", "Antwoord", "Uitleg")

JUDGING_HEADINGS = ("Wat", "Waarde", "Uitleg")
PROCEDURE, CRITERION, DOCUMENT = "Procedure", "Criterium, punten op 100", "Document"
MAX_VALUE = "Hoogste waarde van alle bestellingen samen, excl. btw"
ENDS_ON = "Bewoners kunnen aan deze prijzen bestellen tot en met"
VALIDITY, VALIDITY_HELP = "Offerte minstens geldig (dagen)", "Geteld vanaf de uiterste dag."
JUDGED = "Op wat de offerte zegt, met een geschreven reden."
SCENARIO = "Prijzen vergeleken op (aantal woningen)"
MAIL_IT = "Mail dit vóór de uiterste dag naar de gemeente, zonder prijzen erin. Het adres staat op de pagina van de opdracht."
ADD_IT = "Dien dit samen met de meetstaat in op het e-Procurement-platform."

ANSWER_WORDS: dict[AnswerKind, str] = {
    AnswerKind.PRICE: "prijs",
    AnswerKind.INCLUDED: "inbegrepen",
    AnswerKind.EXCLUDED: "niet inbegrepen",
    AnswerKind.OPTION: "optie",
}
BILL_WORDS: dict[str, str] = {
    "number": "Post",
    "description": "Omschrijving",
    "nature": "Aard",
    "unit": "Eenheid",
    "scope": "Per",
    "quantity": "Hoeveelheid",
    "answer": "Antwoord",
    "remark": "Opmerking",
}


@dataclass(frozen=True, slots=True)
class TermQuestion:
    """A term as the spreadsheet asks it."""

    label: str
    kind: Kind
    help: str


TERM_QUESTIONS: dict[str, TermQuestion] = {
    "own_min": TermQuestion(
        "Eigen minimum (woningen)", Kind.WHOLE, "Vanaf hoeveel woningen komt u? Een geheel getal."
    ),
    "capacity": TermQuestion(
        "Hoogste aantal woningen",
        Kind.WHOLE,
        "Hoeveel woningen kunt u ten hoogste aan? Mag leeg blijven.",
    ),
    "start_from": TermQuestion("Start ten vroegste", Kind.DATE, "Een datum, zoals 1/3/2027."),
    "start_until": TermQuestion("Start ten laatste", Kind.DATE, "Een datum, zoals 31/5/2027."),
    "warranty_years": TermQuestion("Waarborg (jaar)", Kind.WHOLE, "Een geheel getal, 0 mag."),
    "disruption_days": TermQuestion(
        "Dagen hinder per woning", Kind.WHOLE, "Hoeveel dagen werkt u aan één woning?"
    ),
    "valid_until": TermQuestion(
        "Offerte geldig tot en met", Kind.DATE, "Een datum; of vul de volgende regel in."
    ),
    "validity_days": TermQuestion(
        "Of: geldig (dagen na de uiterste dag)", Kind.WHOLE, "Een geheel getal, zoals 90."
    ),
}


def term_names(rules: SheetRules) -> tuple[str, ...]:
    """The terms that this way of quoting asks; a firm's own minimum only where households choose."""
    return tuple(name for name in TERM_QUESTIONS if name != "own_min" or "own_min" in rules.terms)


def band_words(band: Band) -> str:
    """ "6 tot 8 woningen", "9 of meer woningen"."""
    if band.to_homes is None:
        return f"{band.from_homes} of meer woningen"
    return f"{band.from_homes} tot {band.to_homes} woningen"


def scenario_words(runs: int, weight: int) -> str:
    """What an announced number of homes counts for."""
    return f"In {runs} rijen aaneengesloten woningen; telt voor {weight} %."


TOTAL = "Totaal"
MIX = "Vergeleken prijs: alle aantallen samen, volgens hun gewicht"


def scenario_headings(homes: int) -> dict[str, str]:
    """Column key -> heading of an announced number of homes. They stand beside the bill: when it
    comes back they are not read."""
    return {
        f"quantity_{homes}": f"Hoeveelheid, {homes} woningen",
        f"total_{homes}": f"Totaal excl. btw, {homes} woningen",
    }


def bill_headings(bands: Sequence[Band]) -> dict[str, str]:
    """Column key -> heading, in the order of the sheet."""
    before = ("number", "description", "nature", "unit", "scope", "quantity")
    headings = {key: BILL_WORDS[key] for key in before}
    for place, band in enumerate(bands):
        headings[price_column(place)] = f"Eenheidsprijs excl. btw, {band_words(band)}"
    headings["answer"] = BILL_WORDS["answer"]
    headings["remark"] = BILL_WORDS["remark"]
    headings["total"] = f"Totaal excl. btw, {band_words(bands[0])}"
    return headings
