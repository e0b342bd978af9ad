"""The addresses of verbs, and the scopes that they ask for."""

from __future__ import annotations

import typing
from collections.abc import Iterator

from django.db.models import Model
from tests.people.test_every_action import ASKS

from samrit.api.operations import read_verb
from samrit.api.reads import RESOURCES
from samrit.api.values import Id, Ref, Shape, key_field
from samrit.api.verbs import VERBS
from samrit.people.enums import Act


def test_no_two_verbs_share_an_address():
    addresses = [" ".join(said.split()[:2]) for said in VERBS.values()]
    assert len(set(addresses)) == len(addresses)


def test_what_only_second_eyes_or_administrators_may_do_asks_for_that_scope():
    """A token that only writes never approves, verifies or administers."""
    judging = {
        *(Act.APPROVE_PLAN, Act.APPROVE_WORK, Act.VERIFY_WORK, Act.CHECK_REPORT, Act.VERIFY_REPORT, Act.LOCK_SURVEY),
        *(Act.ACKNOWLEDGE_REPORT, Act.SIGN_DEFINITION, Act.VERIFY_DISTRICT, Act.WRITE_FINDING, Act.DECIDE_DUPLICATES),
    }
    scopes = {name: read_verb(name, said).scope for name, said in VERBS.items()}
    wrong = [
        name for name, scope in scopes.items() if set(ASKS[name]) and set(ASKS[name]) <= judging and scope != "decide"
    ]
    wrong += [name for name, scope in scopes.items() if ASKS[name] == (Act.ADMINISTER,) and scope != "administer"]
    assert wrong == []


def _references(model: type[Model], shape: type[Shape]) -> Iterator[tuple[str, bool]]:
    """Each field of a shape that names another row, and whether it is of the kind that the row goes by."""
    columns = {field.name: field.related_model for field in model._meta.get_fields() if field.related_model}
    for name, hint in typing.get_type_hints(shape, include_extras=True).items():
        kinds = {hint, *typing.get_args(hint)}
        if name in columns and kinds & {Id, Ref}:
            yield f"{shape.__name__}.{name}", (Id in kinds) == (key_field(columns[name]) == "pk")
        for inner in kinds | {one for kind in kinds for one in typing.get_args(kind)}:
            if name in columns and isinstance(inner, type) and issubclass(inner, Shape):
                yield from _references(columns[name], inner)


def test_an_answer_names_other_rows_by_what_they_go_by() -> None:
    """A uid does not fit where a number is promised: every work of a plan's line was answered with a fault."""
    told = [one for row in RESOURCES if row.shape for one in _references(row.model, row.shape)]
    assert len(told) > 50
    assert [place for place, fits in told if not fits] == []
