"""Rules for passwords: Django's, in sentences that exist in Thai as well."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import password_validation as django
from django.core.exceptions import ValidationError

from samrit.core.contract import Message
from samrit.platform.language import spoken


class _Spoken:
    """One of Django's validators whose sentence is our own."""

    rule: Message

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError, in the language of the moment, for a password that breaks the rule."""
        try:
            super().validate(password, user)  # type: ignore[misc]  # of the validator that stands beside
        except ValidationError as error:
            raise ValidationError(self.get_help_text(), code=error.code) from None

    def get_help_text(self) -> str:
        """The rule in one sentence, for the form."""
        return spoken(self.rule)


class Length(_Spoken, django.MinimumLengthValidator):
    """Twelve letters and more."""

    rule = Message("a password has 12 letters or more", "รหัสผ่านต้องมีอย่างน้อย ๑๒ ตัวอักษร")

    def __init__(self) -> None:
        super().__init__(min_length=12)


class Unlike(_Spoken, django.UserAttributeSimilarityValidator):
    """Nothing that others know of the person."""

    rule = Message(
        "a password is not like the user name, the name or the mail address", "รหัสผ่านต้องไม่คล้ายชื่อผู้ใช้ ชื่อ-สกุล หรืออีเมล"
    )

    def __init__(self) -> None:
        super().__init__(user_attributes=("username", "name_th", "name_en", "email"))


class Uncommon(_Spoken, django.CommonPasswordValidator):
    """None of the 20,000 that are tried first."""

    rule = Message("a password is none that many people use", "รหัสผ่านต้องไม่ใช่รหัสที่ใช้กันทั่วไป")


class NotOnlyDigits(_Spoken, django.NumericPasswordValidator):
    """No telephone number, no date."""

    rule = Message("a password is more than digits", "รหัสผ่านต้องไม่เป็นตัวเลขล้วน")
