"""Is everything that this installation needs in order, and what has to be done when it is not?"""

import shutil
import smtplib
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import N_, Text, t
from renogroep.financing.queries import ending_rules
from renogroep.infra import outbox, upkeep
from renogroep.owners.actions.stored_files import Checked, check
from renogroep.web import backups, hosts, limits, migrating

SOON = timedelta(days=60)
WORKER_SILENT = timedelta(minutes=5)
MAIL_LATE = timedelta(hours=1)
BACKUP_OLD = timedelta(hours=48)
NIGHT_OLD = timedelta(hours=36)
MB = 1024 * 1024
ROOM_WRONG, ROOM_LOW = 200 * MB, 1024 * MB


class State(IntEnum):
    """The worse, the higher."""

    GOOD = 0
    LOOK = 1
    WRONG = 2


NAMES = {
    "settings": N_("Settings"),
    "keys": N_("Keys"),
    "folder": N_("Folder"),
    "migrations": N_("Database"),
    "mail": N_("Mail server"),
    "disk": N_("Disk"),
    "limiter": N_("Limit per visitor"),
    "anchors": N_("Copy of the log outside"),
    "rules": N_("Rules"),
    "queues": N_("Worker and mails"),
    "night": N_("Work of the night"),
    "backup": N_("Backup"),
    "files": N_("Photos and papers"),
}
STATES = {
    State.GOOD: (N_("good"), "good"),
    State.LOOK: (N_("look at it"), "busy"),
    State.WRONG: (N_("wrong"), "bad"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what it found, and what to do about it (None when nothing)."""

    name: str
    state: State
    found: Text
    todo: Text | None = None


def good(name: str, found: Text) -> Finding:
    """Nothing to do."""
    return Finding(name, State.GOOD, found)


def settings(config: Mapping[str, Any]) -> Finding:
    """Would a stranger be answered safely?"""
    name = config.get("SERVER_NAME")
    if name and not hosts.is_own_machine(name) and not config.get("HTTPS"):
        return Finding(
            "settings",
            State.LOOK,
            t("Pages of %(name)s travel without encryption.", name=name),
            t("Put a proxy with TLS in front and set HTTPS and PROXIES."),
        )
    if config.get("HTTPS") and not config.get("PROXIES"):
        return Finding(
            "settings",
            State.LOOK,
            t("HTTPS is set, and no proxy: every visitor seems to come from one address."),
            t("Set PROXIES to the number of proxies in front."),
        )
    return good("settings", t("The settings fit together."))


def keys(config: Mapping[str, Any]) -> Finding:
    """One key for two purposes is one leak for two."""
    if config["SECRET_KEY"] == config["SEALING_KEY"]:
        return Finding(
            "keys",
            State.WRONG,
            t("SECRET_KEY and SEALING_KEY are the same."),
            t("Give each its own key, and keep them apart."),
        )
    return good("keys", t("Every key is there."))


def folder(place: Path) -> Finding:
    """Nobody else on the machine reads the folder or a file in it."""
    open_ones = [
        one
        for one in (place, *sorted(place.rglob("*")))
        if not one.is_symlink() and stat.S_IMODE(one.lstat().st_mode) & 0o077
    ]
    if open_ones:
        return Finding(
            "folder",
            State.WRONG,
            t("Others on this machine can read %(path)s.", path=open_ones[0].name),
            t("Close it: chmod -R go= %(path)s", path=place),
        )
    return good("folder", t("The folder is shut for others."))


def migrations(here: str | None, head: str) -> Finding:
    """The tables are those of this version."""
    if here != head:
        return Finding(
            "migrations",
            State.WRONG,
            t("The database is at %(here)s, this version needs %(head)s.", here=here, head=head),
            t("Make a backup, then run: renogroep migrate"),
        )
    return good("migrations", t("The database is of this version."))


def rules(session: Session, today: date) -> Finding:
    """A rule that ends without a next one leaves pages without an amount."""
    ending = ending_rules(session, today, today + SOON)
    if ending:
        first = ending[0]
        return Finding(
            "rules",
            State.LOOK,
            t("“%(label)s” ends on %(day)s and nothing follows.", label=first[0], day=first[1]),
            t("Load the next version on the page Rules."),
        )
    return good("rules", t("No rule ends within 60 days."))


def mail(config: Mapping[str, Any], *, ask: bool) -> Finding:
    """Is there a mail server, and does it answer?"""
    host, port = config.get("SMTP_HOST"), config.get("SMTP_PORT", 25)
    if not host:
        return Finding(
            "mail",
            State.LOOK,
            t("There is no mail server: mails become files in the folder."),
            t("Set SMTP_HOST."),
        )
    if ask:
        try:
            kind = smtplib.SMTP_SSL if port == 465 else smtplib.SMTP  # noqa: PLR2004
            with kind(host, port, timeout=5) as server:
                server.noop()
        except (OSError, smtplib.SMTPException) as problem:
            return Finding(
                "mail",
                State.WRONG,
                t("The mail server does not answer (%(why)s).", why=type(problem).__name__),
                t("Check SMTP_HOST and SMTP_PORT, and whether this machine may reach it."),
            )
    return good("mail", t("There is a mail server."))


def queues(ticked: datetime | None, oldest: datetime | None, now: datetime) -> Finding:
    """Does the worker run, and does mail leave?"""
    if ticked is None or now - ticked > WORKER_SILENT:
        said = t("The worker has never run.")
        if ticked is not None:
            said = t("The worker was last here on %(at)s.", at=ticked)
        return Finding(
            "queues", State.WRONG, said, t("Start it: renogroep work (renogroep serve does both).")
        )
    if oldest is not None and now - oldest > MAIL_LATE:
        return Finding(
            "queues",
            State.WRONG,
            t("A mail waits since %(at)s.", at=oldest),
            t("Look at what the mail server answers, under Letters and calls."),
        )
    return good("queues", t("The worker runs, and no mail waits longer than an hour."))


def disk(free: int) -> Finding:
    """Is there room to write?"""
    if free >= ROOM_LOW:
        return good("disk", t("There is room on the disk."))
    return Finding(
        "disk",
        State.WRONG if free < ROOM_WRONG else State.LOOK,
        t("Only %(free)s MB are left on the disk.", free=free // MB),
        t("Make room before nothing can be saved any more."),
    )


def backup(made: datetime | None, proved: datetime | None, now: datetime) -> Finding:
    """Was there a backup, and did it come back?"""
    todo = t("Run renogroep backup --to ... --for ... every night: see docs/operations.md.")
    if made is None or proved is None:
        return Finding("backup", State.LOOK, t("There was never a backup."), todo)
    if now - made > BACKUP_OLD:
        return Finding("backup", State.WRONG, t("The last backup is of %(at)s.", at=made), todo)
    return good("backup", t("The last backup is of %(at)s.", at=made))


def night(done: datetime | None, now: datetime) -> Finding:
    """Did the work of the night get done?"""
    if done is not None and now - done > NIGHT_OLD:
        return Finding(
            "night",
            State.WRONG,
            t("The work of the night was last done on %(at)s.", at=done),
            t("Look in the logs for “job ... failed”."),
        )
    return good("night", t("The work of the night is done."))


def limiter(config: Mapping[str, Any]) -> Finding:
    """Do all processes count together?"""
    alone = str(config.get("LIMITER_STORAGE", "memory://")).startswith("memory")
    if alone and int(config.get("PROCESSES", 1)) > 1:
        return Finding(
            "limiter",
            State.LOOK,
            t(
                "Each of %(count)s processes counts for itself: %(limit)s.",
                count=config["PROCESSES"],
                limit=", ".join(map(str, limits.per_process(config))),
            ),
            t("Set LIMITER_STORAGE to a Redis, so that they count together."),
        )
    return good("limiter", t("The limit per visitor counts once."))


def anchors(config: Mapping[str, Any]) -> Finding:
    """Would somebody outside see that the log was cut off? GROUND of the house: two addresses."""
    if not config.get("ANCHOR_TO"):
        return Finding(
            "anchors",
            State.LOOK,
            t("Nobody outside this server keeps the anchors of the log."),
            t("Set ANCHOR_TO to the addresses of two people outside the office."),
        )
    return good("anchors", t("Somebody outside keeps the anchors of the log."))


def files(found: Checked, wrong: int) -> Finding:
    """Does each photo and paper stand on the disk as it was sent?

    wrong   how many hold something else, as they were last read
    """
    if found.missing or wrong:
        return Finding(
            "files",
            State.WRONG,
            t(
                "Of %(missing)s photos or papers the file is gone, of %(wrong)s it was changed.",
                missing=len({key for key, _ in found.missing}),
                wrong=wrong,
            ),
            t("Run renogroep check-files, and take these from a backup."),
        )
    if found.unused:
        return Finding(
            "files",
            State.LOOK,
            t("%(count)s files on the disk belong to nobody.", count=len(found.unused)),
            t("The worker removes them within the hour: look whether it runs."),
        )
    return good("files", t("Each photo and paper stands on the disk."))


def examine(
    config: Mapping[str, Any], engine: Engine, session: Session, *, ask: bool
) -> list[Finding]:
    """Every check, in the order in which one would mend them.

    ask   whether other machines are asked too, which takes seconds
    """
    now = clock.now()
    head, here = migrating.head(), backups.revision_of(engine)
    found = [settings(config), keys(config), folder(config["FOLDER"]), migrations(here, head)]
    found += [mail(config, ask=ask), disk(shutil.disk_usage(config["FOLDER"]).free)]
    found += [limiter(config), anchors(config)]
    if here != head:
        return found  # other tables: nothing can be asked of them

    def at(name: str) -> datetime | None:
        row = upkeep.last(session, name)
        return None if row is None else row.at

    found += [
        rules(session, clock.local(now).date()),
        queues(at(upkeep.TICK), outbox.waits_since(session)[1], now),
        night(at(upkeep.NIGHT), now),
        backup(at(upkeep.BACKUP), at(upkeep.RESTORE_PROVED), now),
        _files(session, now, whole=ask),
    ]
    return found


def _files(session: Session, now: datetime, *, whole: bool) -> Finding:
    found = check(session, now, whole=whole)
    last = upkeep.last(session, upkeep.FILES_READ)
    wrong = len(found.wrong) if whole else int(last.words if last is not None else 0)
    return files(found, wrong)


def worst(found: list[Finding]) -> Finding | None:
    """What to read first; None when all is well."""
    bad = [one for one in found if one.state > State.GOOD]
    return max(bad, key=lambda one: one.state, default=None)


def lines(found: list[Finding], said: Callable[[Text], str] = str) -> list[str]:
    """As a shell shows them."""
    marks = {State.GOOD: "ok   ", State.LOOK: "look ", State.WRONG: "WRONG"}
    shown = []
    for one in found:
        shown.append(f"{marks[one.state]} {one.name:<11}{said(one.found)}")
        if one.todo is not None:
            shown.append(f"{'':17}{said(one.todo)}")
    return shown
