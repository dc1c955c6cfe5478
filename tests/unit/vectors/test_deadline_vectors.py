"""Periods: submission, validity and standstill, to the day."""

from datetime import date

from renogroep.base.calendar import standstill_period, submission_period, validity_period

VECTORS = "deadlines.json"


def submission(case):
    period = submission_period(date.fromisoformat(case["sent"]), case["days"])
    return {
        "runs_from": period.first,
        "ends_end_of": period.last,
        "earliest_opening": period.after,
    }


def tender_validity(case):
    period = validity_period(date.fromisoformat(case["deadline"]), case["days"])
    return {"last_bound_day": period.last}


def standstill(case):
    period = standstill_period(date.fromisoformat(case["sent"]), case["days"])
    return {
        "first_day": period.first,
        "nominal_last_day": period.nominal_last,
        "last_day": period.last,
        "last_day_if_extended_to_working_day": period.last,
        "contract_from": period.after,
    }


KINDS = {"submission": submission, "tender_validity": tender_validity, "standstill": standstill}


def test_deadline_vector(case, known):
    found = KINDS[case["kind"]](case)
    expected = case["expected"]
    assert expected
    known(expected, *found)
    assert {key: found[key].isoformat() for key in expected} == expected
