# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the keys of a home are kept: open, under a passphrase, in a keyring; locked and unlocked."""

import contextlib
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402

OLD = "correct horse battery"
NEW = "staple of the second year"
LOCKED = "This home is locked: unlock it with its passphrase."
WRONG = "This is not the passphrase: try again."


def given(passphrase):
    return {"--passphrase-fd": passphrase}


def protected(engine, passphrase=OLD):
    """A home with one circle under a passphrase, and no engine; gives the circle."""
    circle = engine.ctl("circle", "create", "Analysis", "--as", engine.name)["circle"]
    engine.ctl("protect", "passphrase", lines=given(passphrase))
    return circle


def a_locked_home_does_nothing_until_it_is_unlocked():
    with engines.people("ana") as (ana,):
        circle = protected(ana)
        ana.start()
        for call in (["post", circle, "no"], ["circle", "create", "No"], ["status"],
                     ["invite", "create", circle], ["rebuild"]):
            assert LOCKED in ana.fails(*call, status=1), call
        assert LOCKED in ana.fails("backup", ana.home / "no", lines=given(OLD), status=1)
        assert LOCKED in ana.fails("protect", "open", status=1,
                                   lines={"--old-passphrase-fd": OLD})
        assert WRONG in ana.fails("unlock", lines=given(NEW), status=1)
        assert LOCKED in ana.fails("post", circle, "no", status=1)
        ana.ctl("unlock", lines=given(OLD))
        assert ana.post(circle, "Unlocked")
        ana.ctl("unlock", lines=given(OLD))
        ana.stop()
        # The next start is locked again, and a passphrase may be given to it.
        ana.start()
        assert LOCKED in ana.fails("post", circle, "no", status=1)
        ana.stop()
        ana.start(lines=given(OLD))
        assert ana.post(circle, "Unlocked at start")
        assert ana.texts(circle) == ["Unlocked", "Unlocked at start"]


def a_wrong_passphrase_at_start_is_told():
    with engines.people("ana") as (ana,):
        protected(ana)
        process = ana.spawn(lines=given(NEW))
        assert process.wait(engines.DEADLINE_S) == 1
        process.stdout.close()
        assert WRONG in ana.read_log()


def a_passphrase_is_changed_by_who_knows_it():
    with engines.people("ana") as (ana,):
        circle = protected(ana)
        ana.start(lines=given(OLD))
        both = {"--passphrase-fd": NEW, "--old-passphrase-fd": NEW}
        assert WRONG in ana.fails("protect", "passphrase", lines=both, status=1)
        ana.ctl("protect", "passphrase", lines=both | {"--old-passphrase-fd": OLD})
        ana.stop()
        ana.start()
        assert WRONG in ana.fails("unlock", lines=given(OLD), status=1)
        ana.ctl("unlock", lines=given(NEW))
        assert WRONG in ana.fails("protect", "open", status=1, lines={"--old-passphrase-fd": OLD})
        ana.ctl("protect", "open", lines={"--old-passphrase-fd": NEW})
        ana.stop()
        ana.start()
        assert ana.post(circle, "Open again")


def a_short_passphrase_is_refused():
    with engines.people("ana") as (ana,):
        circle = ana.ctl("circle", "create", "Analysis", "--as", "Ana")["circle"]
        assert "at least 8" in ana.fails("protect", "passphrase", lines=given("1234567"), status=1)
        ana.start()
        assert ana.post(circle, "Still open")
        assert "at least 8" in ana.fails("backup", ana.home / "b", lines=given("1234567"), status=1)
        assert not (ana.home / "b").exists()
        ana.fails("protect", "magic", status=2)


def keys_are_not_in_the_file():
    """What an open file of keys holds in the clear is not in a protected one, nor left beside it."""
    with engines.people("ana") as (ana,):
        ana.ctl("circle", "create", "Analysis", "--as", "Ana")
        key = (ana.home / "secrets").read_bytes()[92:124]
        ana.ctl("protect", "passphrase", lines=given(OLD))
        for path in ana.home.iterdir():
            assert key not in path.read_bytes(), path
        assert (ana.home / "secrets").stat().st_mode & 0o777 == 0o600


@contextlib.contextmanager
def keyring_file(engine):
    """libsecret's own backend for tests: a file instead of the desktop's service."""
    path = engine.home.parent / "keyring"
    added = {"SECRET_BACKEND": "file", "SECRET_FILE_TEST_PATH": str(path),
             "SECRET_FILE_TEST_PASSWORD": "of the desktop"}
    engine.environment |= added
    yield path
    for name in added:
        del engine.environment[name]


def a_key_in_the_keyring_opens_by_itself():
    with engines.people("ana") as (ana,), keyring_file(ana) as path:
        # libsecret's backend in a file loses a few bytes of its own when the file is not there.
        ana.environment["ASAN_OPTIONS"] = "detect_leaks=0"
        circle = ana.ctl("circle", "create", "Analysis", "--as", "Ana")["circle"]
        result = ana.run("protect", "keyring")
        if result.status != 0 and not path.exists():
            raise tap.Skip("this libsecret has no backend in a file: " + result.stderr.strip())
        assert result.status == 0, result
        ana.start()
        assert ana.post(circle, "Opened by the keyring")
        ana.stop()
        path.rename(path.with_suffix(".gone"))
        ana.start()
        said = ana.fails("post", circle, "no", status=1)
        assert "keyring" in said and LOCKED not in said, said
        assert "keyring" in ana.fails("unlock", status=1)
        ana.stop()
        path.with_suffix(".gone").rename(path)
        ana.start()
        ana.ctl("unlock")
        assert ana.post(circle, "It is back")
        ana.ctl("protect", "open")
        ana.stop()
        path.unlink()
        ana.start()
        assert ana.post(circle, "Open")


def without_a_keyring_keys_stay_as_they_are():
    with engines.people("ana") as (ana,):
        circle = ana.ctl("circle", "create", "Analysis", "--as", "Ana")["circle"]
        ana.environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={ana.home}/none"
        assert "keyring" in ana.fails("protect", "keyring", status=1)
        ana.start()
        assert ana.post(circle, "Still open")


if __name__ == "__main__":
    sys.exit(tap.run([
        a_locked_home_does_nothing_until_it_is_unlocked,
        a_wrong_passphrase_at_start_is_told,
        a_passphrase_is_changed_by_who_knows_it,
        a_short_passphrase_is_refused,
        keys_are_not_in_the_file,
        a_key_in_the_keyring_opens_by_itself,
        without_a_keyring_keys_stay_as_they_are,
    ]))
