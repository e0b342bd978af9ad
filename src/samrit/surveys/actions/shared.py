"""What the verbs share: where an act takes place, its audit row, and the frozen questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from samrit.core.contract import Node
from samrit.people import recording
from samrit.people.models import User
from samrit.people.rights import Scope, Standing
from samrit.results.models import KeyResult
from samrit.surveys.models import QuestionnaireVersion, Survey
from samrit.surveys.questionnaire import Questionnaire, read_questionnaire


def scope_of(row: Survey | KeyResult) -> Scope:
    """Surveys are the host agency's work."""
    key_result = row if isinstance(row, KeyResult) else row.key_result
    return Scope(agency_id=key_result.host_id, key_result=key_result.key)


def record(
    action: str, subject: str, *, acting_user: User, standing: Standing, data: Mapping[str, Any] | None = None
) -> None:
    """An entry of the audit chain."""
    recording.record(
        f"surveys.{action}",
        acting_user=acting_user,
        standing=standing,
        subject=subject,
        data=data,
    )


def asked(version: QuestionnaireVersion) -> Questionnaire:
    """The questionnaire of a version. Versions never change, so each is read once."""
    return _asked(version.pk, version.sha256)


@lru_cache(maxsize=64)
def _asked(pk: int, sha256: str) -> Questionnaire:
    return read_questionnaire(Node(QuestionnaireVersion.objects.get(pk=pk, sha256=sha256).content, ""))


def latest(survey: Survey) -> QuestionnaireVersion:
    """The newest version of a survey's questionnaire."""
    return survey.questionnaires.order_by("-number").first()
