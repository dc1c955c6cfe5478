"""Where does a household stand in a lot: one sentence, one date, who is next, what it may do?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from typing import Any

from renogroep.base.text import N_, Text, t
from renogroep.journeys.rules.acts import Act, is_possible
from renogroep.journeys.rules.standing_facts import LotFacts, check_published
from renogroep.journeys.rules.standing_lot_rows import ENDED_ROWS, LOT_ROWS
from renogroep.journeys.rules.standing_order_rows import ORDER_ROWS
from renogroep.journeys.rules.standing_words import Code, Maximum, Row, Step, Who
from renogroep.orders.rules.conditions import CONDITION_LABELS
from renogroep.orders.rules.guards import OrderAct
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.orders.rules.queue import busy_text
from renogroep.orders.rules.reasons import REASON_LABELS
from renogroep.subscriptions.rules.guards import SubscriptionAct

ROWS: tuple[Row, ...] = (*ENDED_ROWS, *ORDER_ROWS, *LOT_ROWS)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page, the mail and the letter of a home open with.

    say       the sentence; ``sentence`` puts the amount in it
    on        the date of this row, None when there is none or it is not known
    acts      what the reader may do now, each allowed by its guard
    maximum   which amount stands beside it, None: no amount
    urgent    silence costs the household something on that date; ``silence`` says what
    others    what the other owner, a helper and the firm read instead of ``say``; None: the same
    """

    code: Code
    step: Step
    say: Text
    on: date | None
    who: Who
    acts: tuple[Act, ...]
    maximum: Maximum | None
    urgent: bool
    silence: Text | None = None
    others: Text | None = None

    def sentence(self, maximum: Any) -> Text:
        """The sentence with this amount, Money or a Text, where it names the most that is paid."""
        return _with_maximum(self.say, maximum)


def standing_of(facts: LotFacts) -> Standing:
    """Where this household stands: the first row of the table that is true.

    raises   ValueError for a draft package
    Acts are those of the row that their guard allows, and stopping the interest wherever its guard
    allows it. Source: the table of standings of the design, 2026-11-29; docs/rules/standing.md.
    """
    check_published(facts)
    row = next(row for row in ROWS if row.when(facts))
    offered = (*row.acts, SubscriptionAct.STOP_INTEREST)
    return _standing(row, facts, tuple(act for act in offered if is_possible(act, facts)))


def other_standing_of(facts: LotFacts, *, asker: str, signed: bool) -> Standing:
    """Where the order stands for one other owner, on that owner's own page.

    asker    the name of who ordered
    signed   did this owner sign
    raises   ValueError for a draft package
    Of the money of the asker an other owner reads only that it is not settled, or that the order
    stopped. Source: the table of standings of the design, 2026-11-29.
    """
    check_published(facts)
    if facts.order == OrderState.AWAITING_CO_OWNER:
        if signed:
            return _standing(_SIGNED, facts, ())
        may_sign = is_possible(OrderAct.CO_SIGN, facts, unsigned=True)
        return _standing(_TO_SIGN, facts, _TO_SIGN.acts) if may_sign else _standing(_CANNOT, facts)
    there = as_others_read(standing_of(facts))
    say = t("The order of %(asker)s: %(sentence)s", asker=asker, sentence=there.say)
    return replace(
        there, code=Code.OTHER_FOLLOWS, say=say, acts=(), urgent=False, silence=None, others=None
    )


def as_others_read(standing: Standing) -> Standing:
    """The same standing for the other owner, a helper and the firm: a refused loan is not theirs to read."""
    if standing.others is None:
        return standing
    return replace(standing, say=standing.others, others=None)


def most_urgent(standings: Mapping[int, Standing]) -> int:
    """The number of the lot that the page of a home opens with.

    standings   lot number -> standing
    raises      ValueError without any lot
    Urgent first, then the earliest date (no date last), then the number.
    Source: section 3 of the design of 2026-11-29.
    """
    return min(standings, key=lambda number: _haste(number, standings[number]))


def while_pressed(standing: Standing, at: datetime) -> Standing:
    """The same while the press on the button of the order, ``at`` in Brussels, waits for its turn.

    Source: the design of the rush, 2026-11-30.
    """
    return replace(
        standing,
        say=busy_text(at),
        on=None,
        who=Who.MUNICIPALITY,
        acts=tuple(act for act in standing.acts if act not in (OrderAct.ORDER, OrderAct.WAIT)),
        urgent=False,
        silence=None,
    )


def _haste(number: int, standing: Standing) -> tuple[bool, date, int]:
    return (not standing.urgent, standing.on or date.max, number)


def _standing(row: Row, facts: LotFacts, acts: tuple[Act, ...] = ()) -> Standing:
    on: date | None = getattr(facts, row.on) if row.on else None
    uncalled = facts.call_on is None and row.uncalled
    return Standing(
        code=row.code,
        step=row.step,
        say=_filled(row.uncalled if uncalled else row.say, facts, on),
        on=on,
        who=row.who,
        acts=acts,
        maximum=row.maximum,
        urgent=bool(row.silence),
        silence=Text(row.silence) if row.silence else None,
        others=Text(row.others) if row.others else None,
    )


def _filled(msgid: str, facts: LotFacts, on: date | None) -> Text:
    """The sentence with the values that it names. What is not known is said in general words."""
    values: dict[str, Any] = {
        "on": on or t("a day that we still tell you"),
        "call_on": facts.call_on,
        "firm": facts.firm or t("the contractor"),
        "names": ", ".join(facts.unsigned) or t("the other owner"),
        "conditions": _listed([Text(CONDITION_LABELS[kind]) for kind in facts.needs]),
        "reason": Text(REASON_LABELS[facts.ended_reason])
        if facts.ended_reason in REASON_LABELS
        else None,
        "maximum": t("the ceiling price in your order"),
    }
    return Text(msgid, {name: it for name, it in values.items() if f"%({name})s" in msgid})


def _listed(texts: Sequence[Text]) -> Text | None:
    def join(before: Text, after: Text) -> Text:
        return t("%(before)s, %(after)s", before=before, after=after)

    return reduce(join, texts) if texts else None


def _with_maximum(text: Text, maximum: Any) -> Text:
    """Also inside the sentence that another owner reads about the order of the asker."""
    values = {
        name: _with_maximum(value, maximum) if isinstance(value, Text) else value
        for name, value in text.params.items()
    }
    return Text(text.msgid, values | {"maximum": maximum} if "maximum" in values else values)


_TO_SIGN = Row(
    code=Code.OTHER_TO_SIGN,
    say=N_("Read the order and sign by %(on)s."),
    step=Step.ORDER,
    on="order_until",
    who=Who.HOUSEHOLD,
    acts=(OrderAct.CO_SIGN,),
    maximum=Maximum.CEILING,
    silence=N_("If you do not sign, the order stops. Nobody pays anything."),
)
_CANNOT = Row(
    code=Code.OTHER_CANNOT,
    say=N_("You cannot sign now. Call us."),
    step=Step.ORDER,
    who=Who.ADVISOR,
    maximum=Maximum.CEILING,
)
_SIGNED = Row(
    code=Code.OTHER_SIGNED,
    say=N_("You signed. We wait for %(names)s until %(on)s."),
    step=Step.ORDER,
    on="order_until",
    who=Who.OTHER_OWNER,
    maximum=Maximum.CEILING,
)
