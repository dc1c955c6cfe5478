"""Which homes stand in which group, who in none, and what changed?"""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.groups import queries
from renogroep.groups.models import BundlingRun
from renogroep.groups.queries import ScreenedHome
from renogroep.groups.rules.bundling import BASIS_LABELS
from renogroep.groups.rules.changes import changes
from renogroep.groups.rules.fairness import Fairness, GroupFigures, fairness
from renogroep.infra.i18n import say, say_stored
from renogroep.tenders.models import Package
from renogroep.tenders.rules.lifecycle import LOT_LABELS, Mode

NO_GROUP = 0


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """The groups as they stand; ``mark`` is of who stands where."""

    procurement: bool
    mark: str
    frozen: bool  # contractors were asked
    run: BundlingRun | None
    homes: dict[int, ScreenedHome]
    left_out: list[Any]
    new: list[ScreenedHome]  # not looked at when the groups were made
    changed: list[Text]
    fair: Fairness | None
    basis_labels: dict[str, str]
    lot_labels: dict[str, str]

    @property
    def bases(self) -> list[tuple[str, str]]:
        """How homes may come together, with words."""
        return [(code, say(label)) for code, label in self.basis_labels.items()]

    @property
    def home_choices(self) -> list[tuple[int, str]]:
        """The homes that may be moved."""
        return [(key, f"{home.address} ({home.reference})") for key, home in self.homes.items()]

    @property
    def group_choices(self) -> list[tuple[int, str]]:
        """Where a home may go, "in no group" last."""
        groups = self.run.groups if self.run else []
        return [
            *((group.id, say_stored(group.name)) for group in groups),
            (NO_GROUP, _("In no group")),
        ]


def groups_page(session: Session, package: Package) -> GroupsPage:
    """Everything that the page of the groups says."""
    homes = {home.subscription_id: home for home in queries.screened_homes(session, package.id)}
    run = queries.latest_run(session, package.id)
    before = queries.run_before(session, package.id)
    left_out = run.left_out if run else []
    grouped = {m.subscription_id for g in run.groups for m in g.members} if run else set()
    seen = grouped | {row["subscription_id"] for row in left_out}
    changed: list[Text] = []
    if run is not None and before is not None:
        changed = changes(queries.group_sizes(before), queries.group_sizes(run))
    return GroupsPage(
        procurement=package.mode == Mode.PROCUREMENT,
        mark=queries.groups_version(run),
        frozen=bool(queries.requests_of(session, package.id)),
        run=run,
        homes=homes,
        left_out=left_out,
        new=[home for key, home in homes.items() if key not in seen],
        changed=changed,
        fair=_fairness(run, homes),
        basis_labels={str(code): label for code, label in BASIS_LABELS.items()},
        lot_labels={str(state): label for state, label in LOT_LABELS.items()},
    )


def _fairness(run: BundlingRun | None, homes: dict[int, ScreenedHome]) -> Fairness | None:
    if run is None:
        return None
    sizes = {
        group.number: GroupFigures(size)
        for group in run.groups
        if (size := sum(m.subscription_id in homes for m in group.members))
    }
    return fairness(sizes, sum(row["subscription_id"] in homes for row in run.left_out))


def why_for_lead(reasons: list[dict[str, Any]]) -> str:
    """Why a home is in its group. What a household chose to say about itself stays with it."""
    said = []
    for reason in reasons:
        if "choice" in reason["params"]:
            said.append(_("All homes in this group made the same choice."))
        else:
            said.append(say_stored(reason))
    return " ".join(said)
