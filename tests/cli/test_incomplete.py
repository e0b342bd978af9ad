"""An installation without its packages says so, and blames no setting."""

from __future__ import annotations

import pytest

from samrit.cli import office
from samrit.cli.shell import Problem


def test_a_missing_package_is_named_with_the_way_to_install_it(monkeypatch):
    def setup():
        raise ModuleNotFoundError("No module named 'allauth'", name="allauth")

    monkeypatch.setattr("django.setup", setup)
    with pytest.raises(Problem) as problem:
        office.ready()
    assert problem.value.line("th") == (
        "samrit: Python: ติดตั้งระบบไม่ครบ (ขาดแพ็กเกจ Python ชื่อ allauth): ใช้คำสั่ง `make up` ในโฟลเดอร์โครงการ ซึ่งติดตั้งให้ครบ"
    )
