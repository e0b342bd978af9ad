"""What citizens see without signing in."""

from __future__ import annotations

from django.urls import path

from samrit.web.public.views import checkpoints, dossier, line, short, survey

app_name = "public"
urlpatterns = [
    path(".well-known/samrit-checkpoints", checkpoints.checkpoints, name="checkpoints"),
    path(".well-known/samrit-checkpoints/proof", checkpoints.proof, name="checkpoints_proof"),
    path("verify/", dossier.check, name="dossier"),
    path("en/verify/", dossier.check, {"language": "en"}, name="dossier_in_english"),
    path("verify/verify.py", dossier.verifier, name="verifier"),
    path("line/<uuid:uid>/", line.hear, name="line_events"),
    path("s/", survey.code, name="survey_code"),
    path("s/c/<str:code>/", survey.by_code, name="survey_by_code"),
    path("s/p/<uuid:uid>/<int:number>/<slug:item>.jpg", survey.picture, name="survey_picture"),
    path("s/<slug:token>/", short.survey_or_short, name="survey"),
    path("s/<slug:code>", short.short, name="short"),
    path("s/<slug:code>.<slug:kind>", short.code_drawn, name="short_code"),
    path("f/<str:signed>", short.file, name="file"),
]
