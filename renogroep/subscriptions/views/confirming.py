"""Pages: a code from a letter or mobile confirms an interest."""

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from renogroep.base.channel import Channel
from renogroep.base.text import Text
from renogroep.infra.access import public
from renogroep.infra.acts import Answer, By, act
from renogroep.subscriptions.actions.answering import answer_with_code
from renogroep.subscriptions.actions.codes import WRONG
from renogroep.subscriptions.forms import CodeForm
from renogroep.subscriptions.presenters.answered import after_confirming
from renogroep.subscriptions.views.blueprint import pages


@pages.route("/bevestig", methods=["GET", "POST"])
@public
def answer() -> Answer:
    """A code, and for six digits the number that stands beside it."""
    form = CodeForm()
    if request.method == "GET":
        form.reference.data = request.args.get("nummer", "")[:20]
        return _page(form)

    def work(session: Session, by: By) -> bool | None:
        typed, reference = form.code.data or "", form.reference.data or ""
        return answer_with_code(session, typed, reference, by=by.inside.through(Channel.PAPER))

    def done(takes_part: bool | None) -> str | None:
        return None if takes_part is None else after_confirming(takes_part)

    return act(form, work, again=lambda refusal: _page(form, refusal), to=_next, done=done)


def _next(takes_part: bool | None) -> str:
    """A wrong try with six digits is counted, so it is no refusal that undoes everything."""
    if takes_part is None:
        return url_for("subscriptions.answer", fout="1")
    return url_for("subscriptions.answered")


def _page(form: CodeForm, refusal: Text | None = None) -> str:
    if refusal is None and request.method == "GET" and "fout" in request.args:
        refusal = Text(WRONG)
    return render_template("subscriptions/answer.html", form=form, refusal=refusal)


@pages.get("/bevestig/klaar")
@public
def answered() -> str:
    """What was done is said at the top; nothing about anybody stands here."""
    return render_template("subscriptions/answered.html", front_url=url_for("pages.front"))
