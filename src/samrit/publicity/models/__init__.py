"""The work itself: plan, pieces and their publications, stories, activities, website state, storytellers, awareness."""

from __future__ import annotations

from samrit.publicity.models.desk import Comment, CommentFile, DigestSent, Notification, SavedFilter, Step, Task
from samrit.publicity.models.duties import AwarenessResult, Storyteller, WebsiteEntry
from samrit.publicity.models.plans import Plan, PlanLine
from samrit.publicity.models.works import (
    ActivityDetail,
    ActivityProof,
    DuplicateFlag,
    Media,
    Participation,
    PersonShown,
    PieceDetail,
    Publication,
    Rendition,
    StoryDetail,
    Telling,
    Work,
)

__all__ = [
    "ActivityDetail",
    "ActivityProof",
    "AwarenessResult",
    "Comment",
    "CommentFile",
    "DigestSent",
    "DuplicateFlag",
    "Media",
    "Notification",
    "Participation",
    "PersonShown",
    "PieceDetail",
    "Plan",
    "PlanLine",
    "Publication",
    "Rendition",
    "SavedFilter",
    "Step",
    "StoryDetail",
    "Storyteller",
    "Task",
    "Telling",
    "WebsiteEntry",
    "Work",
]
