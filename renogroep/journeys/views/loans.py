"""Pages: a loan that a household may have, as its advisor and the household itself see it."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, pressed
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.journeys.actions import loans
from renogroep.journeys.forms.loans import LoanForm, LoanStepForm
from renogroep.journeys.presenters.case_loan import loan_page, questions_of
from renogroep.journeys.views.blueprint import pages
from renogroep.journeys.views.case import channel_of, read_case, seen_version
from renogroep.journeys.views.my_home import my_home_page
from renogroep.owners.models import Case, LoanProposal

OF_HOUSEHOLD = {"choose": loans.choose_loan, "decline": loans.decline_loan}


def _page(case_id: int, form: LoanForm, step: LoanStepForm, refusal: Text | None = None) -> str:
    case = read_case(case_id)
    return render_template(
        "journeys/case_loan.html",
        refusal=refusal,
        case_version=seen_version(case),
        typed=request.form,
        **loan_page(db.session(), case, form, step),
    )


@pages.route("/dossiers/<int:case_id>/lening", methods=["GET", "POST"])
@requires(May.LOAN_PROPOSE)
def case_loan(case_id: int) -> Answer:
    """Propose a loan, or see how far it is."""
    form = LoanForm(prefix="loan")
    if request.method == "GET":
        return _page(case_id, form, LoanStepForm(None, prefix="step"))

    def work(session: Session, by: By) -> None:
        case = mine(Case, case_id)
        loans.propose_loan(session, case, form.asked(questions_of(session, case)), by=by)

    return act(
        form,
        work,
        again=lambda refusal: _page(case_id, form, LoanStepForm(None, prefix="step"), refusal),
        to=url_for("pages.case_loan", case_id=case_id),
        done=_("The household hears it."),
    )


@pages.post("/dossiers/<int:case_id>/lening/<int:loan_id>")
@requires(May.LOAN_PROPOSE)
def case_loan_step(case_id: int, loan_id: int) -> Answer:
    """The next step of a loan, as the household or the lender said it."""
    step = LoanStepForm(prefix="step")

    def work(session: Session, by: By) -> None:
        loan = mine(LoanProposal, loan_id)
        found(loan if loan.case_id == case_id else None)
        name = pressed("move", {move: move for move in loans.MOVES})
        given = {"on": step.day(clock.today())} if name == "apply" else {}
        loans.MOVES[name](session, loan, by=by.through(channel_of()), **given)

    def again(refusal: Text | None) -> str:
        return _page(case_id, LoanForm(None, prefix="loan"), step, refusal)

    to = url_for("pages.case_loan", case_id=case_id)
    return act(step, work, again=again, to=to, done=_("The step is kept."))


@pages.post("/mijn-woning/lening/<int:loan_id>")
@requires(May.MY_HOME)
def my_loan(loan_id: int) -> Answer:
    """The household wants it, or not."""

    def work(session: Session, by: By) -> None:
        loan = mine(LoanProposal, loan_id)
        choice = pressed("answer", OF_HOUSEHOLD)
        choice(session, loan, by=by)

    to = url_for("pages.my_home")
    done = _("Thank you. Your advisor hears it and calls you.")
    return act(None, work, again=my_home_page, to=to, done=done)
