"""A visitor gets an honest idea of the price, and nothing of what was answered is kept."""

import pytest
from sqlalchemy import func, select

from renogroep.base import clock
from renogroep.base.money import Money
from renogroep.financing.actions import seed_rules
from renogroep.financing.models import RuleVersion
from renogroep.infra import db
from renogroep.infra.acts import TICK
from renogroep.infra.db import Model
from renogroep.neighbourhoods.models import Neighbourhood
from renogroep.orders.models import Order
from tests.support import make_orders
from tests.support.make import TODAY
from tests.support.make_quotes import HOMES
from tests.support.make_subscriptions import place

ASKED = {"toon": "1", "werk": "wall_outside", "huis": "row", "leeftijd": "oud", "groep": "geen"}


@pytest.fixture
def home(given):
    """One neighbourhood with rules; the slug."""
    with given() as make:
        seed_rules(make.session, make.home.id, by=TICK)
        return place(make).slug


def ask(client, status=200, **given):
    answers = {**ASKED, **given}
    asked = {name: value for name, value in answers.items() if value != ""}
    return client.page("/prijsidee", query_string=asked, status=status)


def test_the_questions_stand_on_one_page_and_nothing_is_asked_twice(client, home):
    page = client.page("/prijsidee")
    names = {one["name"] for one in page.select("main input:not([type=hidden])")}
    assert names == {"werk", "huis", "leeftijd", "groep"}
    assert page.select_one("input[name=groep][checked]")["value"] == "geen"
    assert page.select_one("main form")["method"] == "get"
    assert page.says("Van wat u antwoordt, bewaren we niets")


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ({}, "€ 4.200", "€ 14.500"),
        ({"leeftijd": "jong"}, "€ 4.800", "€ 16.500"),
        ({"huis": "half_open"}, "€ 6.700", "€ 25.300"),
        ({"van": "60", "tot": "60"}, "€ 5.000", "€ 10.900"),
        ({"van": "60,5"}, "€ 5.100", "€ 14.500"),
        ({"werk": "roof", "van": "100", "tot": ""}, "€ 18.100", "€ 24.100"),
    ],
)
def test_the_first_line_says_from_and_to(client, home, typed, low, high):
    lead = " ".join(ask(client, **typed).select_one("p.lead").text.split())
    assert f"{low} tot {high}." in lead.replace("\xa0", " ")
    assert lead.endswith("Uw prijs kent u pas als we bij u gemeten hebben. Dat is gratis.")


def test_the_source_and_its_year_stand_beside_it(client, home):
    page = ask(client)
    assert page.says("Prijzen van 2026 in Antwerpen")
    links = [link["href"] for link in page.select("main a[rel=noreferrer]")]
    assert "https://www.isoprotech.be" in links
    assert "https://www.vlaanderen.be/premies-voor-renovatie/mijn-verbouwpremie" in links
    assert "bron 7" not in page.text
    assert page.says("6 %")


def premiums(page):
    return {
        row.select_one("th").text.strip(): row.select_one("td").text.strip().replace("\xa0", " ")
        for row in page.select("#premiums tbody tr")
    }


def test_who_does_not_say_a_group_reads_all_of_them(client, home):
    said = premiums(ask(client))
    assert len(said) == 4
    assert said["Groep 4: de laagste inkomens"] == "€ 2.000 tot € 5.000"
    assert said["Groep 3: lage inkomens"] == "€ 1.400 tot € 3.500"


def test_who_says_a_group_reads_that_one(client, home):
    assert list(premiums(ask(client, groep="3"))) == ["Groep 3: lage inkomens"]


def test_the_size_is_shown_and_changed(client, home):
    page = ask(client)
    assert [page.select_one(f"input[name={n}]")["value"] for n in ("van", "tot")] == ["50", "80"]
    assert page.says("Dit is onze schatting")
    page = ask(client, van="70", tot="75")
    assert [page.select_one(f"input[name={n}]")["value"] for n in ("van", "tot")] == ["70", "75"]
    assert not page.says("Dit is onze schatting")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"van": "0"}, "van"),
        ({"van": "-5"}, "van"),
        ({"van": "1000000000"}, "van"),
        ({"van": "1e9"}, "van"),
        ({"tot": "veel"}, "tot"),
        ({"tot": "2000,001"}, "tot"),
        ({"van": "80", "tot": "79,9"}, "tot"),
        ({"van": "1" * 500}, "van"),
        ({"van": "٣"}, "van"),
    ],
)
def test_a_size_that_cannot_be_is_said_beside_it_and_kept_as_typed(client, home, typed, field):
    page = ask(client, status=422, **typed)
    wrong = page.select_one(f".field--error input[name={field}]")
    assert wrong["value"] == typed[field][:60]
    assert page.select_one("p.lead").text.strip().startswith("Een idee")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"werk": ""}, "werk"),
        ({"werk": "hp_air"}, "werk"),
        ({"huis": ""}, "huis"),
        ({"huis": "kasteel"}, "huis"),
        ({"leeftijd": "x"}, "leeftijd"),
        ({"groep": "5"}, "groep"),
        ({"groep": "'; --"}, "groep"),
    ],
)
def test_a_question_without_an_answer_is_said_beside_it(client, home, typed, field):
    page = ask(client, status=422, **typed)
    assert page.select_one(f"fieldset.field--error#{field}")
    assert page.select_one(".error-summary a")["href"] == f"#{field}-0"


def test_a_wrong_size_is_not_said_while_the_questions_are_wrong(client, home):
    page = ask(client, status=422, huis="", van="veel")
    assert [link["href"] for link in page.select(".error-summary a")] == ["#huis-0"]


def test_without_a_price_with_a_source_there_is_none_and_still_a_way_on(client, home):
    for work in ("windows_doors", "wall_cavity", "floor"):
        page = ask(client, werk=work)
        assert page.says("Daar hebben we nog geen prijs met bron voor")
        assert "€" not in page.select_one("main").text.split("Andere werken")[0]
        assert page.select_one("a.btn-primary")


def test_a_roof_asks_how_large_it_is(client, home):
    page = ask(client, werk="roof")
    assert page.select_one("input[name=van]")
    assert not page.select("#premiums")


def test_without_any_rules_nothing_breaks(given, client):
    with given() as make:
        place(make)
    assert ask(client).says("Daar hebben we nog geen prijs met bron voor")


@pytest.mark.parametrize(
    ("off", "words"),
    [
        ("vat", "btw"),
        ("reference_price", "Daar hebben we nog geen prijs met bron voor"),
        ("premium", "Reken niet op een premie"),
    ],
)
def test_a_rule_that_is_switched_off_gives_words(given, client, home, off, words):
    with given() as make:
        for row in make.session.scalars(select(RuleVersion).where(RuleVersion.kind == off)):
            row.state = "retired"
    assert ask(client).says(words)


def test_nothing_is_written_and_no_cookie_is_set(app, client, home):
    def rows():
        with app.app_context():
            return {
                mapper.class_.__name__: db.session().scalar(
                    select(func.count()).select_from(mapper.class_)
                )
                for mapper in Model.registry.mappers
            }

    before = rows()
    assert {"AuditEvent", "OutboxMessage"} <= set(before)
    for given in ({}, {"van": "0"}, {"groep": "4"}):
        answer = client.get("/prijsidee", query_string={**ASKED, **given})
        assert "Set-Cookie" not in answer.headers
    assert rows() == before


def test_from_a_package_the_works_are_chosen_and_one_link_leads_to_its_interest(given, client):
    with given() as make:
        seed_rules(make.session, make.home.id, by=TICK)
        reference = place(make).reference
    link = client.page(f"/pakket/{reference}").select_one("a[href^='/prijsidee']")
    page = client.page(link["href"])
    assert page.select_one("input[name=werk][checked]")["value"] == "wall_outside"
    page = ask(client, pakket=reference)
    assert page.select_one("a.btn-primary")["href"] == f"/pakket/{reference}#interesse-titel"
    assert page.select_one("form input[name=pakket]")["value"] == reference
    assert page.select_one("a.back-link")["href"] == f"/pakket/{reference}"
    assert len(page.select("main a.btn")) == 1


def test_from_the_neighbourhood_and_from_the_front_page(given, client):
    with given() as make:
        seed_rules(make.session, make.home.id, by=TICK)
        places = make.neighbourhood(name="Bloemenwijk"), make.neighbourhood(name="Stationswijk")
        slugs = [one.slug for one in places]
        ids = [one.id for one in places]
    assert client.page("/").select_one("a[href='/prijsidee']")
    assert client.page(f"/wijk/{slugs[0]}").select_one(f"a[href='/prijsidee?wijk={slugs[0]}']")
    page = ask(client, wijk=slugs[0])
    assert page.select_one("a.btn-primary")["href"] == f"/wijk/{slugs[0]}#bel-mij"
    with given() as make:
        for id in ids:
            make.package(neighbourhood=make.session.get(Neighbourhood, id))
    assert ask(client).select_one("a.btn-primary")["href"] == "/"
    assert "/pakket/" in ask(client, wijk=slugs[1]).select_one("a.btn-primary")["href"]


@pytest.mark.parametrize("query", ["pakket=nergens", "wijk=nergens", "pakket=%27"])
def test_a_place_that_is_not_there_is_not_found(client, home, query):
    assert client.get(f"/prijsidee?{query}").status_code == 404


def test_a_draft_is_not_found(given, client, home):
    with given() as make:
        reference = make.package(state="draft").reference
    assert client.get(f"/prijsidee?pakket={reference}").status_code == 404


def frozen(make, count):
    """So many homes with a final price, between 141.35 and 146.16 euro per m²."""
    example = make_orders.ready_to_order(make)
    names = list(HOMES)[:count]
    wave, orders = make_orders.ordered(make, example, names)
    for name in names:
        order = orders[name]
        area = next(line for line in order.lines if line.number == "01.01").quantity
        price = 14_616 if name == names[-1] else 14_135
        order.state, order.final = "frozen", Money(price * area.scaled // 1_000)
        order.ceiling = max(order.ceiling, order.final)
    wave.frozen_at, wave.state = clock.now(), "frozen"
    make.session.flush()


def test_the_final_prices_of_enough_homes_here_go_first(given, client):
    with given() as make:
        frozen(make, 7)
    page = ask(client)
    assert "€ 7.400 tot € 12.400." in page.select_one("p.lead").text.replace("\xa0", " ")
    assert page.says(f"Eindprijzen van 7 woningen hier, {TODAY.year}")
    assert not page.says("Isoprotech")


def test_of_four_homes_nothing_is_told(given, client):
    with given() as make:
        frozen(make, 4)
    page = ask(client)
    assert "€ 4.200 tot € 14.500." in page.select_one("p.lead").text.replace("\xa0", " ")
    assert not page.says("Eindprijzen")


def test_works_that_were_cancelled_do_not_count(given, client):
    with given() as make:
        frozen(make, 5)
        order = make.session.scalars(select(Order).where(Order.state == "frozen")).first()
        order.state = "cancelled"
    assert not ask(client).says("Eindprijzen")


@pytest.mark.parametrize(("language", "words"), [("fr", "Des façades"), ("en", "Façades like")])
def test_in_the_language_of_the_reader(client, home, language, words):
    client.set_cookie("language", language)
    assert ask(client).select_one("p.lead").text.strip().startswith(words)


def test_a_package_of_another_municipality_is_counted_with_the_prices_of_there(given, client, home):
    with given() as make:
        make._municipality = make.municipality(slug="elders")
        seed_rules(make.session, make.home.id, by=TICK)
        for row in make.session.scalars(
            select(RuleVersion).where(
                RuleVersion.municipality_id == make.home.id, RuleVersion.kind == "reference_price"
            )
        ):
            row.state = "retired"
        reference = place(make).reference
    assert ask(client).says("Isoprotech")
    page = ask(client, pakket=reference)
    assert page.says("Daar hebben we nog geen prijs met bron voor")
    assert page.select_one("a.btn-primary")["href"] == f"/pakket/{reference}#interesse-titel"


def test_final_prices_of_elsewhere_are_not_ours(given, client):
    with given() as make:
        ours = make.home
        seed_rules(make.session, ours.id, by=TICK)
        make._municipality = make.municipality(slug="elders")
        frozen(make, 7)
        make._municipality = ours
    assert not ask(client).says("Eindprijzen")
