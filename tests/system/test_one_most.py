"""Every "hoogstens" that a home of the demo reads: one figure per lot, and one for all together."""

import re
from io import BytesIO

from pypdf import PdfReader
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.actions.keys import make_link
from renogroep.infra.acts import TICK
from renogroep.infra.db import session, transaction
from renogroep.infra.i18n import money
from renogroep.infra.outbox import OutboxMessage
from renogroep.journeys.queries.household_account import account_of
from renogroep.orders.models import Order
from renogroep.owners.models import Case
from renogroep.web.demo import seed

DATABASES = ("sqlite",)
MOST = re.compile(r"hoogstens (?:€ ?)([0-9.]+,[0-9]{2})")
OF_A_RULE = re.compile(
    r"(?:samen|excl\. btw\),) hoogstens € ?[0-9.]+,[0-9]{2}"
)  # the cap of a premium


def plain(text):
    return " ".join(text.replace("\xa0", " ").replace("\u202f", " ").split())


def said(text):
    """The amounts after "hoogstens", those of a premium rule aside."""
    return set(MOST.findall(OF_A_RULE.sub("", plain(text))))


def paper(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)


def homes():
    """Case -> what its account says, and where its pages are."""
    found = []
    for case in session().scalars(select(Case).order_by(Case.id)):
        account = account_of(session(), case, clock.today())
        if account.card is None:
            continue
        per_lot = [account.invoice(lot).incl_vat for lot in account.lots]
        figures = {plain(money(one))[2:] for one in [*per_lot, account.most] if one is not None}
        orders = [lot.order_id for lot in account.lots if lot.order_id]
        found.append((case.id, case.person_id, case.person.language, figures, orders))
    return found


def last_mails(order_ids):
    """Of each order without a final price the newest message that says what is paid at most."""
    rows = session().scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    for key in order_ids:
        order = session().get_one(Order, key)
        if order.final is not None:
            continue  # what was paid at most is history then
        about = [
            row.body
            for row in rows
            if row.key.split(":")[1:2]
            and row.key.split(":")[1].split(".")[0] == str(key)
            and row.key.startswith("orders_")
            and row.key.endswith(f":{order.person_id}")
            and MOST.search(plain(row.body))
        ]
        yield from about[-1:]


def test_each_home_reads_one_figure_per_lot_and_one_in_all(app, client_of):
    with app.app_context():
        seed.make()
        known = homes()
        mails = {case: list(last_mails(orders)) for case, _p, _l, _f, orders in known}
        with transaction() as writing:
            links = {
                case: make_link(
                    writing, person=writing.get_one(Case, case).person, purpose="my_home", by=TICK
                )
                for case, *_ in known
            }
    assert len(known) > 10
    for case, _person, language, figures, orders in known:
        client = client_of(0)
        client.get(f"/l/{links[case]}")
        client.set_cookie("language", "nl")
        read = {
            "home": said(client.page("/mijn-woning").select_one("main").get_text(" ")),
            "costs": said(
                client.page(f"/mijn-woning/kosten/{case}").select_one("main").get_text(" ")
            ),
            "card": said(paper(client, f"/mijn-woning/kosten/{case}/kostenkaart.pdf")),
        }
        for key in orders:
            page = client.page(f"/mijn-woning/bestelling/{key}/bestellen", follow_redirects=True)
            read[f"order {key}"] = said(page.select_one("main").get_text(" "))
        if language == "nl":
            read["mails"] = set().union(*(said(body) for body in mails[case]), set())
        assert read["costs"], case
        for place, amounts in read.items():
            assert amounts <= figures, (case, place, amounts - figures)
