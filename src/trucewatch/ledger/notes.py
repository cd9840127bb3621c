"""Signed notes and checkpoints in the formats of C2SP (signed-note, tlog-checkpoint).

A checkpoint is text: the log's name, the number of leaves, the root in base64; below it a line
per signature. The key is Ed25519; it lies in a file of its own beside the ledger, readable by its
owner alone, so that a copy of the ledger cannot sign.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from trucewatch.errors import LedgerError

ED25519: Final = b"\x01"
"""The signature type byte of signed-note for Ed25519."""
_DASH: Final = "\u2014 "


class NoteError(ValueError):
    """A note or key cannot be read, or its signature does not hold."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says: the log's name, how many leaves, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed (tlog-checkpoint)."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def key_hash(name: str, public: bytes) -> bytes:
    """Return the four bytes that a signature line names its key by."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def verifier_key(name: str, public: bytes) -> str:
    """Return the public key as one line: name+hash+base64."""
    encoded = base64.b64encode(ED25519 + public).decode()
    return f"{name}+{key_hash(name, public).hex()}+{encoded}"


def parse_verifier_key(line: str) -> tuple[str, bytes]:
    """Return (name, 32 bytes of public key).

    Raises:
        NoteError: it is no Ed25519 verifier key, or its hash is not its own.
    """
    name, _, rest = line.strip().partition("+")
    digest, _, encoded = rest.partition("+")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise NoteError("the verifier key is not base64") from error
    if raw[:1] != ED25519 or len(raw) != 33 or key_hash(name, raw[1:]).hex() != digest:
        raise NoteError("this is no Ed25519 verifier key, or it was changed")
    return name, raw[1:]


class Signer:
    """The private key of a log: 32 bytes of seed under the log's name."""

    def __init__(self, name: str, seed: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self.name = name
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier_key = verifier_key(name, self._key.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """Return `text` as a signed note."""
        public = parse_verifier_key(self.verifier_key)[1]
        raw = key_hash(self.name, public) + self._key.sign(text.encode())
        return f"{text}\n{_DASH}{self.name} {base64.b64encode(raw).decode()}\n"


def make_key(path: Path, name: str | None = None) -> Signer:
    """Make a signing key and write it to `path` (mode 0600), for a new log or the one named.

    Raises:
        LedgerError: the file cannot be written.
    """
    seed = secrets.token_bytes(32)
    name = name or f"trucewatch/{secrets.token_hex(8)}"
    digest = verifier_hash(name, seed)
    line = f"PRIVATE+KEY+{name}+{digest}+{base64.b64encode(ED25519 + seed).decode()}\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(line)
            stream.flush()
            os.fsync(stream.fileno())
        sync_folder(path.parent)
    except OSError as error:
        raise LedgerError(
            f"the signing key {path} cannot be written: {error.strerror}",
            fix="Check that the folder can be written to.",
        ) from error
    return Signer(name, seed)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def verifier_hash(name: str, seed: bytes) -> str:
    """Return the hex key hash that belongs to a seed."""
    return Signer(name, seed).verifier_key.split("+")[1]


def read_key(path: Path) -> Signer:
    """Read the signing key.

    Raises:
        LedgerError: there is none, or it is not readable as one.
    """
    try:
        line = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(
            f"the signing key {path} cannot be read",
            fix="Put it back from where you keep it, or make a new one with "
            "`trucewatch checkpoint --new-key`: readers will be told that the key changed.",
        ) from error
    mark, word, name, digest, encoded = [*line.split("+", 4), "", "", "", "", ""][:5]
    try:
        raw = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raw = b""
    sound = (mark, word, raw[:1], len(raw)) == ("PRIVATE", "KEY", ED25519, 33)
    if not sound or verifier_hash(name, raw[1:]) != digest:
        raise LedgerError(
            f"{path} is no signing key", fix="Put the right file back from where you keep it."
        )
    return Signer(name, raw[1:])


def read_note(note: str, keys: list[str]) -> Checkpoint:
    """Return what a signed checkpoint says, if one of these verifier keys signed it.

    Raises:
        NoteError: it is no checkpoint, no key of these signed it, or a signature is wrong.
    """
    text, found, lines = note.rpartition("\n\n")
    text += "\n"
    if not found or not lines.endswith("\n"):
        raise NoteError("the checkpoint has no signature")
    known = {}
    for line in keys:
        name, public = parse_verifier_key(line)
        known[name, key_hash(name, public)] = public
    signed = False
    for line in lines.removesuffix("\n").split("\n"):  # no other line end is one (C2SP)
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        try:
            raw = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise NoteError("a signature line is not base64") from error
        if base64.b64encode(raw).decode() != encoded or not line.startswith(_DASH):
            raise NoteError("a signature line is not written as the format has it")
        key = known.get((name, raw[:4]))
        if key is not None:
            _require_signature(key, raw[4:], text)
            signed = True
    if not signed:
        raise NoteError("no known key signed the checkpoint")
    return parse_checkpoint(text)


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the three lines of a checkpoint's text.

    Raises:
        NoteError: they are not there.
    """
    lines = text.split("\n")
    try:
        origin, size, root = lines[0], lines[1], base64.b64decode(lines[2], validate=True)
    except (IndexError, binascii.Error) as error:
        raise NoteError("the checkpoint is not a name, a size and a root") from error
    if not origin or not size.isdecimal() or str(int(size)) != size or len(root) != 32:
        raise NoteError("the checkpoint is not a name, a size and a root")
    return Checkpoint(origin, int(size), root)


def _require_signature(public: bytes, signature: bytes, text: str) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text.encode())
    except (InvalidSignature, ValueError) as error:
        raise NoteError("the signature of the checkpoint does not hold") from error
