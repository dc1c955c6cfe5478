"""Does anybody else on the machine read names, keys or mails from the folder?"""

import stat

import config
from tests.support import processes


def modes(folder):
    return {
        path.relative_to(folder).as_posix() or ".": stat.S_IMODE(path.stat().st_mode)
        for path in (folder, *folder.rglob("*"))
    }


def test_what_an_administrator_makes_is_only_theirs(tmp_path):
    folder = tmp_path / "data"
    for words, lines in ((["migrate"], ""), (["setup"], processes.SIX_LINES)):
        code, said = processes.command(folder, *words, stdin=lines)
        assert code == 0, said
    found = modes(folder)
    assert found.pop(".") == 0o700
    assert {"renogroep.db", "secret_key.txt", "sealing_key.txt", "jobs.db"} <= set(found)
    assert set(found.values()) == {0o600}


def test_what_an_earlier_version_left_open_is_shut_at_the_next_start(tmp_path):
    folder = tmp_path / "data"
    (folder / "mail").mkdir(parents=True)
    (folder / "mail" / "one.eml").write_text("a name")
    for path, mode in ((folder, 0o755), (folder / "mail", 0o755), (folder / "mail/one.eml", 0o644)):
        path.chmod(mode)
    config.load(folder)
    found = modes(folder)
    assert found["."] == found["mail"] == 0o700
    assert found["mail/one.eml"] == 0o600
