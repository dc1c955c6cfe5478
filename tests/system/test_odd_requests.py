"""Addresses and texts that no keyboard makes: every page answers them, none with a crash."""

from io import BytesIO

import pytest
from flask import request

from renogroep.infra.access import Role
from tests.system.test_every_route import example_url, guarded, rules_of

HUGE = ("9" * 30, "9" * 5000)


@pytest.mark.parametrize("role", [Role.LEAD, Role.ADVISOR, Role.CONTRACTOR_OWNER])
def test_a_number_that_no_row_can_have_is_no_page(app, client_as, role):
    client = client_as(role)
    for rule, _ in guarded(app):
        if not rule.arguments or "1" not in example_url(rule):
            continue
        for method in sorted({"GET", "POST"} & rule.methods):
            for huge in HUGE:
                url = example_url(rule).replace("/1", f"/{huge}")
                assert client.open(url, method=method).status_code in {403, 404, 405}, rule


def test_a_nul_in_an_address_is_no_page(app, client, given):
    with given() as make:
        assert make.home
    for rule in rules_of(app):
        if "/x" in example_url(rule) and "GET" in rule.methods:
            url = example_url(rule).replace("/x", "/%00")
            assert client.get(url).status_code in {404, 405}, rule


def test_a_nul_in_a_question_or_an_answer_is_refused(app, client, client_as, given):
    with given() as make:
        assert make.home
    assert client.get("/adres?straat=%00&nummer=1").status_code == 400
    assert client.get("/prijsidee?pakket=%00").status_code == 400
    assert client.get("/prijsidee?wijk=%00").status_code == 400
    for rule in rules_of(app):
        if "GET" in rule.methods and not rule.arguments:
            assert client.get(f"{rule.rule}?q=%00").status_code == 400, rule
    lead = client_as(Role.LEAD)
    page = lead.post("/wijken/nieuw", data={"name": "Bloemen\x00wijk"})
    assert page.status_code == 400
    assert "Bloemen" in page.text


def test_an_uploaded_file_never_touches_the_disk(app):
    large = BytesIO(b"x" * 2_000_000)
    with app.test_request_context("/", method="POST", data={"sheet": (large, "prijzen.xlsx")}):
        assert type(request.files["sheet"].stream) is BytesIO
