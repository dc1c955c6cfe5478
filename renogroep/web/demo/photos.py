"""Which photos do a few homes of the demo have? Drawn here, so that nobody's home is in them."""

from io import BytesIO

from PIL import Image, ImageDraw
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from renogroep.infra.acts import By
from renogroep.infra.files.pictures import Picture, cleaned
from renogroep.owners.actions.home_files import What, add_photos, release
from renogroep.owners.rules.home_files import Audience, Purpose
from renogroep.subscriptions.models import Subscription, SubscriptionLot
from renogroep.subscriptions.rules.lifecycle import LIVE
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState
from renogroep.web.demo.people import Cast

SIZE = (1200, 900)
SKY, ROOF, FRAME, GLASS, DOOR = "#c9dcea", "#7a4b3a", "#f2efe6", "#5f7f95", "#3f5a4a"
BRICKS = ("#b5654a", "#c98a5e", "#a8a39a")


def send(session: Session, cast: Cast) -> None:
    """A household, its advisor, and one photo that firms may see while they make a price."""
    orders = _first(session, Subscription.person.has(name="Lut Verbeke"))
    if orders is not None:
        by = By(orders.person_id)
        _add(session, orders, 0, What(Purpose.BEFORE, Audience.HOUSEHOLD, "Onze voorgevel"), by)
        seen = What(Purpose.VISIT, Audience.INTERNAL, "Vocht onder het raam")
        _add(session, orders, 1, seen, By(cast.advisor))
    priced = _first(
        session,
        Subscription.lots.any(SubscriptionLot.lot.has(Lot.state == LotState.QUOTING)),
    )
    if priced is not None:
        what = What(Purpose.VISIT, Audience.HOUSEHOLD, "Gevel aan de straat")
        _add(session, priced, 2, what, By(cast.advisor), released=True)


def _first(session: Session, *where: ColumnElement[bool]) -> Subscription | None:
    """The oldest live interest with a case."""
    query = select(Subscription).where(
        Subscription.case_id.is_not(None), Subscription.state.in_(sorted(LIVE)), *where
    )
    return session.scalars(query.order_by(Subscription.id).limit(1)).first()


def _add(
    session: Session, row: Subscription, number: int, what: What, by: By, *, released: bool = False
) -> None:
    rows, _ = add_photos(session, row.case, [("gevel.png", _facade(number))], what, by=by)
    if released:
        for one in rows:
            release(session, one, by=by)


def _facade(number: int) -> Picture:
    """A row house with its windows and door."""
    image = Image.new("RGB", SIZE, SKY)
    draw = ImageDraw.Draw(image)
    draw.polygon([(180, 300), (600, 90), (1020, 300)], fill=ROOF)
    draw.rectangle((180, 300, 1020, 900), fill=BRICKS[number % len(BRICKS)])
    for left in (260, 500, 740):
        draw.rectangle((left, 370, left + 180, 560), fill=GLASS, outline=FRAME, width=14)
    draw.rectangle((260, 640, 560, 840), fill=GLASS, outline=FRAME, width=14)
    draw.rectangle((700, 620, 880, 900), fill=DOOR, outline=FRAME, width=14)
    out = BytesIO()
    image.save(out, "PNG")
    return cleaned(out.getvalue(), name="gevel.png")
