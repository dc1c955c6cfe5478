"""Is the CMD of the image well beside a database and a Redis, with what compose.yaml gives it?

Started by image_check in a network and a tree of processes of their own: the names and ports are
those of compose.yaml, and whatever is started here ends with it.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from tests.support import compose
from tests.support.image_check import Image

WITHIN = 180  # seconds; a slow machine starts three programs at once


def database(folder: Path) -> None:
    """Debian's PostgreSQL, with the user and the database that compose.yaml names."""
    programs = max(Path("/usr/lib/postgresql").iterdir()) / "bin"
    about = compose.services()["postgres"]["environment"]
    password, place = folder / "password", folder / "database"
    password.write_text(about["POSTGRES_PASSWORD"])
    place.mkdir()
    for one in (password, place):
        subprocess.run(["chown", "postgres", one], check=True)
    as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    user = about["POSTGRES_USER"]
    for words in (
        ["initdb", "-D", place, "-U", user, "-A", "scram-sha-256", "--pwfile", password],
        ["pg_ctl", "-D", place, "-w", "-l", place / "log", "-o", f"-k {place}", "start"],
    ):
        subprocess.run(
            [*as_postgres, programs / words[0], *words[1:]], check=True, stdout=subprocess.DEVNULL
        )
    subprocess.run(
        [programs / "createdb", "-h", "127.0.0.1", "-U", user, about["POSTGRES_DB"]],
        env={"PGPASSWORD": about["POSTGRES_PASSWORD"]},
        check=True,
    )


def main(told: Path) -> int:
    """0 when the question that compose.yaml asks of ``app`` is answered well."""
    kept = json.loads(told.read_text())
    image = Image(Path(kept.pop("root")), {})
    vars(image).update(kept)
    names = " ".join(compose.services())
    (image.root / "etc/hosts").write_text(f"127.0.0.1 localhost {names}\n")
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    subprocess.run(["mount", "-t", "proc", "proc", image.root / "proc"], check=True)
    database(told.parent)
    redis = compose.services()["redis"]["command"]
    subprocess.Popen(redis, cwd=told.parent, stdout=subprocess.DEVNULL)
    environment = compose.environment("app")

    def run(words: list[str]) -> list[str]:
        return image.inside(words, environment)

    subprocess.run(run(compose.services()["migrate"]["command"]), check=True)
    started = {"CMD": subprocess.Popen(run(image.cmd))}
    for name in ("mail", "time"):
        started[name] = subprocess.Popen(run(compose.services()[name]["command"]))
    check = compose.services()["app"]["healthcheck"]["test"][1:]
    until = time.monotonic() + WITHIN
    while (asked := subprocess.run(run(check), check=False, capture_output=True)).returncode:
        if time.monotonic() > until:
            print(asked.stderr.decode()[-400:], file=sys.stderr)
            print(f"The image is not well within {WITHIN} s.", file=sys.stderr)
            return 1
        time.sleep(1)
    ended = [name for name, process in started.items() if process.poll() is not None]
    print(f"The image is well; ended before their time: {', '.join(ended) or 'none'}.", flush=True)
    return 1 if ended else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
