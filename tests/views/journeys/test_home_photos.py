"""Several photos in one form: the good ones stay, the bad ones are named, and only who may opens one."""

import zipfile
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from renogroep.identity.actions.keys import make_link
from renogroep.identity.models import Person
from renogroep.identity.queries import own_account
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import session
from renogroep.infra.files import store
from renogroep.infra.files.pictures import cleaned
from renogroep.infra.files.sending import MOST_AT_ONCE
from renogroep.orders.actions import ordering
from renogroep.orders.models import Order
from renogroep.owners.actions import home_files
from renogroep.owners.actions.home_files import What
from renogroep.owners.file_models import HomeFile
from renogroep.owners.models import Case
from renogroep.owners.rules.home_files import Audience, Purpose
from tests.support import pictures
from tests.support.heic import heic
from tests.support.make_orders import open_wave, ready_to_order
from tests.support.make_quotes import worked_example
from tests.system.test_every_route import example_url, guarded


@pytest.fixture(autouse=True)
def _folder(folder):
    """An empty data folder."""


@pytest.fixture
def world(given):
    """A round in which H1 said a provisional yes to firm B, and H2 did not answer yet."""
    with given() as make:
        example = ready_to_order(make)
        _, orders = open_wave(make, example)
        ordering.say_provisional_yes(make.session, orders["H1"], by=By(orders["H1"].person_id))
        return {
            "case": orders["H1"].subscription.case_id,
            "order": orders["H1"].id,
            "other_order": orders["H2"].id,
            "household": orders["H1"].person_id,
            "neighbour": orders["H2"].person_id,
            "firm": example.contractors["B"].id,
            "loser": example.contractors["A"].id,
            "advisor": make.member(Role.ADVISOR).id,
            "desk": make.member(Role.DESK).id,
            "lead": make.member(Role.LEAD).id,
            "alderman": make.member(Role.ALDERMAN).id,
        }


@pytest.fixture
def client_of(given, client_of):
    """Staff sign in; who lives there opens the link of a mail or letter."""

    def come(person_id):
        with given() as make:
            person, token = make.session.get_one(Person, person_id), ""
            if own_account(make.session, person_id) is None:
                token = make_link(make.session, person=person, purpose="my_home", by=TICK)
        if not token:
            return client_of(person_id)
        client = client_of(0)
        client.get(f"/l/{token}")
        return client

    return come


def sent(*files):
    """Files as a browser sends them in one field."""
    return [(BytesIO(data), name) for name, data in files]


GOOD = ("gevel.jpg", pictures.photo(seed=1))
BAD = (
    ("leeg.jpg", b""),
    ("pagina.jpg", b"<html><script>1</script></html>"),
    ("half.jpg", GOOD[1][: len(GOOD[1]) // 2]),
    ("groot.png", pictures.says_it_is(20_000, 20_000)),
)


def rows(app):
    with app.app_context():
        return [(row.purpose, row.audience) for row in session().scalars(select(HomeFile))]


def photo_of(given, case_id, audience, *, released=False, by=None, purpose=Purpose.VISIT):
    with given() as make:
        case = make.session.get_one(Case, case_id)
        one = cleaned(pictures.photo(seed=len(audience)), name="a")
        by = By(by or make.member(Role.ADVISOR).id)
        what = What(purpose, audience)
        [row], _ = home_files.add_photos(make.session, case, [("a", one)], what, by=by)
        if released:
            home_files.release(make.session, row, by=by)
        return row.id


PLACES = (
    ("household", "/mijn-woning/fotos/{case}", {}, ("before", "household")),
    (
        "advisor",
        "/dossiers/{case}/fotos",
        {"purpose": "visit", "audience": "internal"},
        ("visit", "internal"),
    ),
    ("firm", "/opdrachten/opmetingen/{order}/fotos", {}, ("survey", "firm")),
)


@pytest.mark.parametrize(("who", "place", "more", "kept"), PLACES, ids=[one[0] for one in PLACES])
def test_good_ones_stay_and_bad_ones_are_named(app, world, client_of, who, place, more, kept):
    client, place = client_of(world[who]), place.format(**world)
    second = ("IMG_1.HEIC", heic())
    photos = sent(GOOD, *BAD, second)
    page = client.send(place, {**more, "caption": "Mijn gevel", "photos": photos}, status=422)
    told = [one.text for one in page.select("#photos-error .field__error")]
    assert len(told) == len(BAD)
    assert all(name in words for (name, _), words in zip(BAD, told, strict=True))
    assert "2 foto" in page.text
    assert rows(app) == [kept] * 2
    small = page.select("img.photo__small")
    assert len(small) == 2
    assert all(one["loading"] == "lazy" for one in small)
    answer = client.get(small[0]["src"])
    assert answer.mimetype == "image/jpeg"
    assert len(answer.data) <= 40_000
    client.send(place, {**more, "photos": sent(GOOD)})  # again: once
    assert rows(app) == [kept] * 2


@pytest.mark.parametrize(("who", "place", "more", "kept"), PLACES, ids=[one[0] for one in PLACES])
def test_nothing_good_keeps_nothing(app, world, client_of, who, place, more, kept):
    client, place = client_of(world[who]), place.format(**world)
    for photos in ([], sent(*BAD), sent(*[GOOD] * (MOST_AT_ONCE + 1))):
        page = client.send(place, {**more, "photos": photos}, status=422)
        assert page.select("#photos-error .field__error")
    assert rows(app) == []
    with app.app_context():
        assert list(store.kept()) == []


def test_a_closed_case_says_so_and_takes_nothing(app, world, client_of, given):
    with given() as make:
        make.session.get_one(Case, world["case"]).state = "closed"
    page = client_of(world["household"]).send(
        f"/mijn-woning/fotos/{world['case']}", {"photos": sent(GOOD)}, status=422
    )
    assert page.select(".refusal")
    assert rows(app) == []


def test_many_megabytes_go_in_at_once_and_too_many_are_said(world, client_of):
    client, place = client_of(world["household"]), f"/mijn-woning/fotos/{world['case']}"
    heavy = ("zwaar.jpg", GOOD[1] + bytes(19 * 1024 * 1024))
    page = client.send(place, {"photos": sent(heavy, heavy, GOOD)})
    assert page
    assert client.post(place, data={"photos": sent(heavy, heavy, heavy, heavy)}).status_code == 413


WHO = ("household", "neighbour", "firm", "loser", "advisor", "desk", "lead", "alderman")


@pytest.mark.parametrize(
    ("audience", "released", "seen_by"),
    [
        (Audience.INTERNAL, False, {"advisor"}),
        (Audience.HOUSEHOLD, False, {"advisor", "household"}),
        (Audience.FIRM, False, {"advisor", "household", "firm"}),
        (Audience.HOUSEHOLD, True, {"advisor", "household"}),  # nobody prices this lot any more
    ],
)
def test_who_opens_a_photo(app, world, client_of, given, audience, released, seen_by):
    key = photo_of(given, world["case"], audience, released=released)
    for who in WHO:
        client = client_of(world[who])
        for place in (f"/bestand/{key}", f"/bestand/{key}/klein"):
            status = client.get(place).status_code
            assert status in ({200} if who in seen_by else {404, 403}), (who, place)
    with app.app_context():
        opened = session().scalars(select(AuditEvent).where(AuditEvent.did == "case.file_seen"))
        traces = [(one.actor_id, one.facts) for one in opened]
    outsiders = [world[who] for who in WHO if who in seen_by - {"household"}]
    assert sorted(traces, key=str) == sorted([(one, {"file": key}) for one in outsiders], key=str)


def test_how_a_photo_and_a_paper_leave(app, world, client_of, given):
    key = photo_of(given, world["case"], Audience.HOUSEHOLD)
    with given() as make:
        case = make.session.get_one(Case, world["case"])
        what = What(Purpose.INVOICE, Audience.HOUSEHOLD)
        paper = home_files.add_paper(
            make.session, case, pictures.pdf(), what, name="<b>.pdf", by=By(world["advisor"])
        ).id
    client = client_of(world["household"])
    answer = client.get(f"/bestand/{key}")
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "script" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "attachment" not in answer.headers.get("Content-Disposition", "")
    assert Image.open(BytesIO(answer.data)).size == (800, 600)
    answer = client.get(f"/bestand/{paper}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="invoice-{paper}.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/bestand/{paper}/klein").status_code == 404
    assert f"/bestand/{paper}" in client.get(f"/mijn-woning/fotos/{world['case']}").text
    with app.app_context():
        for name, _ in list(store.kept()):
            store.drop(name)
    assert client.get(f"/bestand/{key}").status_code == 404
    assert client.get(f"/bestand/{key}/klein").status_code == 404
    client.page(f"/mijn-woning/fotos/{world['case']}")  # a lost file breaks no page


def test_an_advisor_shows_releases_and_removes(app, world, client_of, given):
    key = photo_of(given, world["case"], Audience.INTERNAL)
    client, place = client_of(world["advisor"]), f"/dossiers/{world['case']}/fotos"

    def press(answer, status=303):
        version = client.page(place).select_one("input[name=version]")["value"]
        return client.send(f"{place}/{key}", {"answer": answer, "version": version}, status=status)

    assert press("release", 422).select(".refusal")
    assert press("dans", 422).select(".refusal")
    for answer in ("household", "release", "take_back", "firm", "internal"):
        press(answer)
    old = {"answer": "household", "version": "1"}
    client.send(f"{place}/{key}", old, status=409)
    wrong = f"/dossiers/{world['case'] + 1}/fotos/{key}"
    client.send(wrong, {"answer": "remove", "version": "6"}, status=404)
    press("remove")
    assert rows(app) == []


def test_a_household_takes_back_only_what_it_sent(app, world, client_of, given):
    theirs = photo_of(given, world["case"], Audience.HOUSEHOLD)
    client, place = client_of(world["household"]), f"/mijn-woning/fotos/{world['case']}"
    client.send(place, {"photos": sent(GOOD)})
    page = client.page(place)
    [form] = page.select("form[action$='/weg']")
    client.send(f"{place}/{theirs}/weg", {"version": "1"}, status=404)
    client_of(world["neighbour"]).send(form["action"], {"version": "1"}, status=404)
    client.send(form["action"], {"version": "1"})
    assert len(rows(app)) == 1


def test_the_pages_lead_to_the_photos(world, client_of):
    places = (
        ("household", "/mijn-woning", f"/mijn-woning/fotos/{world['case']}"),
        ("advisor", f"/dossiers/{world['case']}", f"/dossiers/{world['case']}/fotos"),
        (
            "firm",
            f"/opdrachten/opmetingen/{world['order']}",
            f"/opdrachten/opmetingen/{world['order']}/fotos",
        ),
    )
    for who, page, there in places:
        assert client_of(world[who]).page(page).select(f"a[href$='{there}']"), who
    assert client_of(world["desk"]).get(places[1][2]).status_code == 403
    assert client_of(world["loser"]).get(places[2][2]).status_code == 404
    assert client_of(world["neighbour"]).get(places[0][2]).status_code == 404


@pytest.fixture
def quoting(given):
    """A lot that firms price; H1 has a photo of each kind."""
    with given() as make:
        example = worked_example(make, mode="procurement", stage="quoting")
        return {
            "case": example.homes["H1"].case_id,
            "request": example.request.id,
            "lot": example.lot.id,
            "firms": [one.id for one in example.contractors.values()],
        }


def test_only_a_released_photo_stands_on_the_page_of_a_job(app, quoting, client_of, given):
    hidden = [photo_of(given, quoting["case"], audience) for audience in Audience]
    shown = photo_of(given, quoting["case"], Audience.FIRM, released=True, purpose=Purpose.BEFORE)
    place = f"/opdrachten/{quoting['request']}"
    for firm in quoting["firms"]:
        client = client_of(firm)
        text = client.get(place).text
        assert f"/bestand/{shown}/klein" in text
        assert not [key for key in hidden if f"/bestand/{key}" in text]
        assert client.get(f"/bestand/{shown}").status_code == 200
        assert {client.get(f"/bestand/{key}").status_code for key in hidden} == {404}
    with given() as make:
        other = make.member(Role.CONTRACTOR).id
    assert client_of(other).get(f"/bestand/{shown}").status_code == 404


def test_the_other_owner_who_signs_sees_what_the_household_sees(world, client_of, given):
    from renogroep.orders.models import CoOwner

    with given() as make:
        order = make.session.get_one(Order, world["order"])
        signs = make.person("Mede")
        make._add(
            CoOwner(municipality_id=order.municipality_id, order_id=order.id, person_id=signs.id)
        )
        person_id = signs.id
    seen = photo_of(given, world["case"], Audience.HOUSEHOLD)
    hidden = photo_of(given, world["case"], Audience.INTERNAL)
    client = client_of(person_id)
    assert client.get(f"/bestand/{seen}").status_code == 200
    assert client.get(f"/bestand/{hidden}").status_code == 404


ROOMS = ("quotes.", "groups.", "tenders.", "reports.", "orders.")
READERS = (Role.LEAD, Role.ALDERMAN, Role.ASSESSOR, Role.OPENING_OFFICER)


def test_no_page_sheet_or_export_holds_a_photo_that_was_not_released(
    app, quoting, client_of, given
):
    """Every address of the rooms of quotes that a firm or who reads quotes may open."""
    hidden = photo_of(given, quoting["case"], Audience.FIRM)
    with given() as make:
        readers = [make.member(role).id for role in READERS]
    found, opened = [], set()
    for person_id in (quoting["firms"][0], *readers):
        client = client_of(person_id)
        for rule, _permission in guarded(app):
            if "GET" not in rule.methods or not rule.endpoint.startswith(ROOMS):
                continue
            answer = client.get(example_url(rule))
            if answer.status_code != 200:
                continue
            opened.add(rule.endpoint)
            bytes_inside = inside(answer.data)
            if f"/bestand/{hidden}" in answer.get_data(as_text=False).decode("latin-1"):
                found.append((rule.endpoint, "link"))
            if b"\xff\xd8\xff" in bytes_inside or b"/Subtype /Image" in bytes_inside:
                found.append((rule.endpoint, "picture"))
    assert found == []
    assert {"quotes.job", "quotes.bill_xlsx"} <= opened


def inside(data):
    """What a workbook holds, unpacked; anything else as it is."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(BytesIO(data)) as file:
        return b"".join(file.read(name) for name in file.namelist())
