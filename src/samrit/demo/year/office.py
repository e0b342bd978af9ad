"""What the year's deeds share: the people, the key result, its districts, and the works by their names."""

from __future__ import annotations

from dataclasses import dataclass, field

from samrit.districts.models import CreativeDistrict
from samrit.people.models import Agency, User
from samrit.publicity.models import Work
from samrit.results.models import KeyResult


@dataclass
class Office:
    """The office as the year goes on; rows are read anew whenever they are asked for."""

    people: dict[str, User] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def who(self, name: str) -> User:
        """A person by the part of the user name after `demo-`."""
        return self.people[name if name.startswith("demo-") else f"demo-{name}"]

    @property
    def key_result(self) -> KeyResult:
        return KeyResult.objects.select_related("host").get()

    def place(self, key: str) -> CreativeDistrict:
        return CreativeDistrict.objects.get(pk=self.numbers[f"district {key}"])

    def places(self, keys: tuple[str, ...]) -> list[CreativeDistrict]:
        return [self.place(key) for key in keys]

    def keep(self, name: str, row: Work | CreativeDistrict) -> None:
        """Remembers a row under a name."""
        self.numbers[name] = row.pk

    def work(self, name: str) -> Work:
        return Work.objects.select_related("key_result", "agency").get(pk=self.numbers[name])

    def agency_of(self, person: User) -> Agency:
        if person.agency is None:
            raise LookupError(person.username)
        return person.agency
