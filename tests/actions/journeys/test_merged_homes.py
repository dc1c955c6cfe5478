"""Two files of one home became one: what hangs on the file comes along."""

from renogroep.infra.acts import TICK
from renogroep.journeys.actions.people import merge_people
from renogroep.owners.rules.cases import CaseState


def test_interests_go_on_in_the_file_that_is_kept(make):
    old, new, home = make.person(), make.person(), make.dwelling()
    first = make.subscription(make.package(), home, person=old)
    second = make.subscription(make.package(), home, person=new)
    elsewhere = make.subscription(make.package(), person=old)
    before = elsewhere.case_id
    assert first.case_id != second.case_id
    merge_people(make.session, old, new, by=TICK)
    for row in (first, second, elsewhere):
        make.session.refresh(row)
    assert first.case_id == second.case_id
    assert first.case.state == CaseState.OPEN
    assert elsewhere.case_id == before
