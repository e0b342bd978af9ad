"""Forms that keep what was typed, read Thai dates and numbers, and show a refusal at its field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samrit.core.contract import Refused, canonical
from samrit.core.thai import format_date, parse_date, parse_number, to_arabic, why_no_date
from samrit.platform.language import spoken

_TIME = re.compile(r"(?P<day>.+?)\s+(?:เวลา\s*)?(?P<hour>[0-2]?[0-9])[.:](?P<minute>[0-5][0-9])(?:\s*น\.?)?")


class OfficeForm(forms.Form):
    """The base of every form: required marks and messages in plain words, refusals shown where they belong."""

    about = ""
    """What the whole form is about, where a page has several of one kind."""
    needed_when: ClassVar[Mapping[str, Any]] = {}
    """When a field that may be left empty for now is needed after all, by its name."""
    required_css_class = ""
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("โปรดกรอก “%(label)s”") % {"label": field.label or ""}

    def refuse(self, refused: Refused) -> None:
        """Shows a refusal of an action at the field it speaks of, or over the whole form."""
        name = re.split(r"[.\[]", refused.path)[0]
        text = f"{spoken(refused.what)} — {spoken(refused.mend)}"
        self.add_error(name if name in self.fields else None, text)


def no_date(text: str) -> str:
    """Why a text that was typed is no date, and how to write one."""
    return f"{spoken(why_no_date(text))} — {_('โปรดพิมพ์แบบ 1/10/2567')}"


class DateField(forms.CharField):
    """A day, typed as people write it: 1/10/2567, ๑ ต.ค. ๖๗, 2024-10-01."""

    widget = forms.TextInput(attrs={"class": "w-date", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("เช่น 1/10/2567 หรือ ๑ ต.ค. ๖๗"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, dt.date):
            return value
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        day = parse_date(text)
        if day is None:
            raise forms.ValidationError(no_date(text))
        return day

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dt.date):
            return format_date(value, style="numeric", thai_digits=False)
        return value


class MomentField(forms.CharField):
    """A day and a time: 15/2/2568 14.30."""

    widget = forms.TextInput(attrs={"class": "w-date", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("วันที่และเวลา เช่น 15/2/2568 14.30"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, dt.datetime):
            return value
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        found = _TIME.fullmatch(to_arabic(text).strip())
        written_day = found["day"] if found else text
        day = parse_date(written_day)
        if day is None:
            raise forms.ValidationError(no_date(written_day))
        if found and int(found["hour"]) > 23:
            raise forms.ValidationError(
                _("อ่านวันเวลา “%(text)s” ไม่ได้ โปรดพิมพ์แบบ 15/2/2568 14.30"), params={"text": text}
            )
        time = dt.time(int(found["hour"]), int(found["minute"])) if found else dt.time()
        return timezone.make_aware(dt.datetime.combine(day, time))

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dt.datetime):
            local = timezone.localtime(value)
            return f"{format_date(local.date(), style='numeric', thai_digits=False)} {local:%H.%M}"
        return value


class NumberField(forms.CharField):
    """An exact number, in either kind of digits; `whole` refuses decimals."""

    def __init__(self, *, whole: bool = False, **kwargs: Any) -> None:
        self.whole = whole
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"class": "w-number", "inputmode": "decimal", "autocomplete": "off"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, int | Decimal):
            return value
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        number = parse_number(text)
        if number is None:
            raise forms.ValidationError(_("อ่านตัวเลข “%(text)s” ไม่ได้"), params={"text": text})
        if self.whole:
            if number != int(number) or number < 0:
                raise forms.ValidationError(_("โปรดพิมพ์จำนวนเต็ม ไม่มีทศนิยม"))
            return int(number)
        return number

    def prepare_value(self, value: Any) -> Any:
        return canonical(Decimal(value)) if isinstance(value, int | Decimal) else value


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows of the database. A number that no row can have is no choice, not an error of the database."""

    def _check_values(self, value: Any) -> Any:
        for number in value if isinstance(value, list | tuple) else ():
            if not (str(number).isascii() and str(number).isdigit() and len(str(number)) < 19):
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": number}
                )
        return super()._check_values(value)


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not recorded: three different things."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.RadioSelect)
        kwargs.setdefault("required", False)
        super().__init__(
            choices=[("yes", _("ใช่")), ("no", _("ไม่ใช่")), ("", _("ยังไม่บันทึก"))],
            coerce={"yes": True, "no": False}.get,
            empty_value=None,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)


class FilesInput(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        rows = data if isinstance(data, list | tuple) else [data] if data else []
        if not rows and not self.required:
            return []
        return [super(FilesField, self).clean(row, initial) for row in rows or [None]]
