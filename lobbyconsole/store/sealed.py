"""The envelope of what lies outside the database: a nonce (12 bytes) and AES-GCM ciphertext, its tag (16) at the end.

Each purpose has a key of its own, drawn from the hall's, so that nothing sealed for one opens as another.
"""

from __future__ import annotations

import hashlib
import hmac
import os

NONCE = 12
LEAST = NONCE + 16  # bytes an envelope is longer than what is in it


class Broken(Exception):
    """Damaged, of another key, or no envelope at all."""


class Seal:
    """Closes and opens envelopes of one purpose. `mark` names this key without telling it. Any thread."""

    def __init__(self, key: bytes, purpose: bytes) -> None:
        self._key = hmac.new(key, purpose, hashlib.sha256).digest()
        self.mark = hashlib.sha256(self._key).hexdigest()[:16]

    def close(self, plain: bytes, about: bytes) -> bytes:
        """An envelope that opens only together with `about`, e.g. the name of the file it belongs in."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # 20 ms to import, and often never needed

        nonce = os.urandom(NONCE)
        return nonce + AESGCM(self._key).encrypt(nonce, plain, about)

    def open(self, sealed: bytes, about: bytes) -> bytes:
        """What is in an envelope. Raises Broken."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if len(sealed) < LEAST:
            raise Broken("too short")
        try:
            return AESGCM(self._key).decrypt(sealed[:NONCE], sealed[NONCE:], about)
        except InvalidTag as error:
            raise Broken("the tag does not fit") from error
