"""Which pages does a member of staff or a contractor find at the top?"""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from renogroep.base.text import N_
from renogroep.infra.access import May, may

PLACES: list[tuple[May, str, str]] = [
    (May.STAFF_HOME, N_("Today"), "pages.staff_home"),
    (May.CASE_SEE, N_("Cases"), "pages.caseload"),
    (May.CASE_WORK, N_("Sign somebody up"), "subscriptions.on_behalf"),
    (May.CASE_WORK, N_("To look at"), "subscriptions.review"),
    (May.PACKAGE_SEE, N_("Packages"), "pages.packages"),
    (May.NEIGHBOURHOOD_MANAGE, N_("Neighbourhoods"), "neighbourhoods.index"),
    (May.ORDER_SEE, N_("Orders"), "orders.index"),
    (May.JOB_SEE, N_("Jobs to price"), "quotes.jobs"),
    (May.WORKLIST_SEE, N_("Work list"), "orders.work_list"),
    (May.FIRM_MANAGE, N_("Our papers"), "pages.our_papers_page"),
    (May.LETTERS_SEND, N_("Letters and calls"), "pages.letters"),
    (May.DELIVERY_MANAGE, N_("Delivery"), "pages.delivery"),
    (May.FUNNEL_SEE, N_("Figures"), "reports.funnel"),
    (May.ORGANISATION_MANAGE, N_("Contractors"), "pages.organisations"),
    (May.PEOPLE_MANAGE, N_("People and roles"), "pages.members"),
    (May.AUDIT_SEE, N_("Log"), "pages.log"),
    (May.RULES_MANAGE, N_("Rules"), "financing.rules"),
    (May.ADMIN_SEE, N_("Running"), "pages.running"),
    (May.RETENTION_RUN, N_("What we keep"), "pages.retention"),
    (May.PAUSE_SET, N_("Pause"), "pages.pauses"),
]


def items() -> list[dict[str, Any]]:
    """Only what this person may open; nothing for a resident."""
    if not current_user or not current_user.is_authenticated or not may(May.STAFF_HOME):
        return []
    return [
        {"label": _(label), "url": url_for(endpoint), "current": request.endpoint == endpoint}
        for permission, label, endpoint in PLACES
        if may(permission)
    ]


def footer() -> list[dict[str, str]]:
    """What stands at the bottom of every page."""
    links = [
        {"label": _("Accessibility"), "url": url_for("pages.accessibility")},
        {"label": _("Privacy"), "url": url_for("pages.privacy")},
    ]
    if may(May.STAFF_HOME):
        links.append({"label": _("Choose a password"), "url": url_for("identity.password")})
        links.append({"label": _("Second check"), "url": url_for("pages.second_factor_page")})
        links.append(
            {"label": _("Where you are signed in"), "url": url_for("identity.my_sessions")}
        )
    return links
