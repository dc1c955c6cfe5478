"""Which sheets does the workbook have that a firm gets to fill in its prices?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from renogroep.base.cells import Out
from renogroep.base.form_sheet import Column, FormSheet, Input, Kind
from renogroep.base.money import UnitPrice
from renogroep.base.text import Text
from renogroep.quotes.rules import bill_layout as layout
from renogroep.quotes.rules.home_price import Quantities
from renogroep.quotes.rules.price_sheet import Line
from renogroep.quotes.rules.sheet_cells import (
    Unreadable,
    read_count,
    read_day,
    read_kind,
    read_price,
)
from renogroep.quotes.rules.sheet_frozen import SCOPE_WORDS
from renogroep.quotes.rules.sheet_reading import price_column
from renogroep.quotes.rules.sheet_terms import COUNTS
from renogroep.quotes.rules.typed import Texts, Typed
from renogroep.tenders.rules.announced import Announced
from renogroep.tenders.rules.bands import Band, band_index
from renogroep.tenders.rules.bill import Nature
from renogroep.tenders.rules.criteria import Scenario

Value = str | int | date | UnitPrice | None
WIDTHS = {"number": 10, "description": 60, "nature": 7, "unit": 10, "scope": 14, "remark": 40}
HOW_TO = (
    "Vul alleen de gele vakken in. Prijzen zijn eenheidsprijzen in euro, excl. btw, met komma of punt.",
    "Geen prijs? Kies bij “Antwoord”: inbegrepen, niet inbegrepen of optie. Bij meer woningen mag een prijs niet hoger zijn.",
    "Omschrijvingen, eenheden en hoeveelheden blijven zoals ze zijn; schrijf uw eigen telling bij “Opmerking”.",
)
Announcement = Sequence[tuple[Scenario, Quantities]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a firm: the frozen bill of a request, and the words above it.

    deadline   in local time
    """

    reference: str
    revision: int
    package: str
    lot: str
    homes: int
    deadline: datetime
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]


def bill_sheet(asked: Asked, typed: Typed, scenarios: Announcement) -> FormSheet:
    """The posts with the prices that the firm typed until now.

    scenarios   the announced ones with their quantities: they get the totals and the mix, instead
                of one total at the lowest band
    """
    bands = asked.bands
    prices = [price_column(place) for place in range(len(bands))]
    columns = [
        Column(
            key,
            heading,
            WIDTHS.get(key, 16),
            formula=f"ROUND({{quantity}}*{{{prices[0]}}},2)" if key == "total" else "",
            uses=("quantity", prices[0]) if key == "total" else (),
            summed=key == "total" and not scenarios,
        )
        for key, heading in layout.bill_headings(bands).items()
    ]
    for scenario, _quantities in scenarios:
        columns += _scenario_columns(scenario.homes, prices[band_index(bands, scenario.homes)])
    own = list(layout.bill_headings(bands))
    return FormSheet(
        name=layout.BILL,
        lines=(
            f"Meetstaat {asked.reference}, versie {asked.revision}",
            f"{asked.package} – {asked.lot}",
            f"{asked.homes} woningen. Indienen tot en met {asked.deadline:%d/%m/%Y om %H:%M} (Belgische tijd).",
            *HOW_TO,
        ),
        columns=tuple(columns),
        rows=tuple(
            (
                *(_cell(line, key, typed.lines.get(line.number, {})) for key in own),
                *(
                    value
                    for _scenario, quantities in scenarios
                    for value in (quantities.get(line.number), None)
                ),
            )
            for line in asked.lines
        ),
        frozen=2,
        total=layout.TOTAL,
        mix=layout.MIX,
        weights={f"total_{scenario.homes}": scenario.weight for scenario, _ in scenarios},
    )


def _scenario_columns(homes: int, price: str) -> list[Column]:
    quantity, total = layout.scenario_headings(homes)
    words = layout.scenario_headings(homes)
    formula = f"ROUND({{{quantity}}}*{{{price}}},2)"
    return [
        Column(quantity, words[quantity], 16),
        Column(total, words[total], 16, formula=formula, uses=(quantity, price), summed=True),
    ]


def _cell(line: Line, key: str, texts: Texts) -> Input | Out:
    fixed: dict[str, Out] = {
        "number": line.number,
        "description": line.description,
        "nature": line.nature.value,
        "unit": line.unit,
        "scope": SCOPE_WORDS[line.scope],
        "quantity": None if line.nature == Nature.PM else line.quantity,
        "total": None,
    }
    if key in fixed:
        return fixed[key]
    text = texts.get(key, "")
    if key == "remark":
        return Input(Kind.TEXT, text or None)
    if line.nature == Nature.PM:
        return None  # its price stands in other posts
    if key == "answer":
        return Input(
            Kind.CHOICE,
            _readable(text, _answer_word),
            tuple(layout.ANSWER_WORDS.values()),
            "Kies een antwoord uit de lijst, of laat het vak leeg en vul een prijs in.",
        )
    return Input(
        Kind.PRICE, _readable(text, read_price), words="Vul een prijs in vanaf 0, zoals 1250,00."
    )


def terms_sheet(names: tuple[str, ...], texts: Texts) -> FormSheet:
    """The terms that are asked, with what the firm answered until now."""
    width = (44, 18, 70)
    return FormSheet(
        name=layout.TERMS,
        lines=("Voorwaarden van uw offerte",),
        columns=tuple(
            Column(heading, heading, width[place])
            for place, heading in enumerate(layout.TERM_HEADINGS)
        ),
        rows=tuple(_term_row(name, texts.get(name, "")) for name in names),
    )


def _term_row(name: str, text: str) -> tuple[Input | Out, ...]:
    question = layout.TERM_QUESTIONS[name]
    if name in COUNTS:
        least, most = COUNTS[name]
        words = f"Vul een geheel getal in van {least} tot {most}."
        value = _readable(text, lambda typed: read_count(typed, least, most))
    else:
        words = "Vul een datum in, zoals 1/3/2027."
        value = _readable(text, read_day)
    return question.label, Input(question.kind, value, words=words), question.help


def judging_sheet(
    announced: Announced, validity: int, *, mailed: bool, dutch: Callable[[Text], str]
) -> FormSheet:
    """How quotes are judged, beside the prices that are judged: nothing to fill in.

    validity   days that a quote must bind at least
    mailed     the documents go to the municipality by mail, not to the platform
    dutch      says a sentence in the language of this file
    """
    rows: list[tuple[Out, Out, Out]] = [
        (layout.PROCEDURE, None, dutch(announced.procedure)),
        (layout.MAX_VALUE, announced.max_value, None),
        (layout.ENDS_ON, announced.ends_on, None),
        (layout.VALIDITY, validity, layout.VALIDITY_HELP),
        *(
            (
                f"{layout.CRITERION}: {one.title}",
                one.weight,
                dutch(formula) if formula else layout.JUDGED,
            )
            for one, formula in announced.criteria
        ),
        *(
            (layout.SCENARIO, one.homes, layout.scenario_words(one.runs, one.weight))
            for one in announced.scenarios
        ),
    ]
    where = layout.MAIL_IT if mailed else layout.ADD_IT
    rows += [(f"{layout.DOCUMENT}: {name}", None, where) for name in announced.documents]
    width = (48, 18, 80)
    return FormSheet(
        name=layout.JUDGING,
        lines=("Hoe de offertes beoordeeld worden",),
        columns=tuple(
            Column(heading, heading, width[place])
            for place, heading in enumerate(layout.JUDGING_HEADINGS)
        ),
        rows=tuple(rows),
    )


def _answer_word(text: str) -> str | None:
    kind = read_kind(text)
    return None if kind is None else layout.ANSWER_WORDS[kind]


def _readable(text: str, read: Callable[[str], Value]) -> Value:
    """A number or a day where we can read one; else the text itself, so that nothing gets lost."""
    try:
        return read(text)
    except Unreadable:
        return text
