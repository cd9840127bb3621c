"""A disk in memory that forgets what was not synced, and one that is full.

Sectors that were written but not synced when the power goes survive or not, each for itself, in
any combination: a disk may write them in any order. What was synced stays.
"""

# ruff: noqa: N802  (the names are SQLite's)

from __future__ import annotations

from pathlib import Path

import apsw

SECTOR = 512


class File:
    """One file: what a reader sees now, what is safe, and what was done since."""

    def __init__(self, data=b""):
        self.now = bytearray(data)
        self.safe = bytes(data)
        self.known = bool(data)  # whether its name is in the folder after a power cut
        self.since = []

    def write(self, offset, data):
        put(self.now, offset, data)
        self.since.append((offset, bytes(data)))

    def truncate(self, size):
        del self.now[size:]
        self.since.append((size, None))

    def sync(self):
        self.safe, self.known = bytes(self.now), True
        self.since.clear()

    def after_cut(self, rng):
        """Return what the disk holds when the power comes back (None: no such file)."""
        chance = rng.choice((0.0, 0.5, 0.9, 1.0))
        if not self.known and rng.random() >= chance:
            return None
        data = bytearray(self.safe)
        for offset, piece in self.since:
            if piece is None:
                if rng.random() < chance:
                    del data[offset:]
                continue
            for at in range(0, len(piece), SECTOR):
                if rng.random() < chance:
                    put(data, offset + at, piece[at : at + SECTOR])
        return bytes(data)


def put(data, offset, piece):
    """Write into a bytearray, filling a gap before it with zeros."""
    if len(data) < offset:
        data.extend(bytes(offset - len(data)))
    data[offset : offset + len(piece)] = piece


class Disk(apsw.VFS):
    """A virtual file system over a dict of files.

    Args:
        name: what connections ask for.
        files: file name -> bytes to begin with.
        cut_after: how many writes and syncs until the power goes.
        quota: how many bytes fit on it.
    """

    def __init__(self, name, files, *, cut_after=None, quota=None):
        self.name = name
        self.files = {key: File(data) for key, data in files.items()}
        self.left = cut_after
        self.quota = quota
        super().__init__(name, base="")

    @property
    def dead(self):
        return self.left is not None and self.left <= 0

    def step(self):
        if self.left is not None:
            self.left -= 1
        if self.dead:
            raise apsw.IOError("the power is gone")

    def room(self, fresh):
        used = sum(len(one.now) for one in self.files.values())
        if self.quota is not None and used + fresh > self.quota:
            raise apsw.FullError("no room")

    def xFullPathname(self, name):
        return name

    def xOpen(self, name, flags):
        key = name.filename() if isinstance(name, apsw.URIFilename) else name or ":temp:"
        if key not in self.files:
            if not flags[0] & apsw.SQLITE_OPEN_CREATE:
                raise apsw.CantOpenError(key)
            self.files[key] = File()
        flags[1] = flags[0]
        return Handle(self, self.files[key])

    def xAccess(self, pathname, _flags):
        return pathname in self.files

    def xDelete(self, filename, _syncdir):
        self.step()
        self.files.pop(filename, None)

    def image(self, rng):
        """Return every file as it is found after the power cut."""
        found = {key: one.after_cut(rng) for key, one in self.files.items() if key != ":temp:"}
        return {key: data for key, data in found.items() if data is not None}


class Handle:
    """An open file of a `Disk`."""

    def __init__(self, disk, file):
        self.disk = disk
        self.file = file

    def xRead(self, amount, offset):
        return bytes(self.file.now[offset : offset + amount])

    def xWrite(self, data, offset):
        self.disk.step()
        self.disk.room(max(0, offset + len(data) - len(self.file.now)))
        self.file.write(offset, data)

    def xTruncate(self, size):
        self.disk.step()
        self.file.truncate(size)

    def xSync(self, _flags):
        self.disk.step()
        self.file.sync()

    def xFileSize(self):
        return len(self.file.now)

    def xLock(self, level):
        pass

    def xUnlock(self, level):
        pass

    def xCheckReservedLock(self):
        return False

    def xFileControl(self, _op, _pointer):
        return False

    def xSectorSize(self):
        return SECTOR

    def xDeviceCharacteristics(self):
        return 0

    def xClose(self):
        pass


def write_image(image, folder: Path):
    """Write the files of an image below a real folder, under their own names."""
    for key, data in image.items():
        (folder / Path(key).name).write_bytes(data)
