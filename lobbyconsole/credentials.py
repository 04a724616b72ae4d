"""Secrets: the database's key in its vault, feed passwords and tokens; in the keyring, or encrypted files without one.

Everything that touches a keyring may wait for an unlock dialog of the desktop: never call it in the GUI thread.
A keyring is only used when it is one of those in TRUSTED: discovery may also give one that fails, that forgets, or that
asks on standard input and hangs a program without a terminal.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import importlib
import importlib.util
import json
import os
import secrets
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.files import write_whole

SERVICE = "lobbyconsole"
VAULT = "key.json"
SECRETS = "secrets.bin"
KEY_BYTES = 32
TRUSTED = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.Windows",
    "keyring.backends.macOS",
)
# What `keyring` imports at the top, itself or by way of others, for functions hardly ever called: with all they bring
# along (ssl, http, email) 30 of the 40 ms it takes.
SPARED = ("urllib.request", "importlib_metadata", "more_itertools", "configparser", "subprocess")
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECK_SIGNS = _CROCKFORD + "*~$=U"  # Douglas Crockford's check symbol: the number modulo 37
_RECOVERY_BYTES = 20
RECOVERY_SIGNS = 33  # 32 for 160 bits, and the check sign
_BETWEEN = "-‐‑‒–—―−_."  # what people write between groups
_ALIKE = str.maketrans("OIL", "011")
# Argon2id: the second recommended choice of RFC 9106 (64 MiB, 3 passes), for a PC that also shows a lobby.
_ARGON = {"t": 3, "m": 64 * 1024, "p": 4}
_ARGON_LIMIT = {"t": 50, "m": 4 * 1024 * 1024, "p": 64}  # a doctored file must not eat the machine


class CredentialError(Exception):
    """A secret cannot be had. `message` says so in words."""

    TEXT = QT_TRANSLATE_NOOP("Messages", "The key of this hall cannot be read.")

    def __init__(self, detail: str = "") -> None:
        self.message = Message(self.TEXT)
        self.detail = detail
        super().__init__(f"{self.TEXT}{f' [{detail}]' if detail else ''}")


class NoVault(CredentialError):
    """There is no key file here, or it is unreadable."""

    TEXT = QT_TRANSLATE_NOOP(
        "Messages", "There is no key file in the data folder. Put back key.json from a backup of the folder."
    )


class NeedsPassphrase(CredentialError):
    """This computer has no keyring (for us): the passphrase opens the hall."""

    TEXT = QT_TRANSLATE_NOOP("Messages", "Please enter the passphrase of this hall.")


class WrongPassphrase(CredentialError):
    """The passphrase, or the recovery key, is not the right one."""

    TEXT = QT_TRANSLATE_NOOP("Messages", "That is not the passphrase of this hall. Nothing was changed; try again.")


class WrongRecoveryKey(WrongPassphrase):
    """The recovery key is mistyped or belongs to another hall."""

    TEXT = QT_TRANSLATE_NOOP(
        "Messages", "That is not the recovery key of this hall. Compare it with the sheet, sign by sign."
    )


class KeyringUnavailable(CredentialError):
    """The keyring does not answer, is locked, or no longer has the key."""

    TEXT = QT_TRANSLATE_NOOP(
        "Messages",
        "The keyring of this computer does not give the key of this hall. Unlock it and try again, or enter the "
        "recovery key printed at set-up.",
    )


class Keyring(Protocol):
    """What we need of a backend of the `keyring` package."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


# --- the keyring -----------------------------------------------------------------------------------------------------


def find_keyring() -> Keyring | None:
    """The desktop's keyring, if it is one of TRUSTED; None otherwise, also when somebody switched it off.

    Takes about 0.1 s and may open an unlock dialog.
    """
    with _loading_later():
        import keyring  # 10 ms even so, hence not at the top

    try:
        backend = _usual_keyring() or keyring.get_keyring()
    except Exception:  # noqa: BLE001 - backends are other people's code; whatever they raise means "no keyring"
        return None
    chained = getattr(backend, "backends", None)  # the chainer tries several in order; we take the first trusted one
    for candidate in chained if isinstance(chained, list | tuple) else [backend]:
        if type(candidate).__module__.startswith(TRUSTED):
            found: Keyring = candidate
            return found
    return None


@contextmanager
def _loading_later() -> Iterator[None]:
    """While `keyring` is imported, a stand-in for each of SPARED, which becomes the real one when somebody uses it."""
    spared = SPARED if "keyring" not in sys.modules else ()
    names = [name for name in spared if name not in sys.modules and _is_installed(name)]
    stand_ins = {name: ModuleType(name) for name in names}

    def leave(name: str) -> None:
        if sys.modules.get(name) is stand_ins[name]:
            del sys.modules[name]

    def the_real_one(name: str, attribute: str) -> object:
        leave(name)
        return getattr(importlib.import_module(name), attribute)

    for name, stand_in in stand_ins.items():
        vars(stand_in)["__getattr__"] = partial(the_real_one, name)
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in names:
            leave(name)  # whoever imports it from now on gets it whole


def _is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _usual_keyring() -> Keyring | None:
    """The one `keyring` prefers of those it brings, without its look through all that is installed (45 ms).

    None when somebody chose, by an environment variable or a configuration file, and when it is not there.
    """
    from keyring import core
    from keyring.util import platform_

    if "PYTHON_KEYRING_BACKEND" in os.environ or (platform_.config_root() / "keyringrc.cfg").exists():
        return None
    if sys.platform == "win32":
        name = "Windows.WinVaultKeyring"
    elif sys.platform == "darwin":
        name = "macOS.Keyring"
    else:
        kde = "KDE" in os.environ.get("XDG_CURRENT_DESKTOP", "").split(":")
        name = "kwallet.DBusKeyring" if kde else "SecretService.Keyring"
    try:
        return core.load_keyring("keyring.backends." + name)
    except Exception:  # noqa: BLE001 - no such service here, or nothing to speak to it: `keyring` finds another or none
        return None


def _ask(keyring: Keyring, user: str) -> str | None:
    try:
        return keyring.get_password(SERVICE, user)
    except Exception as error:
        raise KeyringUnavailable(str(error)) from error


def _tell(keyring: Keyring, user: str, secret: str) -> None:
    try:
        keyring.set_password(SERVICE, user, secret)
        kept = keyring.get_password(SERVICE, user)
    except Exception as error:
        raise KeyringUnavailable(str(error)) from error
    if kept != secret:
        raise KeyringUnavailable("it does not keep what it is given")


# --- the vault -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VaultInfo:
    """What the key file says without any secret: the hall's id, and which ways lead to its key."""

    hall: str
    keyring: bool
    passphrase: bool


def create_vault(folder: Path, passphrase: str | None, keyring: Keyring | None) -> tuple[bytes, str]:
    """Draw the key of a new hall and keep it: in the keyring, or under the passphrase, always under a recovery key.

    Gives the key (32 bytes) and the recovery key to be printed once; it is kept nowhere. Raises NeedsPassphrase when
    there is neither keyring nor passphrase, KeyringUnavailable, FileExistsError when the hall has a vault, OSError.
    """
    if keyring is None and not passphrase:
        raise NeedsPassphrase
    path = folder / VAULT
    if path.exists():
        raise FileExistsError(str(path))
    key, hall = secrets.token_bytes(KEY_BYTES), secrets.token_hex(8)
    recovery = secrets.token_bytes(_RECOVERY_BYTES)
    vault: dict[str, Any] = {"version": 1, "hall": hall, "keyring": keyring is not None, "passphrase": None}
    vault["check"] = _key_check(key, hall)
    vault["recovery"] = _wrap(key, _stretched_recovery(recovery, hall), hall, "recovery", {})
    if passphrase:
        vault["passphrase"] = _under_passphrase(key, passphrase, hall)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if keyring is not None:
        _tell(keyring, hall, base64.b64encode(key).decode())
    write_whole(path, json.dumps(vault, indent=1).encode())
    return key, show_recovery_key(recovery)


def vault_info(folder: Path) -> VaultInfo:
    """What ways there are to open this hall. Raises NoVault."""
    vault = _load(folder)
    return VaultInfo(str(vault["hall"]), bool(vault["keyring"]), vault["passphrase"] is not None)


def open_vault(
    folder: Path,
    passphrase: str | None = None,
    recovery_key: str | None = None,
    *,
    keyring: Keyring | None = None,
) -> bytes:
    """The key of the hall: by recovery key or passphrase when given, else from the keyring (`find_keyring` finds it).

    Raises NoVault, WrongRecoveryKey, WrongPassphrase, NeedsPassphrase (there is a passphrase and no keyring has the
    key), KeyringUnavailable (only a keyring or the recovery key can help).
    """
    vault = _load(folder)
    hall = str(vault["hall"])
    if recovery_key is not None:
        wrapping = _stretched_recovery(read_recovery_key(recovery_key), hall)
        return _unwrapped(vault, "recovery", wrapping, WrongRecoveryKey)
    if passphrase is not None and vault["passphrase"] is not None:
        return _unwrapped(vault, "passphrase", _stretched(passphrase, vault["passphrase"]), WrongPassphrase)
    trouble = "no keyring"
    if keyring is not None and vault["keyring"]:
        try:
            key = _decoded(_ask(keyring, hall))
        except KeyringUnavailable as error:
            key, trouble = None, error.detail
        if key is not None and hmac.compare_digest(_key_check(key, hall), str(vault["check"])):
            return key
    if vault["passphrase"] is not None:
        raise NeedsPassphrase(trouble)
    raise KeyringUnavailable(trouble)


def change_passphrase(folder: Path, key: bytes, passphrase: str) -> None:
    """Set a passphrase, or another one, of an open hall. Raises NoVault, ValueError for an empty one, OSError."""
    if not passphrase:
        raise ValueError("an empty passphrase protects nothing")
    vault = _owned(folder, key)
    vault["passphrase"] = _under_passphrase(key, passphrase, str(vault["hall"]))
    write_whole(folder / VAULT, json.dumps(vault, indent=1).encode())


def adopt_keyring(folder: Path, key: bytes, keyring: Keyring) -> None:
    """Put the key of an open hall into this computer's keyring (a new PC, a keyring set up later).

    Raises NoVault, KeyringUnavailable, ValueError when it is not the key of this hall, OSError.
    """
    vault = _owned(folder, key)
    _tell(keyring, str(vault["hall"]), base64.b64encode(key).decode())
    vault["keyring"] = True
    write_whole(folder / VAULT, json.dumps(vault, indent=1).encode())


def renew_recovery_key(folder: Path, key: bytes) -> str:
    """Draw another recovery key for an open hall (the sheet was lost); the former one is void. Raises as above."""
    vault = _owned(folder, key)
    recovery = secrets.token_bytes(_RECOVERY_BYTES)
    hall = str(vault["hall"])
    vault["recovery"] = _wrap(key, _stretched_recovery(recovery, hall), hall, "recovery", {})
    write_whole(folder / VAULT, json.dumps(vault, indent=1).encode())
    return show_recovery_key(recovery)


def _load(folder: Path) -> dict[str, Any]:
    try:
        vault = json.loads((folder / VAULT).read_bytes())
    except FileNotFoundError as error:
        raise NoVault from error
    except (OSError, ValueError) as error:
        raise NoVault(str(error)) from error
    if not isinstance(vault, dict) or vault.get("version") != 1:
        raise NoVault("unknown version")
    if not {"hall", "check", "recovery", "passphrase", "keyring"} <= vault.keys():
        raise NoVault("incomplete")
    return vault


def _owned(folder: Path, key: bytes) -> dict[str, Any]:
    vault = _load(folder)
    if not hmac.compare_digest(_key_check(key, str(vault["hall"])), str(vault["check"])):
        raise ValueError("this is not the key of this hall")
    return vault


def _key_check(key: bytes, hall: str) -> str:
    """Tells the right key from another without giving anything away."""
    return hmac.new(key, b"lobbyconsole key check\0" + hall.encode(), hashlib.sha256).hexdigest()[:16]


def _under_passphrase(key: bytes, passphrase: str, hall: str) -> dict[str, Any]:
    how = {"kdf": "argon2id", "salt": base64.b64encode(secrets.token_bytes(16)).decode(), **_ARGON}
    return _wrap(key, _stretched(passphrase, how), hall, "passphrase", how)


def _stretched(passphrase: str, how: Mapping[str, Any]) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    try:
        costs = {name: int(how[name]) for name in _ARGON}
        salt = base64.b64decode(how["salt"], validate=True)
    except (KeyError, TypeError, ValueError) as error:
        raise NoVault("the passphrase's part is spoilt") from error
    if how.get("kdf") != "argon2id" or len(salt) < 8 or any(not 1 <= costs[n] <= _ARGON_LIMIT[n] for n in costs):
        raise NoVault("the passphrase's part is spoilt")
    # The same words typed on another keyboard: composed signs, full-width letters of an input method.
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    return hash_secret_raw(typed, salt, costs["t"], max(costs["m"], 8 * costs["p"]), costs["p"], KEY_BYTES, Type.ID)


def _stretched_recovery(recovery: bytes, hall: str) -> bytes:
    # 160 random bits cannot be guessed, so no slow stretching is needed, only separation by hall.
    return _derived(recovery, b"recovery key of hall " + hall.encode())


def _derived(key: bytes, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"lobbyconsole\0" + purpose).derive(key)


def _wrap(key: bytes, wrapping: bytes, hall: str, way: str, how: Mapping[str, Any]) -> dict[str, Any]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(12)
    sealed = AESGCM(wrapping).encrypt(nonce, key, _bound_to(hall, way))
    return {**how, "nonce": base64.b64encode(nonce).decode(), "sealed": base64.b64encode(sealed).decode()}


def _unwrapped(vault: Mapping[str, Any], way: str, wrapping: bytes, wrong: type[CredentialError]) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        nonce = base64.b64decode(vault[way]["nonce"], validate=True)
        sealed = base64.b64decode(vault[way]["sealed"], validate=True)
        return AESGCM(wrapping).decrypt(nonce, sealed, _bound_to(str(vault["hall"]), way))
    except InvalidTag as error:
        raise wrong from error
    except (KeyError, TypeError, ValueError) as error:
        raise NoVault(f"the part of the {way} is spoilt") from error


def _bound_to(hall: str, way: str) -> bytes:
    return f"lobbyconsole vault 1 {way} {hall}".encode()


def _decoded(secret: str | None) -> bytes | None:
    if secret is None:
        return None
    with suppress(ValueError):
        key = base64.b64decode(secret, validate=True)
        return key if len(key) == KEY_BYTES else None
    return None


# --- PINs of staff ---------------------------------------------------------------------------------------------------


def hash_pin(key: bytes, number: str, pin: str) -> str:
    """What is kept of a PIN: argon2id, of the PIN mixed with the hall's key. Takes about 0.1 s and 64 MB.

    Four digits are soon guessed by whoever has the hash alone; without the key of the hall there is nothing to try.
    """
    from argon2.low_level import Type, hash_secret

    secret = _peppered(key, number, pin)
    return hash_secret(
        secret, secrets.token_bytes(16), _ARGON["t"], _ARGON["m"], _ARGON["p"], KEY_BYTES, Type.ID
    ).decode()


def pin_fits(key: bytes, number: str, pin: str, kept: str) -> bool:
    """Whether this is the PIN of this staff number; False also when what is kept is spoilt. Takes as long."""
    from argon2 import extract_parameters
    from argon2.exceptions import Argon2Error, InvalidHashError
    from argon2.low_level import Type, verify_secret

    try:
        costs = extract_parameters(kept)
        asked = {"t": costs.time_cost, "m": costs.memory_cost, "p": costs.parallelism}
        if costs.type is not Type.ID or any(not 1 <= asked[name] <= _ARGON_LIMIT[name] for name in asked):
            return False
        return verify_secret(kept.encode(), _peppered(key, number, pin), Type.ID)
    except (Argon2Error, InvalidHashError, ValueError):
        return False


def _peppered(key: bytes, number: str, pin: str) -> bytes:
    return hmac.new(_derived(key, b"pins"), f"{number}\0{pin}".encode(), hashlib.sha256).digest()


# --- the recovery key as people write it -----------------------------------------------------------------------------


def show_recovery_key(recovery: bytes) -> str:
    """160 bits as eight groups of four signs that are hard to mistake, and a check sign at the end."""
    number = int.from_bytes(recovery, "big")
    signs = "".join(_CROCKFORD[number >> shift & 31] for shift in range(155, -1, -5))
    groups = [signs[start : start + 4] for start in range(0, 32, 4)]
    return "-".join(groups) + "-" + _CHECK_SIGNS[number % 37]


def recovery_signs(text: str) -> tuple[str, str]:
    """What of a recovery key is typed so far, as it stands on the sheet; and the first sign that cannot be one."""
    typed = unicodedata.normalize("NFKC", text).upper()
    signs = "".join(sign for sign in typed if not sign.isspace() and sign not in _BETWEEN).translate(_ALIKE)
    for at, sign in enumerate(signs):
        if sign not in (_CROCKFORD if at < RECOVERY_SIGNS - 1 else _CHECK_SIGNS):
            return signs, sign
    return signs, ""


def read_recovery_key(text: str) -> bytes:
    """What was printed, however it was typed: small letters, O for 0, spaces. Raises WrongRecoveryKey for a slip."""
    signs, unknown = recovery_signs(text)
    if len(signs) != RECOVERY_SIGNS:
        raise WrongRecoveryKey(f"a recovery key has {RECOVERY_SIGNS} signs")
    if unknown:
        raise WrongRecoveryKey("a sign that no recovery key has")
    number = 0
    for sign in signs[:-1]:
        number = number << 5 | _CROCKFORD.index(sign)
    if signs[-1] != _CHECK_SIGNS[number % 37]:
        raise WrongRecoveryKey("the check sign does not fit")
    return number.to_bytes(_RECOVERY_BYTES, "big")


# --- passwords and tokens of feeds -----------------------------------------------------------------------------------


def get_secret(folder: Path, key: bytes, name: str, *, keyring: Keyring | None = None) -> str | None:
    """A secret of this hall by name, from the keyring or, without one, from an encrypted file; None when not set.

    Raises NoVault, KeyringUnavailable.
    """
    user = _user(folder, name)
    if keyring is not None:
        kept = _ask(keyring, user)
        if kept is not None:
            return kept
    return _read_secrets(folder, key).get(name)  # also with a keyring: it may have been kept before there was one


def set_secret(folder: Path, key: bytes, name: str, secret: str, *, keyring: Keyring | None = None) -> None:
    """Keep a secret. Raises NoVault, KeyringUnavailable, OSError."""
    user = _user(folder, name)
    kept = _read_secrets(folder, key)
    if keyring is not None:
        _tell(keyring, user, secret)
        if kept.pop(name, None) is None:
            return
    else:
        kept[name] = secret
    _write_secrets(folder, key, kept)


def delete_secret(folder: Path, key: bytes, name: str, *, keyring: Keyring | None = None) -> None:
    """Forget a secret; nothing happens when there is none. Raises NoVault, KeyringUnavailable, OSError."""
    user = _user(folder, name)
    if keyring is not None and _ask(keyring, user) is not None:
        try:
            keyring.delete_password(SERVICE, user)
        except Exception as error:
            raise KeyringUnavailable(str(error)) from error
    kept = _read_secrets(folder, key)
    if kept.pop(name, None) is not None:
        _write_secrets(folder, key, kept)


def _user(folder: Path, name: str) -> str:
    return f"{_load(folder)['hall']}:{name}"


def _read_secrets(folder: Path, key: bytes) -> dict[str, str]:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        content = (folder / SECRETS).read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise CredentialError(str(error)) from error
    try:
        plain = AESGCM(_derived(key, b"secrets")).decrypt(content[:12], content[12:], b"lobbyconsole secrets 1")
        kept: dict[str, str] = json.loads(plain)
    except (InvalidTag, ValueError) as error:
        raise CredentialError("the file of secrets is spoilt") from error
    return kept


def _write_secrets(folder: Path, key: bytes, kept: Mapping[str, str]) -> None:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(12)
    sealed = AESGCM(_derived(key, b"secrets")).encrypt(nonce, json.dumps(kept).encode(), b"lobbyconsole secrets 1")
    write_whole(folder / SECRETS, nonce + sealed)
