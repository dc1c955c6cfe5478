"""What is still missing before this package may be published?"""

from dataclasses import dataclass
from datetime import date

from renogroep.base.calendar import DAY, months_later
from renogroep.base.money import ZERO, Money
from renogroep.base.text import Text, t
from renogroep.tenders.rules.bands import Band, check_bands
from renogroep.tenders.rules.bill import Post, check_bill
from renogroep.tenders.rules.criteria import (
    Criterion,
    Scenario,
    check_criteria,
    check_scenarios,
    needing_document,
)
from renogroep.tenders.rules.lifecycle import Mode
from renogroep.tenders.rules.procedures import PROCEDURES, Limits


@dataclass(frozen=True, slots=True)
class LotFacts:
    """What the checklist must know of one lot."""

    number: int
    title: str
    measure: str
    posts: tuple[Post, ...]
    bands: tuple[Band, ...]
    min_to_quote: int
    min_to_execute: int
    max_homes: int
    quote_deadline: date | None


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """What the checklist must know of a package; empty and None mean: not filled in yet."""

    mode: Mode
    title: str
    summary: str
    phone: str  # of the neighbourhood: who people call
    lots: tuple[LotFacts, ...]
    interest_deadline: date | None
    order_deadline: date | None
    freeze_on: date | None
    min_group: int = 1
    max_group: int = 1
    criteria: tuple[Criterion, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    legal_form: str = ""
    own_submission: bool = False
    max_value: Money | None = None  # excl. VAT
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One line of the list: what is checked, whether it is right, and what to do when it is not."""

    code: str
    text: Text
    problems: tuple[Text, ...] = ()

    @property
    def done(self) -> bool:
        """Nothing is left to do here."""
        return not self.problems


def publication_checklist(
    package: PackageFacts, *, today: date, freeze_days: int, limits: Limits
) -> list[CheckItem]:
    """Every check with its result, in the order of the form; publish only when all are done.

    today    dates must lie after it
    freeze_days  between the last order and the freeze: people may withdraw until then
    limits   of that day: for own submission and for the length of a framework
    Procurement has six checks more than group quotes, and a reminder when sealed quotes cannot answer
    every criterion. Never raises for facts that are missing.

    Source: issue 2 of 2026-11-23, 2.1; FEATURES M01; MONEY 2026-11-23 (freeze 15 days after the
    last order); PROCUREMENT 2026-11-23, 1.1 and 1.8.
    """
    items = [
        CheckItem(
            "title", t("The package has a title"), _filled(package.title, t("Write a title."))
        ),
        CheckItem(
            "summary",
            t("The package has a summary"),
            _filled(package.summary, t("Write in a few sentences what people get.")),
        ),
        CheckItem(
            "phone",
            t("People know whom to call"),
            _filled(package.phone, t("Give the neighbourhood a phone number.")),
        ),
        CheckItem("lots", t("There is at least one lot, each with a name"), _lots(package)),
        CheckItem("bill", t("Every bill of quantities is complete"), _bills(package)),
        CheckItem("bands", t("The volume bands join up"), _bands(package)),
        CheckItem("gates", t("The numbers of homes fit together"), _gates(package)),
        CheckItem(
            "dates",
            t("The dates are in order and in the future"),
            _dates(package, today, freeze_days),
        ),
    ]
    if package.mode == Mode.PROCUREMENT:
        items += _procurement_items(package, today, limits)
    return items


def _procurement_items(package: PackageFacts, today: date, limits: Limits) -> list[CheckItem]:
    known = package.legal_form in PROCEDURES
    value = package.max_value
    return [
        CheckItem(
            "criteria",
            t("The award criteria add up to 100"),
            tuple(check_criteria(package.criteria)),
        ),
        CheckItem(
            "scenarios",
            t("The scenarios on which prices are compared are announced"),
            _scenarios(package),
        ),
        CheckItem(
            "legal_form",
            t("The procedure is chosen"),
            () if known else (t("Choose the procurement procedure."),),
        ),
        CheckItem(
            "max_value",
            t("The maximum value is stated"),
            ()
            if value is not None and value > ZERO
            else (t("Give the highest value of all orders together, without VAT."),),
        ),
        CheckItem("ends_on", t("The end date is stated"), _end(package, today, limits)),
        CheckItem(
            "submission", t("Quotes come in where the law allows it"), _submission(package, limits)
        ),
        *_documents(package),
    ]


def _documents(package: PackageFacts) -> list[CheckItem]:
    """Nothing to repair, but the lead must expect these mails."""
    asked = needing_document(package.criteria)
    if not package.own_submission or not asked:
        return []
    names = ", ".join(f"“{criterion.title}”" for criterion in asked)
    return [
        CheckItem(
            "documents",
            t(
                "The form has no room for %(names)s: contractors mail a document for it to the municipality",
                names=names,
            ),
        )
    ]


def _filled(value: str, otherwise: Text) -> tuple[Text, ...]:
    return () if value.strip() else (otherwise,)


def _lots(package: PackageFacts) -> tuple[Text, ...]:
    if not package.lots:
        return (t("Add a lot with its bill of quantities."),)
    problems = [
        t("Give lot %(lot)s a name.", lot=lot.number)
        for lot in package.lots
        if not lot.title.strip()
    ]
    problems += [
        t("Choose for lot %(lot)s which kind of works it is.", lot=lot.number)
        for lot in package.lots
        if not lot.measure
    ]
    return tuple(problems)


def _bills(package: PackageFacts) -> tuple[Text, ...]:
    problems = []
    for lot in package.lots:
        for problem in check_bill(lot.posts):
            if problem.number:
                problems.append(
                    t(
                        "Lot %(lot)s, post %(post)s: %(problem)s",
                        lot=lot.number,
                        post=problem.number,
                        problem=problem.message,
                    )
                )
            else:
                problems.append(
                    t("Lot %(lot)s: %(problem)s", lot=lot.number, problem=problem.message)
                )
    return tuple(problems)


def _bands(package: PackageFacts) -> tuple[Text, ...]:
    return tuple(
        t("Lot %(lot)s: %(problem)s", lot=lot.number, problem=problem)
        for lot in package.lots
        for problem in check_bands(lot.bands, minimum=lot.min_to_execute, maximum=lot.max_homes)
    )


def _gates(package: PackageFacts) -> tuple[Text, ...]:
    problems = []
    for lot in package.lots:
        if not 1 <= lot.min_to_execute <= lot.max_homes:
            problems.append(
                t(
                    "Lot %(lot)s: the minimum to start the works is at least 1 and not above the maximum.",
                    lot=lot.number,
                )
            )
        if lot.min_to_quote < lot.min_to_execute:
            problems.append(
                t(
                    "Lot %(lot)s: quotes are asked from %(quote)s homes, but the works need %(execute)s. Raise the first number.",
                    lot=lot.number,
                    quote=lot.min_to_quote,
                    execute=lot.min_to_execute,
                )
            )
    if package.mode == Mode.GROUP_QUOTES and not 1 <= package.min_group <= package.max_group:
        problems.append(t("The smallest size of a group is at least 1 and not above the largest."))
    return tuple(problems)


def _dates(package: PackageFacts, today: date, freeze_days: int) -> tuple[Text, ...]:
    interest, order, freeze = package.interest_deadline, package.order_deadline, package.freeze_on
    quotes = [lot.quote_deadline for lot in package.lots]
    asked = [day for day in quotes if day]
    if not (interest and order and freeze) or len(asked) < len(quotes):
        return (t("Fill in all four dates: interest, quotes, orders and final prices."),)
    problems = []
    if interest <= today:
        problems.append(
            t("Choose a last day for interest in the future; %(day)s is not.", day=interest)
        )
    if asked and min(asked) <= interest:
        problems.append(
            t("Quotes must come in after the last day for interest, %(day)s.", day=interest)
        )
    if asked and order <= max(asked):
        problems.append(
            t("The last day to order must lie after the quotes of %(day)s.", day=max(asked))
        )
    if freeze < order + DAY * freeze_days:
        problems.append(
            t(
                "Prices may become final on %(day)s at the earliest: %(days)s days after the last order, because people may withdraw until then.",
                day=order + DAY * freeze_days,
                days=freeze_days,
            )
        )
    return tuple(problems)


def _scenarios(package: PackageFacts) -> tuple[Text, ...]:
    lowest = max((lot.min_to_execute for lot in package.lots), default=1)
    highest = min((lot.max_homes for lot in package.lots), default=None)
    return tuple(check_scenarios(package.scenarios, minimum=lowest, maximum=highest))


def _end(package: PackageFacts, today: date, limits: Limits) -> tuple[Text, ...]:
    if package.ends_on is None:
        return (t("Give the last day on which residents may order at these prices."),)
    if package.order_deadline and package.ends_on < package.order_deadline:
        return (
            t(
                "The end date lies before the last day to order, %(day)s. Move it.",
                day=package.order_deadline,
            ),
        )
    latest = months_later(today, limits.framework_months)
    if package.ends_on > latest:
        return (
            t(
                "The prices may hold until %(day)s at the latest. Choose an earlier end date.",
                day=latest,
            ),
        )
    return ()


def _submission(package: PackageFacts, limits: Limits) -> tuple[Text, ...]:
    if not package.own_submission:
        return ()
    limit = limits.own_submission_below
    if limit is None:
        return (
            t(
                "There is no limit with a source for today, so sealed quotes cannot come in here. Choose “import quotes that were opened elsewhere”, or ask a lead for the limits of this year."
            ),
        )
    if package.max_value is None or package.max_value >= limit:
        return (
            t(
                "Sealed quotes come in here only when the maximum value is below %(limit)s without VAT. Choose “import quotes that were opened elsewhere”, or lower the maximum value.",
                limit=limit,
            ),
        )
    return ()
