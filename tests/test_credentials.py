"""The vault opens with what should open it, with nothing else, and says in words what is missing."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole import credentials
from lobbyconsole.credentials import (
    SECRETS,
    SERVICE,
    VAULT,
    CredentialError,
    KeyringUnavailable,
    NeedsPassphrase,
    NoVault,
    WrongPassphrase,
    WrongRecoveryKey,
    adopt_keyring,
    change_passphrase,
    create_vault,
    delete_secret,
    find_keyring,
    get_secret,
    open_vault,
    read_recovery_key,
    renew_recovery_key,
    set_secret,
    show_recovery_key,
    vault_info,
)
from tests.fakes import DictKeyring

ALL_ERRORS = [
    kind for kind in vars(credentials).values() if isinstance(kind, type) and issubclass(kind, CredentialError)
]


@pytest.fixture(autouse=True)
def light_argon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real costs take a good part of a second each time; one test below looks at them."""
    monkeypatch.setattr(credentials, "_ARGON", {"t": 1, "m": 64, "p": 1})


class LockedKeyring(DictKeyring):
    """Raises as a keyring does whose unlock dialog was closed."""

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked("the dialog was closed")


class ForgetfulKeyring(DictKeyring):
    """Takes everything and keeps nothing, as the null backend."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


# --- the vault -------------------------------------------------------------------------------------------------------


def test_the_keyring_opens_a_new_hall(tmp_path: Path) -> None:
    ring = DictKeyring()
    key, recovery = create_vault(tmp_path / "hall", None, ring)
    assert len(key) == 32
    assert open_vault(tmp_path / "hall", keyring=ring) == key
    assert open_vault(tmp_path / "hall", recovery_key=recovery) == key
    info = vault_info(tmp_path / "hall")
    assert (info.keyring, info.passphrase) == (True, False)
    assert list(ring.secrets) == [(SERVICE, info.hall)]


def test_a_passphrase_opens_a_hall_without_a_keyring(tmp_path: Path) -> None:
    key, recovery = create_vault(tmp_path, "open sesame", None)
    assert open_vault(tmp_path, "open sesame") == key
    assert open_vault(tmp_path, recovery_key=recovery) == key
    with pytest.raises(NeedsPassphrase):
        open_vault(tmp_path)
    with pytest.raises(NeedsPassphrase):
        open_vault(tmp_path, keyring=DictKeyring())
    for wrong in ("open sesam", "Open sesame", ""):
        with pytest.raises(WrongPassphrase):
            open_vault(tmp_path, wrong)


def test_without_keyring_and_passphrase_there_is_no_hall(tmp_path: Path) -> None:
    for nothing in (None, ""):
        with pytest.raises(NeedsPassphrase):
            create_vault(tmp_path, nothing, None)
    assert list(tmp_path.iterdir()) == []


def test_a_passphrase_may_be_typed_on_any_keyboard(tmp_path: Path) -> None:
    key, _ = create_vault(tmp_path, "芝麻開門 Äb1", None)
    assert open_vault(tmp_path, "芝麻開門 A\u0308b１") == key


def test_a_hall_with_both_opens_with_either(tmp_path: Path) -> None:
    ring = DictKeyring()
    key, _ = create_vault(tmp_path, "open sesame", ring)
    assert open_vault(tmp_path, keyring=ring) == open_vault(tmp_path, "open sesame") == key
    with pytest.raises(NeedsPassphrase):  # another PC
        open_vault(tmp_path, keyring=DictKeyring())
    with pytest.raises(NeedsPassphrase):
        open_vault(tmp_path, keyring=LockedKeyring())


@pytest.mark.parametrize("ring", [None, DictKeyring(), LockedKeyring()])
def test_a_keyring_that_does_not_give_the_key_says_what_else_helps(tmp_path: Path, ring: DictKeyring | None) -> None:
    own = DictKeyring()
    key, recovery = create_vault(tmp_path, None, own)
    with pytest.raises(KeyringUnavailable, match="recovery key"):
        open_vault(tmp_path, keyring=ring)
    with pytest.raises(KeyringUnavailable):
        open_vault(tmp_path, "no passphrase was ever set", keyring=ring)
    assert open_vault(tmp_path, recovery_key=recovery, keyring=ring) == key


@pytest.mark.parametrize("spoilt", ["", "not base64!", base64.b64encode(b"short").decode(), "A" * 43 + "="])
def test_a_spoilt_keyring_entry_is_never_used_as_a_key(tmp_path: Path, spoilt: str) -> None:
    ring = DictKeyring()
    create_vault(tmp_path, None, ring)
    ring.secrets[SERVICE, vault_info(tmp_path).hall] = spoilt
    with pytest.raises(KeyringUnavailable):
        open_vault(tmp_path, keyring=ring)


def test_a_keyring_that_forgets_is_found_out_at_once(tmp_path: Path) -> None:
    with pytest.raises(KeyringUnavailable, match="does not keep"):
        create_vault(tmp_path, None, ForgetfulKeyring())
    assert list(tmp_path.iterdir()) == []


def test_a_hall_is_never_given_a_second_vault(tmp_path: Path) -> None:
    create_vault(tmp_path, "open sesame", None)
    before = (tmp_path / VAULT).read_bytes()
    with pytest.raises(FileExistsError):
        create_vault(tmp_path, "another", None)
    assert (tmp_path / VAULT).read_bytes() == before


def test_keys_of_two_halls_have_nothing_in_common(tmp_path: Path) -> None:
    ring = DictKeyring()
    one, recovery = create_vault(tmp_path / "one", None, ring)
    two, _ = create_vault(tmp_path / "two", None, ring)
    assert one != two
    assert open_vault(tmp_path / "one", keyring=ring) == one
    assert open_vault(tmp_path / "two", keyring=ring) == two
    with pytest.raises(WrongRecoveryKey):
        open_vault(tmp_path / "two", recovery_key=recovery)


def test_the_passphrase_can_be_changed(tmp_path: Path) -> None:
    key, recovery = create_vault(tmp_path, "old", None)
    change_passphrase(tmp_path, key, "new")
    assert open_vault(tmp_path, "new") == key
    assert open_vault(tmp_path, recovery_key=recovery) == key
    with pytest.raises(WrongPassphrase):
        open_vault(tmp_path, "old")
    with pytest.raises(ValueError, match="empty"):
        change_passphrase(tmp_path, key, "")
    with pytest.raises(ValueError, match="not the key"):
        change_passphrase(tmp_path, bytes(32), "new")


def test_another_pc_adopts_the_key(tmp_path: Path) -> None:
    key, recovery = create_vault(tmp_path, "open sesame", None)
    ring = DictKeyring()
    adopt_keyring(tmp_path, open_vault(tmp_path, recovery_key=recovery), ring)
    assert open_vault(tmp_path, keyring=ring) == key
    assert open_vault(tmp_path, "open sesame") == key
    with pytest.raises(ValueError, match="not the key"):
        adopt_keyring(tmp_path, bytes(32), ring)


def test_a_lost_recovery_sheet_is_replaced_and_void(tmp_path: Path) -> None:
    key, old = create_vault(tmp_path, "open sesame", None)
    new = renew_recovery_key(tmp_path, key)
    assert open_vault(tmp_path, recovery_key=new) == key
    with pytest.raises(WrongRecoveryKey):
        open_vault(tmp_path, recovery_key=old)


def test_no_vault_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoVault, match=r"key\.json"):
        open_vault(tmp_path)
    with pytest.raises(NoVault):
        vault_info(tmp_path)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"{}", b'{"version": 2}', b'{"version": 1}', b'{"version": 1, "hall": "x"}', b"\xff\xfe"],
)
def test_a_spoilt_key_file_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / VAULT).write_bytes(content)
    with pytest.raises(NoVault):
        open_vault(tmp_path, "open sesame")


@pytest.mark.parametrize(
    "change",
    [
        {"salt": "x"},
        {"salt": None},
        {"t": 10**9},
        {"m": 10**12},
        {"p": 0},
        {"kdf": "rot13"},
        {"nonce": ""},
        {"sealed": "%"},
    ],
)
def test_a_doctored_key_file_neither_crashes_nor_eats_the_machine(tmp_path: Path, change: dict[str, Any]) -> None:
    create_vault(tmp_path, "open sesame", None)
    vault = json.loads((tmp_path / VAULT).read_text())
    vault["passphrase"].update(change)
    (tmp_path / VAULT).write_text(json.dumps(vault))
    with pytest.raises(CredentialError):
        open_vault(tmp_path, "open sesame")


def test_ways_to_the_key_cannot_be_exchanged(tmp_path: Path) -> None:
    # What is sealed for one hall or one way opens nothing in the place of another.
    create_vault(tmp_path / "one", "open sesame", None)
    create_vault(tmp_path / "two", "open sesame", None)
    one, two = (json.loads((tmp_path / name / VAULT).read_text()) for name in ("one", "two"))
    two["passphrase"] = one["passphrase"]
    (tmp_path / "two" / VAULT).write_text(json.dumps(two))
    with pytest.raises(WrongPassphrase):
        open_vault(tmp_path / "two", "open sesame")


@pytest.mark.skipif(os.name == "nt", reason="modes")
def test_the_key_file_is_for_its_owner_alone_and_holds_no_key(tmp_path: Path) -> None:
    key, recovery = create_vault(tmp_path, "open sesame", None)
    set_secret(tmp_path, key, "machine", "swordfish")
    for name in (VAULT, SECRETS):
        content = (tmp_path / name).read_bytes()
        assert (tmp_path / name).stat().st_mode & 0o077 == 0
        for secret in (key, base64.b64encode(key), key.hex().encode(), b"sesame", recovery.encode(), b"swordfish"):
            assert secret not in content


def test_a_passphrase_costs_an_attacker_real_memory_and_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert credentials._ARGON["m"] >= 64 * 1024
    assert credentials._ARGON["t"] >= 3
    key, _ = create_vault(tmp_path, "open sesame", None)
    kept = json.loads((tmp_path / VAULT).read_text())["passphrase"]
    assert (kept["kdf"], kept["m"], kept["t"]) == ("argon2id", credentials._ARGON["m"], credentials._ARGON["t"])
    assert open_vault(tmp_path, "open sesame") == key


# --- the recovery key ------------------------------------------------------------------------------------------------


@given(st.binary(min_size=20, max_size=20))
def test_a_recovery_key_survives_the_paper(recovery: bytes) -> None:
    shown = show_recovery_key(recovery)
    groups = shown.split("-")
    assert [len(group) for group in groups] == [4] * 8 + [1]
    assert read_recovery_key(shown) == recovery
    typed = shown.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert read_recovery_key(typed) == recovery
    assert read_recovery_key("".join(groups)) == recovery
    full_width = "".join(chr(ord(sign) + 0xFEE0) if sign.isalnum() else sign for sign in shown)
    assert read_recovery_key(full_width) == recovery


@given(st.binary(min_size=20, max_size=20), st.integers(0, 31), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_mistyped_sign_is_found_before_anything_is_tried(recovery: bytes, place: int, sign: str) -> None:
    signs = [*show_recovery_key(recovery).replace("-", "", 8)]
    if signs[place] != sign:
        signs[place] = sign
        with pytest.raises(WrongRecoveryKey):
            read_recovery_key("".join(signs))


@given(st.binary(min_size=20, max_size=20), st.integers(0, 30))
def test_two_signs_that_changed_places_are_found(recovery: bytes, place: int) -> None:
    signs = [*show_recovery_key(recovery).replace("-", "", 8)]
    if signs[place] != signs[place + 1]:
        signs[place], signs[place + 1] = signs[place + 1], signs[place]
        with pytest.raises(WrongRecoveryKey):
            read_recovery_key("".join(signs))


@pytest.mark.parametrize("text", ["", "ABCD", "?" * 33, "U" * 33, "0" * 34, "零" * 33])
def test_what_is_no_recovery_key_is_said(text: str) -> None:
    with pytest.raises(WrongRecoveryKey, match="sign by sign"):
        read_recovery_key(text)


# --- which keyring ---------------------------------------------------------------------------------------------------


@pytest.fixture
def put_in_place() -> Any:
    """Sets what `keyring` believes to be the keyring; conftest puts its own back for the next test."""
    return keyring.set_keyring


@pytest.mark.parametrize("backend", [keyring.backends.fail.Keyring, keyring.backends.null.Keyring, DictKeyring])
def test_a_keyring_we_do_not_trust_is_no_keyring(put_in_place: Any, backend: type) -> None:
    put_in_place(backend())
    assert find_keyring() is None


def test_one_that_asks_on_standard_input_is_no_keyring(put_in_place: Any) -> None:
    asking = type("Keyring", (DictKeyring,), {"__module__": "keyrings.cryptfile.cryptfile", "priority": 5})
    chain = type("ChainerBackend", (DictKeyring,), {"__module__": "keyring.backends.chainer", "backends": [asking()]})
    for backend in (asking(), chain()):
        put_in_place(backend)
        assert find_keyring() is None


@pytest.mark.parametrize(
    "module", ["keyring.backends.SecretService", "keyring.backends.Windows", "keyring.backends.macOS"]
)
def test_the_desktops_own_keyring_is_found_also_in_a_chain(put_in_place: Any, module: str) -> None:
    trusted = type("Keyring", (DictKeyring,), {"__module__": module})()
    asking = type("Keyring", (DictKeyring,), {"__module__": "keyrings.alt.file"})()
    put_in_place(trusted)
    assert find_keyring() is trusted
    chain = {"__module__": "keyring.backends.chainer", "backends": [asking, trusted]}
    put_in_place(type("ChainerBackend", (DictKeyring,), chain)())
    assert find_keyring() is trusted


def test_a_keyring_that_cannot_even_be_looked_for_is_no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("no bus")

    monkeypatch.setattr(keyring, "get_keyring", broken)
    assert find_keyring() is None


@pytest.mark.parametrize(
    ("platform", "desktop", "name"),
    [
        ("linux", "ukui", "SecretService.Keyring"),
        ("linux", "X-NEW:KDE", "kwallet.DBusKeyring"),
        ("win32", "", "Windows.WinVaultKeyring"),
        ("darwin", "", "macOS.Keyring"),
    ],
)
def test_the_usual_keyring_is_taken_without_a_look_through_everything_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, desktop: str, name: str
) -> None:
    usual = type("Keyring", (DictKeyring,), {"__module__": "keyring.backends." + name.partition(".")[0]})()
    known = {"keyring.backends." + name: usual}
    monkeypatch.setattr(keyring.core, "load_keyring", known.pop)
    monkeypatch.setattr(keyring.util.platform_, "config_root", lambda: tmp_path)
    monkeypatch.setattr(keyring, "get_keyring", lambda: pytest.fail("looked through everything"))
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", desktop)
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    assert find_keyring() is usual
    assert not known


def test_whoever_chose_a_keyring_and_whoever_lacks_the_usual_one_gets_what_the_library_finds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, put_in_place: Any
) -> None:
    found = type("Keyring", (DictKeyring,), {"__module__": "keyring.backends.libsecret"})()
    put_in_place(found)

    def missing(name: str) -> None:
        asked.append(name)
        raise RuntimeError("The Secret Service daemon is neither running nor activatable")

    asked: list[str] = []
    monkeypatch.setattr(keyring.core, "load_keyring", missing)
    monkeypatch.setattr(keyring.util.platform_, "config_root", lambda: tmp_path)
    assert find_keyring() is found  # conftest chose, by the environment
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    (tmp_path / "keyringrc.cfg").write_text("[backend]\n", encoding="utf-8")
    assert find_keyring() is found
    assert asked == []
    (tmp_path / "keyringrc.cfg").unlink()
    assert find_keyring() is found
    assert len(asked) == 1


def test_without_a_session_a_fresh_program_finds_none_and_asks_nothing() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS", "PYTHON_KEYRING"))}
    done = subprocess.run(
        [sys.executable, "-c", "from lobbyconsole.credentials import find_keyring; print(find_keyring())"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=environment | {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"},
        check=True,
    )
    if sys.platform == "linux":
        assert done.stdout.strip() == "None"


def test_importing_it_is_cheap() -> None:
    program = (
        "import sys, lobbyconsole.credentials; print(sorted({'keyring', 'argon2', 'cryptography'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- passwords and tokens --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("with_ring", [True, False])
def test_secrets_are_kept_changed_and_forgotten(tmp_path: Path, with_ring: bool) -> None:
    ring = DictKeyring() if with_ring else None
    key, _ = create_vault(tmp_path, "open sesame", None)
    assert get_secret(tmp_path, key, "feed:machine", keyring=ring) is None
    delete_secret(tmp_path, key, "feed:machine", keyring=ring)
    set_secret(tmp_path, key, "feed:machine", "swordfish", keyring=ring)
    set_secret(tmp_path, key, "feed:other", "口令", keyring=ring)
    set_secret(tmp_path, key, "feed:machine", "marlin", keyring=ring)
    assert get_secret(tmp_path, key, "feed:machine", keyring=ring) == "marlin"
    assert get_secret(tmp_path, key, "feed:other", keyring=ring) == "口令"
    delete_secret(tmp_path, key, "feed:machine", keyring=ring)
    assert get_secret(tmp_path, key, "feed:machine", keyring=ring) is None
    assert get_secret(tmp_path, key, "feed:other", keyring=ring) == "口令"
    assert (tmp_path / SECRETS).exists() is not with_ring


def test_two_halls_do_not_see_each_others_secrets(tmp_path: Path) -> None:
    ring = DictKeyring()
    one, _ = create_vault(tmp_path / "one", None, ring)
    two, _ = create_vault(tmp_path / "two", None, ring)
    set_secret(tmp_path / "one", one, "machine", "swordfish", keyring=ring)
    assert get_secret(tmp_path / "two", two, "machine", keyring=ring) is None


def test_a_secret_kept_in_the_file_moves_into_the_keyring(tmp_path: Path) -> None:
    key, _ = create_vault(tmp_path, "open sesame", None)
    ring = DictKeyring()
    set_secret(tmp_path, key, "machine", "swordfish")
    assert get_secret(tmp_path, key, "machine", keyring=ring) == "swordfish"
    set_secret(tmp_path, key, "machine", "marlin", keyring=ring)
    assert get_secret(tmp_path, key, "machine", keyring=ring) == "marlin"
    assert get_secret(tmp_path, key, "machine") is None


def test_a_locked_keyring_is_said(tmp_path: Path) -> None:
    key, _ = create_vault(tmp_path, "open sesame", None)
    with pytest.raises(KeyringUnavailable, match="dialog"):
        get_secret(tmp_path, key, "machine", keyring=LockedKeyring())
    with pytest.raises(KeyringUnavailable):
        set_secret(tmp_path, key, "machine", "x", keyring=LockedKeyring())
    with pytest.raises(KeyringUnavailable):
        delete_secret(tmp_path, key, "machine", keyring=LockedKeyring())


def test_a_spoilt_file_of_secrets_is_said(tmp_path: Path) -> None:
    key, _ = create_vault(tmp_path, "open sesame", None)
    (tmp_path / SECRETS).write_bytes(b"x" * 100)
    with pytest.raises(CredentialError, match="spoilt"):
        get_secret(tmp_path, key, "machine")


@pytest.mark.parametrize("kind", ALL_ERRORS)
def test_every_error_is_told_in_a_sentence(kind: type[CredentialError]) -> None:
    assert str(kind().message).endswith(".")


def test_looking_for_a_keyring_loads_no_web_client_and_leaves_everything_whole_for_others() -> None:
    words = (
        "import sys, lobbyconsole.credentials as c\n"
        "c.find_keyring()\n"
        "assert not {*c.SPARED, 'ssl', 'http.client', 'email.message'} & sys.modules.keys(), 'loaded after all'\n"
        "kept = sys.modules.pop('keyring')\n"
        "with c._loading_later():\n"
        "    assert c.SPARED[0] in sys.modules\n"
        "    from urllib.request import urlopen\n"  # somebody needs it at that very moment
        "    import more_itertools.recipes\n"
        "sys.modules['keyring'] = kept\n"
        "assert urlopen.__module__ == 'urllib.request'\n"
        "import urllib.request, jaraco.context, jaraco.functools, keyring.backend\n"
        "assert urllib.request.urlopen is urlopen is jaraco.context.urllib.request.urlopen\n"
        "assert jaraco.functools.more_itertools.recipes is more_itertools.recipes\n"
        "assert keyring.backend.get_all_keyring()\n"  # asks importlib_metadata for what is installed
    )
    env = os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    done = subprocess.run(
        [sys.executable, "-c", words], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
