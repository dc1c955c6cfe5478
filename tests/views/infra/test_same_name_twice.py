"""What is unique in the whole house is looked for in the whole house, also behind the fence."""

from sqlalchemy import func, select

from renogroep.infra import tenant
from renogroep.infra.acts import TICK
from renogroep.infra.db import transaction
from renogroep.infra.tenant import in_the_house
from renogroep.neighbourhoods import actions as neighbourhoods
from renogroep.neighbourhoods.rules.details import Details
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.actions import packages
from renogroep.tenders.rules.lifecycle import Mode

DETAILS = Details(
    name="Centrum", phone="09 123 45 67", brand_colour="#1F5C4D", accent_colour="#b24a26"
)


def of_each(app, keys, work):
    """What ``work`` gives in the name of each municipality."""
    found = []
    for key in keys:
        with tenant.afresh(), app.app_context(), tenant.acting_for(key), transaction() as session:
            found.append(work(session, key))
    return found


def test_two_municipalities_use_one_name_and_each_gets_an_address(app, given):
    with given() as make:
        keys = make.home.id, make.municipality(slug="ander").id

    def named(session, key):
        row = neighbourhoods.create(session, municipality_id=key, details=DETAILS, by=TICK)
        package = packages.create(
            session,
            neighbourhood=row,
            mode=Mode.GROUP_QUOTES,
            title="Gevels 2027",
            from_template=False,
            by=TICK,
        )
        return row.slug, package.reference

    assert of_each(app, keys, named) == [
        ("centrum", "gevels-2027"),
        ("centrum-2", "gevels-2027-2"),
    ]


def test_the_first_key_of_all_is_read_from_within_one(app, given):
    with given() as make:
        make.subscription(make.package())
        there = make.municipality(slug="ander")
        keys = make.home.id, there.id
        make._municipality = there
        make.subscription(make.package())
    found = select(func.min(Subscription.id)), select(func.max(Subscription.id))
    first, last = (make.session.scalar(one) for one in found)
    assert first < last
    assert of_each(app, keys, lambda session, _: in_the_house(session, found[0])) == [first, first]
    assert of_each(app, keys, lambda session, _: in_the_house(session, found[1])) == [last, last]
