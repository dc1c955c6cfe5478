"""The demo can be made on whatever day somebody tries it; deadlines lie on working days."""

from datetime import timedelta

import pytest

from renogroep.base import clock
from renogroep.web.demo import seed
from tests.support.make import NOW
from tests.system.test_demo import check_history, check_stages

DATABASES = ("sqlite",)  # which day it is says nothing about the database
DAYS = {"tuesday": 1, "wednesday": 2, "thursday": 94, "friday": 60, "saturday": 96}


@pytest.mark.parametrize(("name", "days"), DAYS.items(), ids=DAYS)
def test_it_can_be_made_on_any_day_of_the_week(app, name, days):
    day = NOW + timedelta(days=days)
    assert day.strftime("%A").lower() == name
    with app.app_context(), clock.frozen_at(day):
        seed.make()
        check_stages()
        check_history()
