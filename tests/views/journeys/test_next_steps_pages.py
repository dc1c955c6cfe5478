"""Every role reads on Today, and on the page behind it, what comes next for its lots."""

import pytest

from renogroep.base import clock
from renogroep.base.calendar import DAY, add_working_days
from renogroep.identity.models import Membership
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.holidays import belgian
from renogroep.journeys.models import CaseStage
from renogroep.journeys.rules.case_stage import Stage
from renogroep.orders.actions import freezing
from renogroep.orders.models import Wave
from renogroep.owners.models import Task
from renogroep.quotes.actions import asking, deciding, finishing, scoring
from tests.support import make_orders
from tests.support.english import english_pages  # noqa: F401
from tests.support.make import TODAY
from tests.support.make_quotes import worked_example


def lines(client, block):
    rows = client.page("/vandaag").select(f"section[aria-labelledby={block}] tbody tr")
    return [row.get_text(" ", strip=True) for row in rows]


def links(client, block):
    page = client.page("/vandaag")
    return [a["href"] for a in page.select(f"section[aria-labelledby={block}] tbody a")]


def score(make, example, firm):
    plan = next(c for c in example.package.criteria if c.code == "plan")
    scoring.give_score(
        make.session,
        example.quotes[firm],
        plan,
        percent=50,
        reason="Bladzijde 3.",
        by=By(make.member(Role.ASSESSOR).id),
    )


@pytest.fixture
def tender(given):
    """A procurement with three opened quotes; ``stage`` brings it further."""

    def made(*stages):
        with given() as make:
            example = worked_example(make, mode="procurement")
            lead = By(make.member(Role.LEAD).id)
            if "checked" in stages:
                finishing.finish_checks(make.session, example.lot, by=lead)
            for firm in [stage for stage in stages if stage in "ABC"]:
                score(make, example, firm)
            if "asked" in stages:
                asking.ask_price(make.session, example.quotes["A"], "01.01", by=lead)
            if "decided" in stages:
                deciding.decide(
                    make.session, example.lot, example.quotes["B"].id, motive="De beste.", by=lead
                )
            people = {firm: person.id for firm, person in example.contractors.items()}
            return example.lot.id, example.request.id, people

    return made


ALL = ("checked", "A", "B", "C")


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ((), []),
        (("checked",), ["Quotes scored: 0 of 3."]),
        (("checked", "A"), ["Quotes scored: 1 of 3."]),
        (ALL, []),
    ],
)
def test_an_assessor_reads_what_to_score(client_as, tender, stages, said):
    lot_id, *_ = tender(*stages)
    assessor = client_as(Role.ASSESSOR)
    found = lines(assessor, "scores")
    assert len(found) == len(said)
    for line, words in zip(found, said, strict=True):
        assert words in line
        assert links(assessor, "scores") == [f"/percelen/{lot_id}/scores"]


def test_a_firm_reads_the_question_about_its_prices_with_the_day_and_nobody_elses(
    client_of, tender
):
    _, request_id, people = tender("asked")
    (line,) = lines(client_of(people["A"]), "jobs")
    assert "Answer the question about your prices." in line
    assert "5 December 2026" in line
    page = client_of(people["A"]).page(f"/opdrachten/{request_id}")
    assert page.says("Answer the question about your prices. by 5 December 2026")
    assert lines(client_of(people["B"]), "jobs") == []
    other = client_of(people["B"]).page(f"/opdrachten/{request_id}")
    assert not other.says("Answer the question about your prices.")


@pytest.mark.parametrize(
    ("firm", "said"),
    [
        ("A", "The lot goes to another firm. Read why."),
        ("B", "The lot goes to your firm. The households order after the waiting period."),
    ],
)
def test_a_firm_reads_its_result(client_of, tender, firm, said):
    _, request_id, people = tender(*ALL, "decided")
    client = client_of(people[firm])
    assert any(said in line for line in lines(client, "jobs"))
    assert client.page(f"/opdrachten/{request_id}").says(said)


def _shown(freeze_on):
    """The last day of the five working days that a firm has for its answer."""
    day = add_working_days(freeze_on, 5, belgian(freeze_on))
    return f"{day.day} {day:%B %Y}"


def test_a_firm_with_too_few_homes_reads_the_question_and_its_day(client_of, given):
    with given() as make:
        example = make_orders.ready_to_order(make)
        wave, _ = make_orders.ordered(make, example, ("H1", "H2"))
        firm, request_id = example.contractors["B"].id, example.request.id
        wave_id = wave.id
    day = make_orders.at(make_orders.FREEZE_ON)
    with clock.frozen_at(day):
        with given() as make:
            freezing.freeze(make.session, make.session.get_one(Wave, wave_id), by=TICK)
        (line,) = lines(client_of(firm), "jobs")
        page = client_of(firm).page(f"/opdrachten/{request_id}")
        until = _shown(make_orders.FREEZE_ON)
        answers = client_of(firm).page("/werklijst")
    assert until in line
    assert "Too few homes take part. Say whether you come." in line
    assert page.says(f"Too few homes take part. Say whether you come. by {until}")
    assert page.select("main a[href='/werklijst']")
    assert answers.says(until)


def test_the_alderman_opens_the_decision_and_reads_nothing_sensitive_of_who_lost(client_as, tender):
    lot_id, *_ = tender(*ALL, "decided")
    url = f"/percelen/{lot_id}/beslissen"
    alderman = client_as(Role.ALDERMAN)
    assert links(alderman, "decisions") == [url]
    page = alderman.page(url)
    assert page.says("76,509.40")  # what the chosen firm asks
    assert page.says("De beste.")
    places = [row.get_text(" ", strip=True) for row in page.select("#ranking tbody tr")]
    assert sorted(places)[0] == "1 B"
    amounts = 0
    for row in client_as(Role.LEAD).page(url).select("#ranking tbody tr"):
        cells = [cell.get_text(strip=True) for cell in row.select("th, td")]
        for cell in cells[2:] if cells[0] != "B" else ():
            amounts += "," in cell
            assert "," not in cell or not page.says(cell)
    assert amounts == 6  # of two firms: two scenarios and their mix
    assert not page.says("Bladzijde 3.")
    assert alderman.post(url).status_code == 403
    assert alderman.get(f"/percelen/{lot_id}/beslissing.pdf").status_code == 403


def test_before_the_decision_there_is_none_for_the_alderman(client_as, tender):
    lot_id, *_ = tender(*ALL)
    assert client_as(Role.ALDERMAN).get(f"/percelen/{lot_id}/beslissen").status_code == 404
    assert lines(client_as(Role.ALDERMAN), "decisions") == []


def test_the_alderman_of_another_municipality_finds_no_decision(given, client_of, tender):
    lot_id, *_ = tender(*ALL, "decided")
    with given() as make:
        service = make.organisation(municipality_id=make.municipality().id)
        stranger = make.member(Role.ALDERMAN, service).id
    assert client_of(stranger).get(f"/percelen/{lot_id}/beslissen").status_code == 404


# --- what is for today --------------------------------------------------------------------------


@pytest.mark.parametrize("working_days", [9, 10, 11])
def test_work_that_is_due_later_than_ten_working_days_is_no_work_of_today(
    client_as, given, working_days
):
    deadline = add_working_days(TODAY, working_days, belgian(TODAY))
    with given() as make:
        make.package(title="Warme gevels", interest_deadline=deadline)
    lead = client_as(Role.LEAD)
    found = [line for line in lines(lead, "packages") if "Gather interest." in line]
    assert len(found) == (working_days <= 10)
    if not found:
        assert lead.page("/vandaag").says("Nothing is due within 10 working days.")
        assert lead.page("/pakketten").says("Warme gevels")


def test_a_draft_asks_for_its_checklist_also_without_lots(client_as, given):
    with given() as make:
        package_id = make.package(state="draft", lots=0, title="Warme gevels").id
    lead = client_as(Role.LEAD)
    (line,) = lines(lead, "packages")
    assert "Warme gevels Finish the checklist." in line
    assert links(lead, "packages") == [f"/pakketten/{package_id}/controle"]


def test_the_page_starts_with_what_is_urgent(client_of, given):
    """An advisor who is also a lead: the lot that stands still comes before the cases."""
    with given() as make:
        person = make.member(Role.ADVISOR)
        package = make.package(title="Warme gevels")
        package.lots[0].state = "ordering"
        other = make.package(title="Andere gevels")
        assert other.lots[0].state == "collecting"
        make._add(
            Membership(
                municipality_id=person.municipality_id,
                person_id=person.id,
                organisation_id=make.organisation().id,
                role=Role.LEAD,
            )
        )
        key = person.id
    page = client_of(key).page("/vandaag")
    first = page.select_one("main section")
    assert first["aria-labelledby"] == "packages"
    row = first.select_one("tbody tr").get_text(" ", strip=True)
    assert "Open a round, so that households can order." in row
    assert "Hurry" in row


def test_every_empty_list_says_what_to_do(client_as):
    for role in (Role.LEAD, Role.ADVISOR, Role.ASSESSOR, Role.OPENING_OFFICER, Role.ALDERMAN):
        for empty in client_as(role).page("/vandaag").select("main section p.muted"):
            assert len(empty.get_text(strip=True)) > 20


def test_an_ordered_home_is_never_late(client_of, given):
    """Its days come from the package now; only what somebody wrote down stands on the list."""
    with given() as make:
        example = make_orders.ready_to_order(make)
        _, orders = make_orders.ordered(make, example, ("H1",))
        advisor = make.member(Role.ADVISOR).id
        for name in ("H1", "H2"):
            case = example.homes[name].case
            case.advisor_id = advisor
        late, ordered = (example.homes[name].case for name in ("H2", "H1"))
        late_home = late.dwelling.address.label
        ordered_home = ordered.dwelling.address.label
        case_id, late_id = ordered.id, late.id
    with given() as make:  # what the night would write when nobody called
        row = make.session.get_one(CaseStage, late_id)
        row.stage, row.due_on, row.waits_for = Stage.FIRST_CALL, TODAY - DAY, None
    (line,) = lines(client_of(advisor), "due")
    assert late_home in line
    assert "Too late" in line
    with given() as make:
        make._add(
            Task(
                municipality_id=make.home.id,
                case_id=case_id,
                what={"msgid": "Call", "params": {}},
                due_on=TODAY,
                state="open",
            )
        )
        row = make.session.get_one(CaseStage, case_id)
        row.stage, row.due_on, row.waits_for = Stage.TASK, TODAY, None
    found = {
        home: line
        for line in lines(client_of(advisor), "due")
        for home in (late_home, ordered_home)
        if line.startswith(home + " ")
    }
    assert "Too late" not in found[ordered_home]


def test_a_case_line_names_the_phone(client_of, given):
    with given() as make:
        advisor = make.member(Role.ADVISOR).id
        case = make.case(person=make.person("An Peeters", phone="+32470123456"), advisor_id=advisor)
        make._add(
            CaseStage(
                case_id=case.id,
                municipality_id=case.municipality_id,
                stage=Stage.FIRST_CALL,
                due_on=TODAY,
            )
        )
    (line,) = lines(client_of(advisor), "due")
    assert "An Peeters · 0470 12 34 56" in line


# --- the page of a package ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "state", "said"),
    [
        (Role.LEAD, "ordering", "Open a round, so that households can order."),
        (Role.LEAD, "opened", "Everything was looked at. Close the checks."),
        (Role.ALDERMAN, "standstill", "The contractor is known. Read the decision."),
        (Role.ALDERMAN, "opened", None),
    ],
)
def test_a_package_says_to_each_role_what_comes_next(client_as, given, role, state, said):
    with given() as make:
        package = make.package("procurement")
        package.lots[0].state = state
        key = package.id
    found = [
        p.get_text(" ", strip=True)
        for p in client_as(role).page(f"/pakketten/{key}").select(".next-step")
    ]
    assert (said is None and not found) or any(said in line for line in found)


STATES = [
    ("group_quotes", state)
    for state in ("collecting", "quoting", "opened", "choosing", "ordering", "executing")
] + [("procurement", state) for state in ("quoting", "opened", "checked", "decided", "standstill")]


@pytest.mark.parametrize(("mode", "state"), STATES)
@pytest.mark.parametrize(
    "role", [Role.LEAD, Role.ADVISOR, Role.TEAM_LEAD, Role.ASSESSOR, Role.OPENING_OFFICER]
)
def test_who_reads_a_step_may_open_its_page(client_as, given, role, mode, state):
    with given() as make:
        package = make.package(mode, interest_deadline=TODAY - DAY)
        make.subscription(package, state="subscribed", screened_at=None)
        lot = package.lots[0]
        lot.state = state
        package_id = package.id
    client = client_as(role)
    urls = [a["href"] for a in client.page(f"/pakketten/{package_id}").select(".next-step a")]
    for url in urls:
        assert client.get(url).status_code in {200, 404}, url
