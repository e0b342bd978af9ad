"""What is done to agencies, people, roles and deputies."""

from samrit.people.actions.accounts import (
    change_own_settings,
    change_user,
    choose_password,
    erase_personal_values,
    make_first_administrator,
    make_user,
    set_password,
    set_pid,
)
from samrit.people.actions.agencies import change_agency, make_agency, rename_agency
from samrit.people.actions.appointments import appoint_deputy, end_deputy, end_role, give_role

__all__ = [
    "appoint_deputy",
    "change_agency",
    "change_own_settings",
    "change_user",
    "choose_password",
    "end_deputy",
    "end_role",
    "erase_personal_values",
    "give_role",
    "make_agency",
    "make_first_administrator",
    "make_user",
    "rename_agency",
    "set_password",
    "set_pid",
]
