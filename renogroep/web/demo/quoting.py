"""How do contractors quote, and what happens with their quotes?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta
from decimal import Decimal
from random import Random

from renogroep.base import clock
from renogroep.base.channel import Channel
from renogroep.base.money import Money, UnitPrice
from renogroep.groups.actions import bundling, requests
from renogroep.groups.models import Request
from renogroep.infra.acts import By
from renogroep.quotes.actions import (
    choosing,
    deciding,
    drafting,
    finishing,
    importing,
    inviting,
    opening,
    scoring,
    submitting,
)
from renogroep.quotes.models import Quote
from renogroep.quotes.queries import opened
from renogroep.quotes.queries.deciding import quality_criteria, ranking
from renogroep.quotes.queries.frozen import bands_of
from renogroep.quotes.rules.price_sheet import Answer, AnswerKind
from renogroep.quotes.rules.typed import Typed, price_text
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.rules.bill import Nature
from renogroep.tenders.rules.lifecycle import Mode
from renogroep.web.demo.households import neighbours
from renogroep.web.demo.packages import FACADE, JOINERY
from renogroep.web.demo.stage import Stage

# post of the template -> an ordinary price per unit, excl. VAT
PRICES = {
    "01.01": "2400",
    "01.02": "780",
    "01.03": "8.50",
    "01.04": "4.20",
    "01.05": "9.80",
    "01.06": "28",
    "01.07": "165",
    "01.08": "14.50",
    "01.09": "46",
    "01.10": "58",
    "01.11": "11.20",
    "01.12": "44",
    "01.13": "118",
    "01.14": "24.50",
    "01.15": "62",
    "01.16": "7.40",
    "01.17": "54",
    "01.18": "38",
    "01.19": "16.50",
    "02.01": "1600",
    "02.02": "240",
    "02.03": "420",
    "02.04": "68",
    "02.05": "520",
    "02.06": "85",
    "02.07": "610",
    "02.08": "2350",
    "02.09": "1980",
    "02.10": "74",
    "02.11": "12.60",
    "02.12": "26",
    "02.13": "48",
    "02.14": "135",
    "02.15": "460",
}


@dataclass(frozen=True, slots=True)
class Firm:
    """How one contractor quotes: dearer or cheaper than others, and on which terms."""

    key: str
    person: str
    level: str  # times the ordinary price
    more_homes: str  # times its own price, in a higher band
    own_min: int
    warranty: int
    disruption: int
    remark: str = ""


AERTS = Firm("aerts", "wim.aerts", "1.03", "0.90", 5, 10, 9)
DHONDT = Firm(
    "dhondt", "elke.dhondt", "0.99", "0.96", 4, 12, 12, "Prijs geldt ook voor de zijgevel."
)
GOOSSENS = Firm("goossens", "tom.goossens", "1.06", "0.88", 4, 10, 7)
LEMMENS = Firm("lemmens", "sara.lemmens", "1.01", "0.95", 4, 15, 3)

# firm -> criterion -> per cent of its points, and why
SCORES = {
    "aerts": {
        "plan": (75, "Duidelijke planning per rij; weinig over de bereikbaarheid van de garages."),
        "warranty": (50, "Tien jaar, zoals gevraagd."),
    },
    "dhondt": {
        "plan": (100, "Planning per woning, vast aanspreekpunt en een regeling bij slecht weer."),
        "warranty": (75, "Twaalf jaar op pleister en hechting."),
    },
    "goossens": {
        "plan": (50, "Algemeen plan, niet uitgewerkt voor de Anjerstraat."),
        "warranty": (50, "Tien jaar, zoals gevraagd."),
    },
}
LATER = timedelta(days=36)

# households of the Lelielaan package that have chosen, and in which order (0: first in the list)
_CHOSEN = {
    "Tine Vermeulen": ("dhondt", "aerts"),
    "Bart Desmedt": ("dhondt", "aerts", "goossens"),
    "Ingrid Lambrecht": ("aerts", "dhondt"),
    "Pieter Coppens": ("dhondt",),
    "Nathalie Leroy": ("goossens", "dhondt"),
    "Veerle Segers": ("aerts", "goossens"),
    "Johan Thys": ("dhondt", "goossens"),
}


def schedule(stage: Stage) -> None:
    """Four packages went to the market; the newest one is there now."""
    _schedule_group(stage, "madelief", FACADE, asked=-287, firms=(AERTS, DHONDT))
    _schedule_opening(stage, "madelief", FACADE, -266)
    for place, household in enumerate(neighbours("madelief")):
        ranking = ("aerts", "dhondt") if place != 1 else ("dhondt", "aerts")
        stage.on(-258 + place, 20, choose, household.name, "madelief", ranking)
    stage.on(-249, 9, _work_out, "madelief")
    stage.on(-247, 19, _say_yes_again)
    stage.on(-240, 9, _start_orders, "madelief")

    _schedule_group(stage, "lelie", FACADE, asked=-58, firms=(AERTS, DHONDT, GOOSSENS))
    _schedule_opening(stage, "lelie", FACADE, -24)
    for place, (name, firms) in enumerate(_CHOSEN.items()):
        stage.on(-16 + 2 * place, 20, choose, name, "lelie", firms)

    _schedule_tender(stage)

    stage.on(-18, 10, ask, "station", JOINERY, (LEMMENS, GOOSSENS, AERTS))
    stage.on(-3, 16, hand_in, "station", JOINERY, LEMMENS)
    stage.on(-2, 17, begin_draft, "station", JOINERY, GOOSSENS)


def _schedule_tender(stage: Stage) -> None:
    """The procurement: façades were decided, windows are being checked now."""
    facade, joinery = (AERTS, DHONDT, GOOSSENS), (LEMMENS, GOOSSENS, DHONDT)
    stage.on(-140, 10, ask, "anjer", FACADE, facade)
    for place, firm in enumerate(facade):
        stage.on(-98, 14 + place, bring_in, "anjer", FACADE, firm)
    stage.on(-94, 11, judge, "anjer", FACADE)
    stage.on(-92, 9, _finish_checks, "anjer", FACADE)
    stage.on(-89, 9, _decide, "anjer", FACADE)
    stage.on(-67, 9, _start_orders, "anjer")

    stage.on(-48, 10, ask, "anjer", JOINERY, joinery)
    for place, firm in enumerate(joinery):
        stage.on(-9, 14 + place, bring_in, "anjer", JOINERY, firm)


def _schedule_group(
    stage: Stage, package: str, lot: int, *, asked: int, firms: Sequence[Firm]
) -> None:
    stage.on(asked, 10, ask, package, lot, firms)
    for place, firm in enumerate(firms):
        stage.on(asked + 8 + 3 * place, 16, hand_in, package, lot, firm)


def _schedule_opening(stage: Stage, package: str, lot: int, day: int) -> None:
    stage.on(day, 13, open_quotes, package, lot)
    stage.on(day + 4, 9, _start_choice, package, lot)


def ask(stage: Stage, package: str, number: int, firms: Sequence[Firm]) -> None:
    """Groups are made, the bill is frozen, and contractors are invited to price it."""
    session, lead, lot = stage.session, stage.cast.lead, stage.lot(package, number)
    if lot.package.mode == Mode.GROUP_QUOTES:
        bundling.bundle(session, lot.package, by=By(lead))
    deadline = lot.quote_deadline
    if deadline is None or deadline <= clock.now():  # the second lot of a procurement is later
        deadline = clock.at_local(clock.today() + LATER, time(12))
    requests.open_requests(session, lot, deadline=deadline, by=By(lead))
    inviting.invite(session, lot, [stage.cast.firms[f.key].id for f in firms], by=By(lead))


def typed_prices(request: Request, firm: Firm, rng: Random) -> dict[str, dict[str, str]]:
    """What a firm types: its own level, a little noise per post, less in a higher band."""
    lines = {}
    for line in request.lines:
        if line.nature == Nature.PM:
            continue
        noise = Decimal(rng.randint(94, 107)) / 100
        price = Decimal(PRICES[line.number]) * Decimal(firm.level) * noise
        texts = {}
        for place, _ in enumerate(bands_of(request), start=1):
            texts[f"price_{place}"] = price_text(UnitPrice(int(price * 100) * 100))
            price *= Decimal(firm.more_homes)
        lines[line.number] = {**texts, "answer": "", "remark": ""}
    if (
        "01.08" in lines and firm is GOOSSENS and request.group_id is not None
    ):  # a gap that the comparison shows
        lines["01.08"] = {
            "answer": AnswerKind.EXCLUDED.value,
            "remark": "Kabels los maken doet de netbeheerder.",
        }
    return lines


def typed_terms(stage: Stage, request: Request, firm: Firm) -> dict[str, str]:
    """The terms that go with it, counted from the deadline."""
    days = (request.deadline.date() - stage.timeline.today).days
    first, last = stage.timeline.day(days + 90), stage.timeline.day(days + 180)
    terms = {
        "start_from": f"{first.day}/{first.month}/{first.year}",
        "start_until": f"{last.day}/{last.month}/{last.year}",
        "warranty_years": str(firm.warranty),
        "disruption_days": str(firm.disruption),
        "validity_days": "365",
        "own_min": str(firm.own_min),
        "capacity": "20",
    }
    if request.group_id is None:  # a procurement announces its own minimum
        del terms["own_min"], terms["capacity"]
    return terms


def _requests(stage: Stage, package: str, number: int) -> Sequence[Request]:
    return opened.requests_of(stage.session, stage.lot(package, number).id)


def hand_in(stage: Stage, package: str, number: int, firm: Firm) -> None:
    """A firm prices every group of the lot and hands its quotes in, sealed."""
    for request in _requests(stage, package, number):
        draft = _save(stage, request, firm, typed_prices(request, firm, stage.rng))
        submitting.submit(
            stage.session,
            request.id,
            draft.organisation_id,
            submission_key=f"demo-{request.id}-{firm.key}",
            by=By(stage.cast.id(firm.person), seen=draft.version),
        )


def bring_in(stage: Stage, package: str, number: int, firm: Firm) -> None:
    """A bill that was opened on the federal platform, as the firm filled it in."""
    for request in _requests(stage, package, number):
        typed = Typed(typed_prices(request, firm, stage.rng), typed_terms(stage, request, firm))
        sheet, problems = drafting.checked(request, typed)
        if sheet is None:
            raise ValueError(f"{firm.key} filled its bill in wrongly: {problems[0].message}")
        importing.import_bill(
            stage.session,
            request,
            stage.cast.firms[firm.key],
            replace(sheet, answers=tuple(_with_slip(answer, firm) for answer in sheet.answers)),
            by=By(stage.cast.lead),
        )


def _with_slip(answer: Answer, firm: Firm) -> Answer:
    """What the checks of the windows find: a forgotten post, and a total that does not add up."""
    if (firm, answer.line) == (GOOSSENS, "02.14"):
        return Answer(answer.line, AnswerKind.MISSING)
    if (firm, answer.line) == (DHONDT, "02.08"):
        return replace(answer, stated_total=Money.euros(23_500))
    return answer


def begin_draft(stage: Stage, package: str, number: int, firm: Firm) -> None:
    """A firm that is still busy: the first half of the posts is filled in."""
    for request in _requests(stage, package, number):
        prices = typed_prices(request, firm, stage.rng)
        _save(stage, request, firm, dict(list(prices.items())[: len(prices) // 2]))


def _save(stage: Stage, request: Request, firm: Firm, lines: dict[str, dict[str, str]]) -> Quote:
    draft = drafting.save_draft(
        stage.session,
        request.id,
        stage.cast.firms[firm.key].id,
        Typed(lines, typed_terms(stage, request, firm)),
        revision=request.revision,
        by=By(stage.cast.id(firm.person), seen=0),
    )
    stage.session.flush()
    return draft


def open_quotes(stage: Stage, package: str, number: int) -> None:
    """Lies and Karim open together."""
    lot = stage.lot(package, number)
    for person in (stage.cast.lead, stage.cast.opening_officer):
        opening.open_lot(stage.session, lot, by=By(person))


def _start_choice(stage: Stage, package: str, number: int) -> None:
    choosing.start_choosing(stage.session, stage.lot(package, number), by=By(stage.cast.lead))


def choose(stage: Stage, name: str, package: str, ranking: Sequence[str]) -> None:
    """A household says which contractors it accepts, best first."""
    home = stage.homes[name]
    for request in _requests(stage, package, FACADE):
        if home.id not in {row.subscription_id for row in request.home_rows}:
            continue
        quotes = {
            quote.organisation_id: quote.id
            for quote in opened.quotes_of_lot(stage.session, request.lot_id, opened.REGULAR)
            if quote.request_id == request.id
        }
        choosing.give_preference(
            stage.session,
            home,
            request,
            [quotes[stage.cast.firms[key].id] for key in ranking],
            by=By(home.person_id, Channel(home.channel), seen=0),
        )


def _work_out(stage: Stage, package: str) -> None:
    choosing.run(stage.session, stage.lot(package, FACADE), by=By(stage.cast.lead))


def _say_yes_again(stage: Stage) -> None:
    """Whoever did not get the first choice says yes to the second one."""
    for run in opened.latest_runs(stage.session, stage.lot("madelief", FACADE).id).values():
        for row in run.assignments:
            if row.yes_by is not None and row.yes_at is None:
                home = stage.session.get_one(Subscription, row.subscription_id)
                choosing.accept(
                    stage.session,
                    row,
                    by=By(home.person_id, Channel(home.channel), seen=row.mark),
                )


def _start_orders(stage: Stage, package: str) -> None:
    deciding.start_ordering(stage.session, stage.lot(package, FACADE), by=By(stage.cast.lead))


def judge(stage: Stage, package: str, number: int) -> None:
    """Bram gives the announced points for quality, each with what it rests on."""
    lot, firms = stage.lot(package, number), {row.id: k for k, row in stage.cast.firms.items()}
    for quote in opened.quotes_of_lot(stage.session, lot.id):
        percents = SCORES[firms[quote.organisation_id]]
        for criterion in quality_criteria(lot.package):
            percent, reason = percents[criterion.code]
            scoring.give_score(
                stage.session,
                quote,
                criterion,
                percent=percent,
                reason=reason,
                by=By(stage.cast.id("bram.maes"), seen=0),
            )


def _finish_checks(stage: Stage, package: str, number: int) -> None:
    finishing.finish_checks(stage.session, stage.lot(package, number), by=By(stage.cast.lead))


def _decide(stage: Stage, package: str, number: int) -> None:
    """The first in the ranking gets the lot."""
    lot = stage.lot(package, number)
    first = ranking(stage.session, lot).first[0].quote
    deciding.decide(
        stage.session,
        lot,
        first.id,
        motive=f"{first.organisation.name} staat eerst op de drie aangekondigde criteria samen. De prijzen zijn nagerekend en vergeleken per post; het plan van aanpak en de waarborg kregen hun punten met de redenen die in het verslag staan.",
        by=By(stage.cast.lead),
    )
