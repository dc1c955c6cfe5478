"""Before which acts does somebody prove once more who they are?

One list, so that it can be read in one look. Not proved in the last ten minutes: the password or the
code is asked, and then the act goes on with what was typed.
"""

from typing import Any

from flask import Flask, current_app, redirect, request, url_for
from flask_login import current_user

from renogroep.identity.views import proving
from renogroep.infra import carried
from renogroep.infra.access import may
from renogroep.infra.pages import this_page
from renogroep.web.pages import proving as asking

ACTS = frozenset(
    {
        "quotes.opening",
        "quotes.decide",
        "pages.household_erase",
        "pages.household_join",
        "pages.member_new",
        "pages.member_organisation",
        "pages.member_end",
        "pages.member_link",
        "pages.factor_lost",
        "pages.lost_factor_confirm",
        "pages.organisation",
        "pages.organisation_new",
        "pages.organisation_link",
        "pages.recovery_codes",
        "pages.second_other_phone",
        "pages.official_roles",
        "pages.official_role_end",
        "quotes.recover",
        "financing.activate",
        "financing.propose",
        "financing.retire",
        "financing.send_back",
    }
)
FILES = frozenset({"orders.work_list_csv", "pages.letters_file"})  # with names in them


def register(app: Flask) -> None:
    """After the token of the form was checked, before the view."""

    @app.before_request
    def _prove() -> Any:
        posts = request.method == "POST" and request.endpoint in ACTS
        if not posts and request.endpoint not in FILES:
            return None
        if not may(current_app.view_functions[request.endpoint or ""].permission):  # type: ignore[union-attr]
            return None  # the view says so
        if request.method == "GET":
            return (
                None if proving.is_proved() else redirect(url_for("pages.prove", next=this_page()))
            )
        return _go_on()


def _go_on() -> Any:
    """None when the act may go on; else the page that asks."""
    sealed = request.form.get("proving", "")
    kept = carried.unpack(sealed, current_user.account_id, "proving")
    if kept is None:
        if proving.is_proved():
            return None
        account_id = current_user.account_id
        sealed = (carried.pack(account_id, "proving") if account_id else None) or ""
        return asking.page(sealed), 401
    form = asking.form_here()
    if not proving.is_proved() and not asking.proves(form):
        return asking.page(sealed, form), 422
    carried.put_back(kept)
    return None
