"""Every page says who may open it, and nobody else gets in."""

import pytest
from werkzeug.routing import IntegerConverter

from renogroep.infra.access import GRANTS, PUBLIC, May, Role

# Public on purpose: what a visitor, a mail scanner or a watching machine may ask for.
PUBLIC_ENDPOINTS = {
    "static",
    "identity.sign_in",
    "identity.sign_out",
    "identity.open_link",
    "identity.language",
    "neighbourhoods.theme_css",
}
PUBLIC_ROOMS = ("pages.", "subscriptions.")


def rules_of(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_route_says_who_may(app):
    silent = [
        rule.endpoint
        for rule in rules_of(app)
        if not hasattr(app.view_functions[rule.endpoint], "permission")
    ]
    assert silent == []


def test_only_known_pages_are_public(app):
    surprising = [
        rule.endpoint
        for rule in rules_of(app)
        if app.view_functions[rule.endpoint].permission == PUBLIC
        and rule.endpoint not in PUBLIC_ENDPOINTS
        and not rule.endpoint.startswith(PUBLIC_ROOMS)
    ]
    assert surprising == []


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
    client = client_as(role)
    for rule, permission in guarded(app):
        if role in GRANTS[permission]:
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
