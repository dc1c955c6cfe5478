"""Every page says who may open it, and nobody else gets in."""

from pathlib import Path

import pytest
from werkzeug.routing import IntegerConverter

from renogroep.infra.access import GRANTS, PUBLIC, May, Role

TABLE = Path(__file__).parent / "who_may_open_what.txt"
EVERYBODY = "everybody"


def written() -> dict[str, set[str]]:
    """{page: the roles that may open it}, as people agreed on it."""
    found: dict[str, set[str]] = {}
    roles: set[str] = set()
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("  "):
            assert line.strip() not in found, f"{line.strip()} stands there twice"
            found[line.strip()] = roles
        elif line.endswith(":"):
            roles = {role.strip() for role in line.removesuffix(":").split(",")}
    return found


def rules_of(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_route_says_who_may(app):
    silent = [
        rule.endpoint
        for rule in rules_of(app)
        if not hasattr(app.view_functions[rule.endpoint], "permission")
    ]
    assert silent == []


def test_who_may_open_a_page_is_what_was_agreed(app):
    """A new page fails here until somebody writes down who it is for."""
    found = {}
    for rule in rules_of(app):
        permission = app.view_functions[rule.endpoint].permission
        found[rule.endpoint] = (
            {EVERYBODY} if permission == PUBLIC else {str(role) for role in GRANTS[permission]}
        )
    assert found == written()


def test_only_real_roles_are_written_down():
    roles = {role for some in written().values() for role in some}
    assert roles <= {*map(str, Role), EVERYBODY}


def test_every_permission_is_used_and_granted():
    assert set(GRANTS) == set(May)
    assert all(GRANTS.values())


def example_url(rule) -> str:
    values = {
        name: 1 if isinstance(converter, IntegerConverter) else "x"
        for name, converter in rule._converters.items()
    }
    return rule.build(values, append_unknown=False)[1]


def guarded(app):
    return [
        (rule, app.view_functions[rule.endpoint].permission)
        for rule in rules_of(app)
        if app.view_functions[rule.endpoint].permission != PUBLIC
    ]


def test_a_stranger_is_sent_to_the_sign_in_page(app, client, given):
    with given() as make:
        assert make.home
    for rule, _ in guarded(app):
        method = "GET" if "GET" in rule.methods else "POST"
        answer = client.open(example_url(rule), method=method)
        expected = {302} if method == "GET" else {401}
        assert answer.status_code in expected, rule
        if method == "GET":
            assert "/aanmelden" in answer.location


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_stopped_where_it_has_no_business(app, client_as, role):
    client, agreed = client_as(role), written()
    for rule, _ in guarded(app):
        if role in agreed[rule.endpoint]:
            continue
        for method in sorted({"GET", "POST"} & rule.methods):
            assert client.open(example_url(rule), method=method).status_code == 403, rule


@pytest.mark.parametrize("role", list(Role))
def test_a_row_that_is_not_there_is_a_404_and_never_a_crash(app, client_as, role):
    client = client_as(role)
    for rule, permission in guarded(app):
        if role not in GRANTS[permission] or not rule.arguments or "GET" not in rule.methods:
            continue
        url = example_url(rule).replace("/1", "/987654")
        assert client.open(url).status_code in {302, 404}, rule


def test_state_changing_routes_refuse_a_request_without_a_token(app, client_as):
    client = client_as(Role.LEAD)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        for rule in rules_of(app):
            if "POST" in rule.methods:
                assert client.open(example_url(rule), method="POST").status_code == 400, rule
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
