"""Everything that an installation keeps, in one file: a consistent copy of the database, the files, the keys.

A backup is a tar archive whose last member, `manifest.json`, names every other with its size and SHA-256. It is made
beside its place and renamed when it is whole, so a half-made one never stands under its final name.
"""

from samrit.platform.backup.archive import Manifest, read_manifest
from samrit.platform.backup.making import Made, back_up
from samrit.platform.backup.restoring import Restored, restore_home, restore_server

__all__ = ["Made", "Manifest", "Restored", "back_up", "read_manifest", "restore_home", "restore_server"]
