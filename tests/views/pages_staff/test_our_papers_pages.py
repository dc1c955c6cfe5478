"""A firm keeps its papers once; each municipality reads them after its people said who they are."""

import pytest
from sqlalchemy import delete, select

from renogroep.identity.actions import companies
from renogroep.identity.company_models import CompanyPaper
from renogroep.identity.models import AccountPerson, Organisation, Person
from renogroep.identity.queries import own_account
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.db import session

NUMBER, OTHER = "0566.988.259", "0136.695.962"
PAPER = {"kind": "insurance", "valid_until": "2026-12-31", "note": "Polis 77"}
PAGE, NEW, OURS = "/onze-papieren", "/onze-papieren/nieuw", "/onze-papieren/ons-bedrijf"


class Firm:
    """One organisation of the company, with its owner and the lead of its municipality."""

    def __init__(self, make, number=NUMBER):
        row = make.organisation("contractor", name="Aerts", company_number=number)
        companies.link_company(make.session, row)
        make.session.flush()
        self.id = row.id
        self.owner_id = make.member(Role.CONTRACTOR_OWNER, row).id
        self.second_id = make.member(Role.CONTRACTOR_OWNER, row).id
        self.lead_id = make.member(Role.LEAD).id
        self.page = f"/aannemers/{self.id}"


@pytest.fixture
def here(given):
    with given() as make:
        return Firm(make)


@pytest.fixture
def there(given, here):
    """The same company in another municipality."""
    with given() as make:
        account = own_account(make.session, here.owner_id)
        make._municipality = make.municipality(name="Elders", slug="elders")
        firm = Firm(make)
        make.session.execute(
            delete(AccountPerson).where(AccountPerson.person_id == firm.owner_id)
        )  # the same human, with the account of here
        make.hang_on(account, make.session.get_one(Person, firm.owner_id))
        return firm


@pytest.fixture
def owner(client_of, here):
    return client_of(here.owner_id)


@pytest.fixture
def confirmed(app, here, owner):
    confirm(owner)
    owner.send(NEW, PAPER)
    return owner


def confirm(client):
    page = client.page(PAGE)
    version = page.select_one("main form input[name=version]")["value"]
    client.send(OURS, {"version": version})


def papers(app):
    with app.app_context():
        return session().scalars(select(CompanyPaper).order_by(CompanyPaper.id)).all()


def test_staff_read_papers_after_somebody_of_the_firm_confirmed(app, client_of, here, owner):
    lead = client_of(here.lead_id)
    assert "Polis 77" not in lead.get(here.page).text
    owner.send(NEW, PAPER, status=422)
    assert papers(app) == []
    confirm(owner)
    owner.send(NEW, PAPER)
    page = lead.page(here.page)
    assert "Polis 77" in page.text
    assert "Insurance" in page.text
    assert lead.page("/aannemers").select_one(f"a[href='{here.page}']")


def test_two_people_of_the_firm_confirm_once(app, client_of, here, owner):
    second = client_of(here.second_id)
    version = second.page(PAGE).select_one("main form input[name=version]")["value"]
    confirm(owner)
    second.send(OURS, {"version": version})
    with app.app_context():
        assert session().get_one(Organisation, here.id).version == int(version) + 1


def test_the_other_municipality_reads_nothing_before_its_own_people_confirm(
    client_of, there, confirmed
):
    lead, owner = client_of(there.lead_id), client_of(there.owner_id)
    for client, page in ((lead, there.page), (owner, PAGE)):
        text = client.get(page).text
        assert "Polis 77" not in text
        assert "Testgem" not in text
    confirm(owner)
    assert "Polis 77" in lead.get(there.page).text
    assert "Testgem" not in lead.get(there.page).text
    assert "Elders, Testgem" in owner.page(PAGE).text
    assert "Elders" not in client_of(there.lead_id).page("/aannemers").select_one("main").text


def test_whoever_is_invited_with_the_number_of_another_firm_reads_none_of_its_papers(
    app, client_of, there, confirmed
):
    stranger = client_of(there.second_id)
    version = stranger.page(PAGE).select_one("main form input[name=version]")["value"]
    refused = stranger.send(OURS, {"version": version}, status=422)
    assert refused.select_one(".refusal").text.strip().startswith("Somebody of your firm confirmed")
    assert "Polis 77" not in stranger.get(PAGE).text
    assert "Polis 77" not in client_of(there.lead_id).get(there.page).text
    confirm(client_of(there.owner_id))  # who owns it here too
    assert "Polis 77" in stranger.get(PAGE).text


def test_a_paper_is_changed_and_taken_away_for_all(app, client_of, there, confirmed):
    owner = client_of(there.owner_id)
    confirm(owner)
    (row,) = papers(app)
    page = f"{PAGE}/{row.id}"
    assert owner.page(page).select_one("#note")["value"] == "Polis 77"
    owner.send(page, {**PAPER, "note": "Polis 78", "version": row.version})
    assert "Polis 78" in confirmed.get(PAGE).text
    old = confirmed.post(f"{page}/weg", data={"version": row.version})
    assert old.status_code == 409
    confirmed.send(f"{page}/weg", {"version": row.version + 1})
    assert papers(app) == []
    assert owner.get(page).status_code == 404


def test_of_two_tabs_one_wins_and_the_other_is_told(app, confirmed):
    (row,) = papers(app)
    page = f"{PAGE}/{row.id}"
    confirmed.send(page, {**PAPER, "note": "eerste", "version": row.version})
    second = confirmed.send(page, {**PAPER, "note": "tweede", "version": row.version}, status=409)
    assert second.select_one("#note")["value"] == "tweede"
    assert papers(app)[0].note == "eerste"
    version = second.select_one("input[name=version]")["value"]
    confirmed.send(page, {**PAPER, "note": "tweede", "version": version})
    assert papers(app)[0].note == "tweede"


def test_no_other_firm_finds_a_paper(given, app, client_of, there, confirmed):
    """Neither another company, nor the same one where nobody confirmed."""
    with given() as make:
        stranger = Firm(make, OTHER)
    other = client_of(stranger.owner_id)
    confirm(other)
    (row,) = papers(app)
    for client in (other, client_of(there.owner_id)):
        assert client.get(f"{PAGE}/{row.id}").status_code == 404
        assert client.post(f"{PAGE}/{row.id}", data=PAPER).status_code == 404
        assert client.post(f"{PAGE}/{row.id}/weg", data={"version": 1}).status_code == 404
    assert "Polis 77" not in other.get(PAGE).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("valid_until", ""),
        ("valid_until", "2026-11-22"),
        ("valid_until", "morgen"),
        ("valid_until", "2206-01-01"),
        ("kind", "diploma"),
        ("note", "x" * 201),
    ],
)
def test_what_cannot_be_a_paper_is_said_beside_the_field(app, confirmed, field, value):
    page = confirmed.send(NEW, {**PAPER, field: value}, status=422)
    assert page.select_one(f".error-summary a[href='#{field}']")
    assert len(papers(app)) == 1


def test_a_paper_that_is_over_is_marked(given, client_of, here, confirmed, app):
    with given() as make:
        row = make.session.scalars(select(CompanyPaper)).one()
        row.valid_until = row.valid_until.replace(month=11, day=22)
    for client, page in ((confirmed, PAGE), (client_of(here.lead_id), here.page)):
        assert client.page(page).select_one("#papers .tag--bad")


def test_a_firm_without_a_number_reads_whom_to_call(client_of, given):
    with given() as make:
        person_id = make.member(Role.CONTRACTOR_OWNER, make.organisation("contractor")).id
    owner = client_of(person_id)
    page = owner.page(PAGE)
    assert not page.select_one("main form")
    assert page.select_one("main a[href^='tel:']")


def test_another_number_hides_the_papers_until_confirmed_anew(app, client_of, here, confirmed):
    lead = client_of(here.lead_id)
    version = lead.page(here.page).select_one("input[name=version]")["value"]
    lead.send(here.page, {"company_number": OTHER, "version": version})
    assert "Polis 77" not in lead.get(here.page).text
    assert "Polis 77" not in confirmed.get(PAGE).text
    stale = lead.send(here.page, {"company_number": "1000.000.120", "version": version}, status=409)
    assert stale.select_one("#company_number")["value"] == "1000.000.120"
    refused = lead.send(
        here.page,
        {
            "company_number": "12",
            "version": stale.select_one("input[name=version]")["value"],
        },
        status=422,
    )
    assert refused.select_one(".refusal")


def test_only_contractors_of_ours_have_that_page(given, client_of, here, there):
    with given() as make:
        office = make.organisation("energy_house").id
    lead = client_of(here.lead_id)
    for page in (f"/aannemers/{office}", there.page):
        assert lead.get(page).status_code == 404


def test_who_only_prices_keeps_no_papers(given, client_of, here):
    with given() as make:
        firm = make.session.get_one(Organisation, here.id)
        person_id = make.member(Role.CONTRACTOR, firm).id
        companies.confirm_company(make.session, firm, by=TICK)
    assert client_of(person_id).get(PAGE).status_code == 403


ACCOUNT = "/onze-papieren/rekening"


def typed(client, iban):
    return {**client.page(ACCOUNT).values(), "iban": iban}


def test_a_firm_says_on_which_account_it_is_paid(app, here, owner):
    values = typed(owner, "be68 5390 0754 7034")
    owner.send(ACCOUNT, values)
    owner.send(ACCOUNT, values)  # twice is once
    assert owner.page(PAGE).says("BE68 5390 0754 7034")
    with app.app_context():
        assert session().get_one(Organisation, here.id).iban == "BE68 5390 0754 7034"


def test_a_wrong_account_is_said_beside_the_field_and_stays(owner):
    page = owner.send(ACCOUNT, typed(owner, "BE68 5390 0754 7035"), status=422)
    assert page.select_one("#iban-error")
    assert page.values()["iban"] == "BE68 5390 0754 7035"


def test_an_account_typed_on_an_older_page_changes_nothing(owner):
    old = typed(owner, "BE68 5390 0754 7034")
    owner.send(ACCOUNT, typed(owner, "NL91 ABNA 0417 1643 00"))
    owner.send(ACCOUNT, old, status=409)
    assert owner.page(PAGE).says("NL91 ABNA 0417 1643 00")


def test_only_its_owner_changes_the_account(here, client_of, client_as):
    assert client_as(Role.CONTRACTOR).get(ACCOUNT).status_code in (403, 404)
    assert client_of(here.lead_id).get(ACCOUNT).status_code in (403, 404)
