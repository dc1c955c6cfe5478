"""Debian's PostgreSQL 15, pgbouncer and Redis on free ports, each as ``deploy/`` configures it."""

import os
import pwd
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.support.processes import TOP, free_port

DEPLOY = TOP / "deploy"
PROGRAMS = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/15/bin"
NAME = "renogroep"
SETTING = re.compile(r"^#?RENOGROEP_([A-Z_]+)=", re.M)


@dataclass(frozen=True, slots=True)
class Machines:
    """What several servers share.

    direct   the PostgreSQL server itself, for migrations and to look
    pooled   the same through pgbouncer, for the servers
    redis    without the number of a database
    """

    direct: str
    pooled: str
    redis: str

    def database(self, name: str) -> tuple[str, str]:
        """A new empty database: its own address, and that through pgbouncer."""
        with psycopg.connect(f"{self.direct}/postgres", autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{name}" OWNER {NAME} ENCODING UTF8 TEMPLATE template0')
        driver = "postgresql+psycopg"
        urls = (f"{one}/{name}" for one in (self.direct, self.pooled))
        direct, pooled = (url.replace("postgresql", driver, 1) for url in urls)
        return direct, pooled


def program(name: str) -> str:
    """Where Debian put it; AssertionError when it is not there: nothing is left out."""
    found = shutil.which(name, path=PROGRAMS)
    assert found, f"install {name}: it is a part of make test-machines"
    return found


def somebody() -> dict[str, Any]:
    """PostgreSQL and pgbouncer do not run as root."""
    if os.geteuid() != 0:
        return {}
    names = {one.pw_name for one in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def started(command: list[Any], log: Path, **more: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process until the end of the block; it is asked to stop, then made to."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            [str(one) for one in command], stdout=said, stderr=said, cwd="/", **more
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def until(works: Any, what: str, seconds: float = 30) -> None:
    """Try until it raises nothing. Raises TimeoutError."""
    end, why = time.monotonic() + seconds, ""
    while time.monotonic() < end:
        try:
            works()
        except (OSError, psycopg.Error) as error:
            why = str(error)
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{what} did not start: {why}")


@contextmanager
def postgres(folder: Path, password: str) -> Iterator[int]:
    """A cluster of its own in ``folder``; gives its port."""
    data, port, runs_as = folder / "data", free_port(), somebody()
    secret = folder / "password.txt"
    secret.write_text(password)
    owned(folder)
    words = [program("initdb"), "-D", data, "-U", NAME, f"--pwfile={secret}", "-E", "UTF8"]
    words += ["--auth=scram-sha-256", "--locale=C.UTF-8"]
    made = subprocess.run(
        [str(one) for one in words], capture_output=True, text=True, cwd="/", **runs_as, check=False
    )
    assert made.returncode == 0, made.stderr
    command = [program("postgres"), "-D", data, "-p", port, "-h", "127.0.0.1", "-k", folder]
    command += ["-c", "max_connections=120"]
    url = f"postgresql://{NAME}:{password}@127.0.0.1:{port}/postgres"
    with started(command, folder / "postgres.log", **runs_as):
        until(lambda: psycopg.connect(url).close(), "PostgreSQL")
        yield port


@contextmanager
def pgbouncer(folder: Path, password: str, database: int) -> Iterator[int]:
    """As ``deploy/pgbouncer.ini`` with its marked lines changed; any database of that server."""
    port = free_port()
    users, file = folder / "userlist.txt", folder / "pgbouncer.ini"
    users.write_text(f'"{NAME}" "{password}"\n')
    text = (DEPLOY / "pgbouncer.ini").read_text("utf-8")
    text = text.replace(
        f"{NAME} = host=127.0.0.1 port=5432 dbname={NAME}", f"* = host=127.0.0.1 port={database}"
    )
    text = text.replace("listen_port = 6432", f"listen_port = {port}\nunix_socket_dir =")
    file.write_text(text.replace("/etc/pgbouncer/userlist.txt", str(users)))
    owned(folder)
    url = f"postgresql://{NAME}:{password}@127.0.0.1:{port}/postgres"
    with started([program("pgbouncer"), file], folder / "pgbouncer.log", **somebody()):
        until(lambda: psycopg.connect(url).close(), "pgbouncer")
        yield port


@contextmanager
def redis(folder: Path) -> Iterator[int]:
    """As ``deploy/redis.conf``, on another port."""
    import redis as client

    port = free_port()
    file = folder / "redis.conf"
    text = (DEPLOY / "redis.conf").read_text("utf-8")
    file.write_text(text.replace("port 6379", f"port {port}") + f"dir {folder}\n")
    owned(folder)
    one = client.Redis(port=port)
    with started([program("redis-server"), file], folder / "redis.log", **somebody()):
        until(lambda: _answers(one), "Redis")
        one.close()
        yield port


def _answers(one: Any) -> None:
    import redis as client

    try:
        one.ping()
    except client.RedisError as error:
        raise OSError(str(error)) from error


def owned(folder: Path) -> None:
    """The folder and all in it belong to who runs the servers."""
    runs_as = somebody()
    if runs_as:
        for one in (folder, *folder.rglob("*")):
            os.chown(one, runs_as["user"], runs_as["group"])


@contextmanager
def shared() -> Iterator[Machines]:
    """All three. Not in pytest's own folders: their user may not look in there."""
    password = secrets.token_hex(16)
    with ExitStack() as stack:
        folders = []
        for name in ("pg", "bouncer", "redis"):
            folder = tempfile.mkdtemp(prefix=f"renogroep-{name}-")
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            folders.append(Path(folder))
        database = stack.enter_context(postgres(folders[0], password))
        pooled = stack.enter_context(pgbouncer(folders[1], password, database))
        jobs = stack.enter_context(redis(folders[2]))
        who = f"postgresql://{NAME}:{password}@127.0.0.1"
        yield Machines(f"{who}:{database}", f"{who}:{pooled}", f"redis://127.0.0.1:{jobs}")


def settings(values: dict[str, str]) -> dict[str, str]:
    """What ``deploy/renogroep.env.example`` asks, each with a value; no other names beside these."""
    asked = SETTING.findall((DEPLOY / "renogroep.env.example").read_text("utf-8"))
    missing = set(asked) - set(values)
    assert not missing, missing
    return values


def of_unit(name: str, **changes: str) -> list[str]:
    """The command of a unit in ``deploy/systemd``, with the programs of these tests."""
    text = (DEPLOY / "systemd" / f"renogroep-{name}.service").read_text("utf-8")
    found = re.search(r"^ExecStart=(.+)$", text, re.M)
    assert found, name
    words = found[1].split()
    assert all(word in words for word in changes), (words, changes)
    program_, *rest = [changes.get(word, word) for word in words]
    return [str(Path(sys.executable).parent / Path(program_).name), *rest]
