"""The key of a hall at set-up and after a loss: made once, never over records, kept anew when the old way is gone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from lobbyconsole.credentials import (
    VAULT,
    KeyringUnavailable,
    NoVault,
    adopt_keyring,
    change_passphrase,
    create_vault,
    find_keyring,
)
from lobbyconsole.store.hall import BACKUPS, DATABASE


def has_records(folder: Path) -> bool:
    """Whether anything lies here that only this hall's key can read."""
    return (folder / DATABASE).exists() or any((folder / BACKUPS).glob("*.db"))


def vault_at_setup(folder: Path, passphrase: str | None) -> str:
    """The key of a hall that is being set up; gives its recovery key, "" when the key that is there stays.

    A key made by a set-up that was broken off has locked nothing yet. Nobody may have seen its recovery key, so another
    one is drawn; the former is put aside, not deleted: it may have been copied here for a backup yet to be restored.
    Raises NoVault when there are records but no key, and what create_vault raises.
    """
    vault = folder / VAULT
    if vault.exists() and has_records(folder):
        return ""  # only the settings were lost
    if not vault.exists() and has_records(folder):
        raise NoVault  # a new key would only hide that the old one is missing
    keyring = find_keyring()
    aside = None
    if vault.exists() and (keyring is not None or passphrase):
        aside = vault.with_name(f"{VAULT}.before-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}")
        vault.replace(aside)
    try:
        _, recovery_key = create_vault(folder, passphrase, keyring)
    except BaseException:
        if aside is not None and not vault.exists():
            aside.replace(vault)
        raise
    return recovery_key


def keep_anew(folder: Path, key: bytes, passphrase: str | None) -> None:
    """Keep the key of an opened hall under a new passphrase, or in this computer's keyring. Raises CredentialError."""
    if passphrase is not None:
        change_passphrase(folder, key, passphrase)
        return
    keyring = find_keyring()
    if keyring is None:
        raise KeyringUnavailable("no keyring")
    adopt_keyring(folder, key, keyring)
