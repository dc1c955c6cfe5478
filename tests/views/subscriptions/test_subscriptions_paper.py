"""The same questions on paper, in the reader's language; a draft has no form."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from renogroep.infra.i18n import in_language, say
from renogroep.subscriptions.rules.questions import FLOW_2026
from tests.support.make_subscriptions import place


@pytest.fixture
def reference(given):
    with given() as make:
        return place(make).package.reference


def words(data):
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    return " ".join(text.split())


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_every_question_and_answer_stands_on_the_form(app, client, reference, language):
    client.set_cookie("language", language)
    answer = client.get(f"/pakket/{reference}/formulier.pdf")
    assert answer.mimetype == "application/pdf"
    text = words(answer.data)
    with app.test_request_context(), in_language(language):
        for question in FLOW_2026:
            assert " ".join(say(question.text).split()) in text
            for option in question.options:
                assert " ".join(say(option.label).split()) in text
    assert text.count("☐") >= 30


def test_a_draft_has_no_form(given, client):
    with given() as make:
        package = place(make).package
        package.state = "draft"
        reference = package.reference
    assert client.get(f"/pakket/{reference}/formulier.pdf").status_code == 404
