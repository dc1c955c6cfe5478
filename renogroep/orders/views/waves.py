"""Pages: which lots take orders, one lot with its rounds, and the freeze."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.identity.models import Municipality
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, pressed
from renogroep.infra.scope import here, mine
from renogroep.orders.actions import freezing, waves
from renogroep.orders.forms import WaveForm
from renogroep.orders.models import Wave, WaveFirm
from renogroep.orders.presenters.rounds import lots_page, rounds_page, usual_dates
from renogroep.orders.queries import waves as wave_queries
from renogroep.orders.rules.events import Did
from renogroep.orders.views.blueprint import pages
from renogroep.orders.views.looking import looked
from renogroep.tenders.models import Lot


@pages.get("/bestellingen")
@requires(May.ORDER_SEE)
def index() -> str:
    """Lots that take orders, and the homes that must be measured."""
    page = lots_page(db.session(), here().staff, _page())
    keys = [order.id for order in page["surveys"]]
    answer = render_template("orders/index.html", **page)
    _note_read(keys)  # last, because it throws away what was read; without a trace no answer
    return answer


def _page() -> int | None:
    return request.args.get("pagina", type=int)


def _note_read(order_ids: Sequence[int]) -> None:
    """Whoever reads homes and names of a list leaves a trace of which ones."""
    if order_ids:
        key = current_user.municipality_id
        looked(
            Did.ORDERS_SEEN,
            lambda session: session.get_one(Municipality, key),
            orders=list(order_ids),
        )


@pages.get("/percelen/<int:lot_id>/bestellingen")
@requires(May.ORDER_SEE)
def wave(lot_id: int) -> str:
    """The rounds of a lot."""
    page = rounds_page(db.session(), mine(Lot, lot_id), *_part())
    keys = [order.id for one in page["rounds"] for order in one["orders"]]
    answer = _shown(page)
    _note_read(keys)
    return answer


def _part() -> tuple[int | None, int | None]:
    """Which round shows which page of its orders."""
    return request.args.get("ronde", type=int), _page()


@pages.post("/percelen/<int:lot_id>/bestellingen")
@requires(May.ORDER_FREEZE)
def open_wave(lot_id: int) -> Answer:
    """Start a round: every household with a contractor gets its own price."""
    form = WaveForm()

    def work(session: Session, by: By) -> None:
        waves.open_wave(
            session,
            mine(Lot, lot_id),
            order_until=form.order_until.data,
            freeze_on=form.freeze_on.data,
            by=by,
        )

    return act(
        form,
        work,
        again=lambda refusal: rounds_again(lot_id, refusal, form),
        to=url_for("orders.wave", lot_id=lot_id),
        done=_("The round is open. Every household got a message with its own price."),
    )


def rounds_again(lot_id: int, refusal: Text | None = None, form: WaveForm | None = None) -> str:
    """The page of the rounds, with why something could not be done and what was typed."""
    return _shown(rounds_page(db.session(), mine(Lot, lot_id), *_part()), refusal, form)


def _shown(page: dict[str, Any], refusal: Text | None = None, form: WaveForm | None = None) -> str:
    form = form or WaveForm(formdata=None, data=usual_dates(db.session(), page["lot"]))
    return render_template("orders/wave.html", form=form, refusal=refusal, **page)


def _in_round(wave_id: int, work: Callable[[Session, By], int], done: str) -> Answer:
    """One button of a round; ``work`` gives the lot whose rounds are shown."""
    return act(
        None,
        work,
        again=lambda refusal: rounds_again(mine(Wave, wave_id).lot_id, refusal),
        to=lambda lot_id: url_for("orders.wave", lot_id=lot_id),
        done=done,
    )


@pages.post("/bestelrondes/<int:wave_id>/erbij")
@requires(May.ORDER_FREEZE)
def invite_more(wave_id: int) -> Answer:
    """Give a price to households that chose since the round began."""

    def work(session: Session, by: By) -> tuple[int, int]:
        one = mine(Wave, wave_id)
        return one.lot_id, waves.invite_more(session, one, by=by)

    return act(
        None,
        work,
        again=lambda refusal: rounds_again(mine(Wave, wave_id).lot_id, refusal),
        to=lambda made: url_for("orders.wave", lot_id=made[0]),
        done=lambda made: ngettext("%(num)s home came in.", "%(num)s homes came in.", made[1]),
    )


@pages.post("/bestelrondes/<int:wave_id>/afsluiten")
@requires(May.ORDER_FREEZE)
def freeze(wave_id: int) -> Answer:
    """Count who takes part and fix the final prices."""

    def work(session: Session, by: By) -> int:
        return freezing.freeze(session, mine(Wave, wave_id), by=by).lot_id

    return _in_round(
        wave_id, work, _("The round is closed. Everybody got a message on the same day.")
    )


@pages.post("/bestelrondes/<int:wave_id>/minimum/<int:quote_id>")
@requires(May.ORDER_FREEZE)
def waiver(wave_id: int, quote_id: int) -> Answer:
    """What a contractor with too few homes said on the phone, or that it said nothing in time."""

    def work(session: Session, by: By) -> int:
        firm = mine(WaveFirm, wave_queries.came_of(session, wave_id, quote_id))
        pressed("answer", freezing.ANSWERS)(session, firm, by=by)
        return firm.wave.lot_id

    return _in_round(wave_id, work, _("The answer is noted, and the households got a message."))
