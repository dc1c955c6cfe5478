"""Page of a contractor: send back the filled spreadsheet."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.groups.models import Request
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.quotes.actions import drafting
from renogroep.quotes.actions.seen import NOTHING
from renogroep.quotes.forms import UploadForm
from renogroep.quotes.presenters.upload import Reading, read_file, upload_page
from renogroep.quotes.rules.price_sheet import PriceSheet
from renogroep.quotes.rules.typed import typed_from_sheet
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.jobs import own_firm, own_job


@pages.route("/opdrachten/<int:request_id>/invullen/bestand", methods=["GET", "POST"])
@requires(May.JOB_QUOTE)
def upload(request_id: int) -> Answer:
    """A sheet goes in whole, as the draft, or every problem in it is shown at once."""
    form = UploadForm()
    reading: Reading | None = None
    sheet: PriceSheet | None = None

    def page(refusal: Text | None = None) -> str:
        job = own_job(request_id)
        show_version(form, job.draft or NOTHING)
        values = upload_page(job, reading)
        return render_template("quotes/upload.html", form=form, refusal=refusal, **values)

    job = own_job(request_id)
    if request.method == "GET":
        return page()
    revision = job.request.revision
    if form.validate():
        reading = read_file(form.file.data, job.request)
        sheet = reading.sheet
        if sheet is None:
            return page(reading.refusal), 422

    def work(session: Session, by: By) -> None:
        drafting.save_draft(
            session,
            mine(Request, request_id).id,
            own_firm(),
            typed_from_sheet(found(sheet)),
            revision=revision,
            source="sheet",
            by=by,
        )

    return act(
        form,
        work,
        again=page,
        to=url_for("quotes.submit", request_id=request_id),
        done=_(
            "Your file is read: every post has an answer. Check the totals and hand in your quote."
        ),
    )
