"""Pages: prove once more who one is, and find a form that was sent without a session."""

from flask import current_app, redirect, render_template, request, url_for
from flask_login import current_user

from renogroep.identity.forms import CodeForm, ProofForm
from renogroep.identity.views import proving
from renogroep.infra import carried
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer
from renogroep.infra.pages import own_page
from renogroep.web.pages.blueprint import pages


def form_here() -> CodeForm | ProofForm:
    """A code for who has a phone, else the password."""
    asks = current_user.has_second and current_app.config["SECOND_FACTOR_ROLES"]
    return CodeForm() if asks else ProofForm()


def proves(form: CodeForm | ProofForm) -> bool:
    """Is it right? What is wrong stands beside its field, and counts as a guess."""
    if not form.validate():
        return False
    if isinstance(form, CodeForm):
        field, refusal = form.code, proving.why_not_code(form.code.data or "")
    else:
        field, refusal = form.password, proving.why_not_password(form.password.data or "")
    if refusal is not None:
        field.errors = [*field.errors, refusal]
    return refusal is None


def page(sealed: str, form: CodeForm | ProofForm | None = None) -> str:
    """The page that asks; ``sealed`` is the act that waits for it."""
    if form is None:
        form = type(form_here())(formdata=None)
    return render_template("pages/prove.html", form=form, proving=sealed)


@pages.route("/bewijs", methods=["GET", "POST"])
@requires(May.STAFF_HOME)
def prove() -> Answer:
    """Before a file with names."""
    go_on = own_page(request.args.get("next", "")) or url_for("pages.staff_home")
    if proving.is_proved():
        return redirect(go_on)
    form = form_here()
    if request.method == "GET":
        return page("", form)
    return redirect(go_on, 303) if proves(form) else (page("", form), 422)


@pages.get("/aanmelden/formulier")
@requires(May.STAFF_HOME)
def typed_form() -> Answer:
    """The way back to a form that was sent without a session."""
    kept = carried.unpack(current_user.carried or "", current_user.account_id, "typed")
    if kept is None:
        return redirect(url_for("pages.staff_home"))
    return render_template("pages/typed_form.html", path=kept.path, carried=current_user.carried)
