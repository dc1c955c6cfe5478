"""What a household sees and says: its own home, its own order of choice, its own new yes."""

import pytest
from sqlalchemy import select

from renogroep.financing.actions import seed_rules
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.db import db
from renogroep.quotes.actions import choosing, deciding, finishing, scoring
from renogroep.quotes.models import Decision, Preference, Quote
from renogroep.quotes.queries import opened
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot
from tests.support.make_quotes import (
    answered,
    open_quotes,
    preferences,
    second_group,
    sheet_for,
    worked_example,
)

FOUR = {"D": sheet_for("A", warranty_years=20)}


def resident(make, example, home):
    """The household of a home may sign in."""
    from renogroep.identity.models import Membership

    person = example.homes[home].person
    make._add(
        Membership(
            municipality_id=person.municipality_id,
            person_id=person.id,
            organisation_id=make.organisation().id,
            role=Role.RESIDENT,
        )
    )
    make.account(person, person.email)
    return person.id


@pytest.fixture
def made(given):
    """Group mode, the choice has started; H9 sees three firms and one gap."""
    with given() as make:
        example = worked_example(make)
        answered(make, example.quotes["C"], "02.01", "excluded")
        choosing.start_choosing(make.session, example.lot, by=By(make.member(Role.LEAD).id))
        return {
            "lot": example.lot.id,
            "h9": example.homes["H9"].id,
            "h1": example.homes["H1"].id,
            "person": resident(make, example, "H9"),
            "other": resident(make, example, "H1"),
            **{firm: quote.id for firm, quote in example.quotes.items()},
        }


@pytest.fixture
def h9(made, client_of):
    return client_of(made["person"])


def url(made, home="h9", rest=""):
    return f"/mijn-woning/{made[home]}/offertes/{made['lot']}{rest}"


def words(cell):
    return " ".join(cell.get_text(" ").split())


def test_seven_rows_for_three_firms_with_their_own_ceilings(made, h9):
    page = h9.page(url(made))
    assert len(page.select("#quotes tbody tr")) == 7
    shown = words(page.select_one("#quotes"))
    assert "10.606,00" in shown
    assert "10.192,00" in shown


def test_the_worst_own_share_is_first_and_bold_and_the_shared_one_stands_under_it(made, h9, given):
    """H9: shared, C comes before A; alone on the scaffold A before C."""
    with given() as make:
        answered(make, make.session.get(Quote, made["C"]), "02.01", "price", "960", "960")
        seed_rules(make.session, make.home.id, by=TICK)
    page = h9.page(url(made))
    assert [th.get_text(strip=True) for th in page.select("#quotes thead th")][1:] == list("BAC")
    cells = page.select("#quotes tbody tr")[0].select("td")
    bold = [words(cell.select_one("strong")) for cell in cells]
    for shown, amount in zip(bold, ("10.803,52", "11.242,36", "11.296,42"), strict=True):
        assert amount in shown
    for cell, amount in zip(cells, ("10.421,92", "10.797,16", "10.787,62"), strict=True):
        assert f"{amount} als een buur op uw stelling meedoet" in words(cell.select("small")[-1])


def test_a_home_whose_group_got_no_quote_is_told_so(given, client_of):
    with given() as make:
        example = worked_example(make, stage="quoting")
        _request, home = second_group(make, example)
        open_quotes(make, example)
        choosing.start_choosing(make.session, example.lot, by=By(make.member(Role.LEAD).id))
        example.homes["H11"] = home
        person = resident(make, example, "H11")
        link = f"/mijn-woning/{home.id}/offertes/{example.lot.id}"
    client = client_of(person)
    for shown, words in (
        ("/mijn-woning", "Geen firma maakte een offerte voor uw groep."),
        (link, "Geen enkele aannemer maakte een offerte voor uw groep."),
    ):
        page = client.page(shown)
        assert page.says(words)
        assert not page.says("De offertes voor uw woning zijn er")
    assert client.page(link).select("#quotes") == []


def test_work_that_is_left_out_is_a_warning_with_an_amount(made, h9):
    page = h9.page(url(made))
    firms = [th.get_text(strip=True) for th in page.select("#quotes thead th")]
    row = page.select("#quotes tbody tr")[2]
    cell = words(row.select("td")[firms.index("C") - 1])
    # The middle of 840 and 720, for this home alone.
    assert "780,00" in cell
    assert "stelling" in cell


def test_a_list_of_gaps_stands_under_the_name_of_its_firm_on_a_phone(made, h9, given):
    """Beside it, a long list pressed the name into a column of single letters."""
    with given() as make:
        answered(make, make.session.get(Quote, made["C"]), "01.02", "excluded")
    row = h9.page(url(made)).select("#quotes tbody tr")[2]
    long = {cell["data-label"] for cell in row.select("td.cell--long")}
    assert long == {"C"}
    sheet = h9.get("/static/theme.css").text
    assert "td.cell--long::before { display: block; }" in sheet


def test_own_share_and_per_month_follow_the_rules_of_today(made, h9, given):
    with given() as make:
        seed_rules(make.session, make.home.id, by=TICK)
    page = h9.page(f"{url(made)}?rente=0&jaren=10")
    firms = [th.get_text(strip=True) for th in page.select("#quotes thead th")]
    rows = page.select("#quotes tbody tr")
    b = firms.index("B") - 1
    # Category 2 has no premium: 10,192.00 with 6 % VAT, and a hundred and twentieth of it a month.
    assert "10.803,52" in words(rows[0].select("td")[b])
    assert "90,03" in words(rows[1].select("td")[b])


@pytest.mark.parametrize("asked", ["rente=veel&jaren=10", "rente=99&jaren=10", "rente=3"])
def test_an_odd_rate_is_said_beside_its_field(made, h9, asked):
    page = h9.page(f"{url(made)}?{asked}")
    assert page.select_one("#rente-error").get_text(strip=True)


def test_who_may_not_see_income_sees_no_premium(made, client_as, given):
    """H1 is in category 4 and gets half of it back: the desk must not be able to tell."""
    with given() as make:
        seed_rules(make.session, make.home.id, by=TICK)
    link = f"/intekeningen/{made['h1']}/keuze/{made['lot']}"
    # A: 60 x 131 + 6 x 60 + 840 + 4,200 / 6 = 9,760.00, with VAT 10,345.60, less 4,880.00
    own = {
        role: words(client_as(role).page(link).select_one("#quotes"))
        for role in (Role.ADVISOR, Role.DESK)
    }
    assert "5.465,60" in own[Role.ADVISOR]
    assert "5.465,60" not in own[Role.DESK]
    assert "10.345,60" in own[Role.DESK]


def test_three_first_and_then_all(given, client_of):
    with given() as make:
        example = worked_example(make, firms="ABCD", sheets=FOUR)
        choosing.start_choosing(make.session, example.lot, by=By(make.member(Role.LEAD).id))
        person = resident(make, example, "H9")
        link = f"/mijn-woning/{example.homes['H9'].id}/offertes/{example.lot.id}"
    client = client_of(person)
    page = client.page(link)
    assert len(page.select("#quotes thead th")) == 4
    more = page.select_one("a[href$='alle=1']")
    assert len(client.page(more["href"]).select("#quotes thead th")) == 5


def test_the_list_is_kept_and_can_be_changed(made, h9, app):
    page = h9.page(url(made))
    data = {**page.values(), "choice_1": str(made["C"]), "choice_2": str(made["A"])}
    h9.send(url(made), data)
    again = h9.page(url(made)).values()
    assert (again["choice_1"], again["choice_2"]) == (str(made["C"]), str(made["A"]))
    h9.send(url(made), {**again, "choice_2": ""})
    with app.app_context():
        row = db.session.scalars(select(Preference)).one()
        assert (row.quote_ids, row.channel) == ([made["C"]], "online")


def test_a_second_tab_gets_a_word_and_changes_nothing(made, h9, app):
    page = h9.page(url(made)).values()
    for _click in range(2):
        h9.send(url(made), {**page, "choice_1": str(made["A"])})
    stale = h9.send(url(made), {**page, "choice_1": str(made["B"])}, status=409)
    assert stale.values()["choice_1"] == str(made["B"])
    assert stale.values()["version"] != page["version"]
    with app.app_context():
        assert db.session.scalars(select(Preference)).one().quote_ids == [made["A"]]


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"choice_2": "A"},
        {"choice_1": "A", "choice_2": "A"},
        {"choice_1": "999999"},
        {"choice_1": "٣"},
    ],
)
def test_a_list_that_cannot_be_is_refused_in_words(made, h9, app, choices):
    data = {**h9.page(url(made)).values()}
    data |= {name: str(made.get(firm, firm)) for name, firm in choices.items()}
    page = h9.send(url(made), data, status=422)
    assert page.select_one("[role=alert]")
    with app.app_context():
        assert db.session.scalars(select(Preference)).all() == []


def test_the_home_of_a_neighbour_is_not_there(made, h9):
    for rest in ("", "/ja", "/nee"):
        method = h9.post if rest else h9.get
        assert method(url(made, "h1", rest)).status_code == 404


def test_before_the_choice_starts_nothing_is_shown(given, client_of):
    with given() as make:
        example = worked_example(make)
        person = resident(make, example, "H9")
        link = f"/mijn-woning/{example.homes['H9'].id}/offertes/{example.lot.id}"
    client = client_of(person)
    page = client.page(link)
    assert page.select("#quotes") == []
    assert "10.186" not in page.get_text()


def run(given, made):
    with given() as make:
        lot = make.session.get(Lot, made["lot"])
        request = opened.requests_of(make.session, lot.id)[0]
        quotes = {q.organisation.name: q for q in opened.quotes_of_lot(make.session, lot.id)}
        homes = {h.subscription.reference: h.subscription for h in request.home_rows}

        class Example:
            pass

        example = Example()
        example.lot, example.request, example.quotes, example.homes = lot, request, quotes, homes
        preferences(make, example)
        choosing.run(make.session, lot, by=By(make.member(Role.LEAD).id))


@pytest.mark.parametrize(("rest", "who"), [("/ja", "A"), ("/nee", None)])
def test_a_moved_home_says_yes_or_no_once(made, h9, given, app, rest, who):
    run(given, made)
    page = h9.page(url(made))
    form = page.select_one(f"form[action='{url(made, rest=rest)}']")
    version = form.select_one("[name=version]")["value"]
    h9.send(form["action"], {"version": version})
    with app.app_context():
        home = db.session.get(Subscription, made["h9"])
        quote = opened.assigned_quote(db.session, home, db.session.get(Lot, made["lot"]))
        assert (quote.organisation.name if quote else None) == who
    h9.send(form["action"], {"version": version})  # a second click
    other = {"/ja": "/nee", "/nee": "/ja"}[rest]
    h9.send(url(made, rest=other), {"version": version}, status=409)
    with app.app_context():
        row = opened.assignment_of(
            db.session,
            db.session.get(Subscription, made["h9"]),
            db.session.get(Lot, made["lot"]),
        )
        assert (row.yes_at is None, row.declined_at is None) == (who is None, who is not None)


def test_my_home_says_what_happens_now(made, h9, given, app):
    def now():
        return " ".join(h9.page("/mijn-woning").get_text(" ").split())

    link = h9.page("/mijn-woning").select_one(f"a[href='{url(made)}']")
    assert link is not None
    before = now()
    run(given, made)
    assert now() != before


class TestOnTheTelephone:
    def link(self, made):
        return f"/intekeningen/{made['h9']}/keuze/{made['lot']}"

    def test_an_advisor_writes_the_list_down(self, made, client_as, app):
        advisor = client_as(Role.ADVISOR)
        page = advisor.page(self.link(made))
        advisor.send(self.link(made), {**page.values(), "choice_1": str(made["B"])})
        with app.app_context():
            row = db.session.scalars(select(Preference)).one()
            assert (row.quote_ids, row.channel) == ([made["B"]], "phone")

    def test_and_the_new_yes(self, made, client_as, given, app):
        run(given, made)
        advisor = client_as(Role.DESK)
        form = advisor.page(self.link(made)).select_one("form[action$='antwoord']")
        version = form.select_one("[name=version]")["value"]
        advisor.send(form["action"], {"version": version, "answer": "yes"})
        with app.app_context():
            home = db.session.get(Subscription, made["h9"])
            quote = opened.assigned_quote(db.session, home, db.session.get(Lot, made["lot"]))
            assert quote.organisation.name == "A"

    @pytest.mark.parametrize("answer", [None, "", "maybe"])
    def test_no_answer_is_not_a_no(self, made, client_as, given, app, answer):
        run(given, made)
        advisor = client_as(Role.DESK)
        form = advisor.page(self.link(made)).select_one("form[action$='antwoord']")
        data = {"version": form.select_one("[name=version]")["value"]}
        sent = data if answer is None else {**data, "answer": answer}
        page = advisor.send(form["action"], sent, status=422)
        assert page.says("Kies wat het gezin zegt: ja of nee.")
        with app.app_context():
            home = db.session.get(Subscription, made["h9"])
            row = opened.assignment_of(db.session, home, db.session.get(Lot, made["lot"]))
            assert (row.yes_at, row.declined_at) == (None, None)

    def test_another_neighbourhood_is_not_there(self, made, given, client_of):
        with given() as make:
            person = make.member(Role.ADVISOR, neighbourhood_id=make.neighbourhood().id).id
        assert client_of(person).get(self.link(made)).status_code == 404


class TestProcurement:
    @pytest.fixture
    def decided(self, given):
        with given() as make:
            example = worked_example(make, mode="procurement")
            lead = make.member(Role.LEAD).id
            finishing.finish_checks(make.session, example.lot, by=By(lead))
            plan = next(c for c in example.package.criteria if c.code == "plan")
            for quote in example.quotes.values():
                scoring.give_score(
                    make.session,
                    quote,
                    plan,
                    percent=50,
                    reason="Goed.",
                    by=By(lead, seen=0),
                )
            deciding.decide(
                make.session,
                example.lot,
                example.quotes["B"].id,
                motive="Laagste op de mix.",
                by=By(lead),
            )
            example.firms["A"].name, example.firms["C"].name = "Verliezer Aa", "Verliezer Cee"
            example.firms["B"].name = "Winnaar"
            return {
                "lot": example.lot.id,
                "h9": example.homes["H9"].id,
                "person": resident(make, example, "H9"),
            }

    def test_the_winner_and_a_reference_price(self, decided, client_of):
        page = client_of(decided["person"]).page(url(decided))
        assert page.says("Winnaar")
        # 66 x (114 + 12) + 7 x 58 + 720 alone on its scaffold + 3,000 / 6
        assert page.says("9.942,00")
        # an average home: 64.2 x 126 + 6.4 x 58 + 720 + 3,000 / 6
        assert page.says("Referentieprijs voor een gemiddelde woning, excl. btw")
        assert page.says("9.680,40")

    def test_no_page_of_a_resident_names_or_prices_a_losing_bidder(self, decided, client_of):
        client = client_of(decided["person"])
        for link in (url(decided), f"{url(decided)}?alle=1", "/mijn-woning"):
            text = client.page(link).get_text(" ")
            assert "Verliezer" not in text, link
            for amount in self.of_losers():
                assert amount not in text, link

    def of_losers(self):
        """What a page could leak of A and C: their totals, their mixes, and H9 alone at each."""
        alone = ("10.606,00", "10.457,00")  # 66 x 131 + 420 + 840 + 700; 66 x 132 + 385 + 960 + 400
        return (*alone, "95.502,00", "86.514,00", "85.516,00", "77.816,70", "76.770,40")

    def test_control_the_leak_would_be_seen(self, decided, client_of, given):
        """The same page shows such an amount when A had won: the list above is no wishful one."""
        with given() as make:
            decision = make.session.scalars(select(Decision)).one()
            quotes = opened.quotes_of_lot(make.session, decided["lot"])
            decision.quote = next(q for q in quotes if q.organisation.name == "Verliezer Aa")
        text = client_of(decided["person"]).page(url(decided)).get_text(" ")
        assert "Verliezer Aa" in text
        assert self.of_losers()[0] in text

    def test_nobody_ranks_in_procurement(self, decided, client_of):
        client = client_of(decided["person"])
        assert client.post(url(decided), data={"choice_1": "1"}).status_code == 404

    def test_before_the_decision_nobody_is_named(self, given, client_of):
        with given() as make:
            example = worked_example(make, mode="procurement")
            person = resident(make, example, "H9")
            link = f"/mijn-woning/{example.homes['H9'].id}/offertes/{example.lot.id}"
        client = client_of(person)
        page = client.page(link)
        assert page.select("dl.summary-list") == []
