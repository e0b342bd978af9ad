"""`samrit manage import_boundaries FILE --source … --licence …`: khets on the map from an open-data GeoJSON file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samrit.core.contract import Refused
from samrit.site.boundaries import keep_boundaries, read_boundaries


class Command(BaseCommand):
    """Takes a file whole or not at all; `--dry-run` says what it holds and changes nothing."""

    help = "Puts the boundaries of khets from a GeoJSON file (WGS 84) in the place of those before."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="one feature for each khet, with its code or name")
        parser.add_argument("--source", default="", help="where the file comes from: it stands beside the map")
        parser.add_argument("--licence", default="", help="under which terms: it stands beside the map")
        parser.add_argument("--dry-run", action="store_true", help="say what the file holds and change nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            found = read_boundaries(options["file"].read_bytes())
            if not options["dry_run"]:
                keep_boundaries(found, source=options["source"], licence=options["licence"])
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read ({error.strerror})") from error
        except Refused as error:
            raise CommandError(f"{error.path}: {error.what.en}; {error.mend.en}") from error
        self.stdout.write(f"{len(found.shapes)} khets, {found.points} points thinned to {found.kept}")
        if found.missing:
            self.stdout.write("without a boundary: " + ", ".join(str(row.name_en) for row in found.missing))
        if options["dry_run"]:
            self.stdout.write("nothing was changed")
