"""Which spreadsheet does a firm get to fill in its prices?"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from renogroep.base import clock
from renogroep.base.money import UnitPrice
from renogroep.groups.models import Request
from renogroep.infra.i18n import in_language, say
from renogroep.infra.sheets import Column, FormSheet, Input, Kind, write_bill
from renogroep.infra.sheets.exports import Out
from renogroep.quotes.documents import bill_layout as layout
from renogroep.quotes.queries.frozen import bands_of, lines_of, sheet_rules
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
from renogroep.tenders.queries import Announced, announced
from renogroep.tenders.rules.bands import band_index
from renogroep.tenders.rules.bill import Nature
from renogroep.tenders.rules.criteria import Scenario

Value = str | int | date | UnitPrice | None
WIDTHS = {"number": 10, "description": 60, "nature": 7, "unit": 10, "scope": 14, "remark": 40}
HOW_TO = (
    "Vul alleen de gele vakken in. Prijzen zijn eenheidsprijzen in euro, excl. btw, met komma of punt.",
    "Geen prijs? Kies bij “Antwoord”: inbegrepen, niet inbegrepen of optie. Bij meer woningen mag een prijs niet hoger zijn.",
    "Omschrijvingen, eenheden en hoeveelheden blijven zoals ze zijn; schrijf uw eigen telling bij “Opmerking”.",
)


def bill_file(
    request: Request,
    typed: Typed,
    *,
    made_at: datetime,
    validity: int = 0,
    scenarios: Sequence[tuple[Scenario, Quantities]] = (),
) -> bytes:
    """The bill of a request as a locked XLSX, with what the firm has typed until now.

    validity    days that a quote must bind at least; only procurement asks for it
    scenarios   the announced ones with their quantities: they get the totals and the mix, instead
                of one total at the lowest band
    """
    names = layout.term_names(sheet_rules(request))
    announcement = announced(request.lot.package)
    return write_bill(
        [
            _bill_sheet(request, typed, scenarios),
            _terms_sheet(names, typed.terms),
            *([_judging_sheet(announcement, request, validity)] if announcement else []),
        ],
        meta={
            "form": layout.FORM,
            "format": layout.FORMAT,
            "request": request.reference,
            "revision": str(request.revision),
            "checksum": request.checksum,
        },
        made_at=made_at,
    )


def _bill_sheet(
    request: Request, typed: Typed, scenarios: Sequence[tuple[Scenario, Quantities]]
) -> FormSheet:
    bands, lines = bands_of(request), lines_of(request)
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
    deadline = clock.local(request.deadline)
    return FormSheet(
        name=layout.BILL,
        lines=(
            f"Meetstaat {request.reference}, versie {request.revision}",
            f"{request.lot.package.title} – {request.lot.title}",
            f"{request.homes} woningen. Indienen tot en met {deadline:%d/%m/%Y om %H:%M} (Belgische tijd).",
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
            for line in lines
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


def _terms_sheet(names: tuple[str, ...], texts: Texts) -> FormSheet:
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


def _judging_sheet(announced: Announced, request: Request, validity: int) -> FormSheet:
    """How quotes are judged, beside the prices that are judged: nothing to fill in."""
    with in_language("nl"):  # as the other words of this file
        rows: list[tuple[Out, Out, Out]] = [
            (layout.PROCEDURE, None, say(announced.procedure)),
            (layout.MAX_VALUE, announced.max_value, None),
            (layout.ENDS_ON, announced.ends_on, None),
            (layout.VALIDITY, validity, layout.VALIDITY_HELP),
        ]
        rows += [
            (
                f"{layout.CRITERION}: {one.title}",
                one.weight,
                say(formula) if formula else layout.JUDGED,
            )
            for one, formula in announced.criteria
        ]
    rows += [
        (layout.SCENARIO, one.homes, layout.scenario_words(one.runs, one.weight))
        for one in announced.scenarios
    ]
    where = layout.MAIL_IT if request.lot.package.own_submission else layout.ADD_IT
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
