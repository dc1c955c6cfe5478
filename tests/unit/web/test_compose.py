"""Every container of compose.yaml starts with the settings that the page about installing asks for."""

import pytest

import config
from renogroep.web.commands import main
from tests.support import compose

SERVICES = compose.services()
OURS = [name for name, one in SERVICES.items() if "build" in one]


@pytest.mark.parametrize("service", OURS)
def test_with_the_environment_of_its_container_a_program_starts(service, monkeypatch, tmp_path):
    given = compose.environment(service)
    assert set(compose.filled_in()) <= set(given)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = config.load(tmp_path)
    assert settings["DATABASE_URL"].endswith("@postgres/renogroep")
    assert settings["JOBS_URL"] != settings["LIMITER_STORAGE"]
    assert (settings["HTTPS"], settings["PROXIES"]) == (True, 1)


def test_every_container_asks_for_what_there_is():
    volumes = set(compose.whole()["volumes"])
    for name, one in SERVICES.items():
        assert set(one.get("depends_on", ())) <= set(SERVICES), name
        for mount in one.get("volumes", ()):
            assert mount.split(":")[0] in volumes or mount[0] == ".", mount
        assert all(file.is_file() for file in compose.sources(name)), name
        if name in OURS and "command" in one:
            assert one["command"][:2][-1] in main.commands, name
    assert {name for name, one in SERVICES.items() if "healthcheck" in one} == {"app", "postgres"}
    assert "/gezond/klaar" in SERVICES["app"]["healthcheck"]["test"][-1]
