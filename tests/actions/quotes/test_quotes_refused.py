"""What cannot be done with opened quotes is said in words, and nothing changes."""

import pytest

from renogroep.base.errors import Refused
from renogroep.base.money import UnitPrice
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.quotes.actions import asking, checking, choosing, finishing, importing
from tests.support.make_quotes import answered, sheet_for, worked_example


@pytest.fixture
def by(make):
    return By(make.member(Role.LEAD).id)


def refused(code):
    return pytest.raises(Refused, match=f"^{code}:".replace(".", r"\."))


def without_quotes(make, mode):
    """Every quote was set aside."""
    example = worked_example(make, mode=mode)
    for quote in example.quotes.values():
        quote.state = "irregular"
    make.session.flush()
    return example.lot


def test_checks_end_with_a_quote(session, make, by):
    lot = without_quotes(make, "procurement")
    with refused("check.no_quotes"):
        finishing.finish_checks(session, lot, by=by)
    assert lot.state == "opened"


def test_choosing_starts_with_a_quote(session, make, by):
    lot = without_quotes(make, "group_quotes")
    with refused("choice.no_quotes"):
        choosing.start_choosing(session, lot, by=by)
    assert lot.state == "opened"


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("opened", "choice.not_running"),
        ("choosing", "choice.nobody"),
        ("ordering", "choice.ordering"),
        ("executing", "choice.not_running"),
    ],
)
def test_a_choice_is_worked_out_while_households_choose(session, make, by, state, code):
    lot = worked_example(make).lot
    lot.state = state
    with refused(code):
        choosing.run(session, lot, by=by)


@pytest.mark.parametrize(
    ("number", "band"), [("01.02", 0), ("01.02", 3), ("02.02", 1), ("99.99", 1)]
)
def test_there_is_a_price_before_it_is_corrected(session, make, by, number, band):
    """Bands go from 1 to 2; post 02.02 was left blank."""
    quote = worked_example(make, mode="procurement").quotes["B"]
    answered(make, quote, "02.02", "missing")
    with refused("correction.no_price"):
        checking.correct_price(
            session,
            quote,
            number,
            band,
            UnitPrice.euros(1),
            reason="Komma.",
            legal_ground="art. 34",
            by=by,
        )


def test_an_empty_answer_is_no_answer(session, make, by):
    query = asking.ask_price(
        session, worked_example(make, mode="procurement").quotes["A"], "01.01", by=by
    )
    with refused("price_query.no_answer"):
        asking.keep_answer(session, query, answer="", by=by)
    assert query.answer == ""


@pytest.mark.parametrize("state", ["quoting", "opened", "checked"])
def test_a_bill_from_elsewhere_comes_in_before_the_checks_are_done(session, make, by, state):
    example = worked_example(make, "procurement", "quoting", firms="", own_submission=False)
    example.lot.state = state
    firm = make.firm()
    if state != "checked":
        assert importing.import_bill(session, example.request, firm, sheet_for("A"), by=by)
        return
    with refused("import.too_late"):
        importing.import_bill(session, example.request, firm, sheet_for("A"), by=by)
