"""The public site, once in Thai and once under `/en/`. Its addresses are promises: add, never change."""

from __future__ import annotations

from django.urls import path

from samrit.web.public.views import (
    activities,
    cards,
    contributing,
    files,
    finding,
    machines,
    open_data,
    previewing,
    reading,
    results,
    texts,
)

app_name = "site"
urlpatterns = [
    path("", reading.home, name="home"),
    path("creative-districts/", reading.districts, name="districts"),
    path("creative-districts/<slug:slug>/", reading.district, name="district"),
    path("stories/", reading.stories, name="stories"),
    path("stories/<slug:slug>/", reading.story, name="story"),
    path("activities/", activities.calendar, name="activities"),
    path("activities.ics", activities.feed, name="activities_feed"),
    path("activities/<uuid:uid>/", activities.activity, name="activity"),
    path("activities/<uuid:uid>.ics", activities.activity_file, name="activity_file"),
    path("storytellers/", reading.storytellers, name="storytellers"),
    path("results/", results.results, name="results"),
    path("results/how/", results.how, name="how"),
    path("results/<slug:key>/", results.result, name="result"),
    path("results/<slug:key>.json", results.result_data, name="result_data"),
    path("results/<slug:key>.dossier.zip", results.dossier, name="dossier"),
    path("creative-districts/<slug:slug>/card.jpg", cards.district_card, name="card"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemaps, name="sitemaps"),
    path("sitemap-<int:number>.xml", machines.sitemap, name="sitemap"),
    path("stories.rss", machines.rss, name="rss"),
    path("stories.atom", machines.atom, name="atom"),
    path("stories.json", machines.json_feed, name="json_feed"),
    path("oembed.json", machines.oembed, name="oembed"),
    path("open-data/", open_data.catalogue, name="open_data"),
    path("open-data/catalogue.jsonld", open_data.dcat, name="dcat"),
    path("open-data/<slug:name>/", open_data.dataset, name="dataset"),
    path("open-data/<slug:name>.<slug:form>", open_data.download, name="download"),
    path("contribute/", contributing.contribute, name="contribute"),
    path("contribute/status/<str:key>/", contributing.contribution, name="contribution"),
    path("find/", finding.find, name="find"),
    path("about/", texts.about, name="about"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("privacy/", texts.privacy, name="privacy"),
    path("contact/", texts.contact, name="contact"),
    path("corrections/", texts.corrections, name="corrections"),
    path("preview/<uuid:uid>/", previewing.preview, name="preview"),
    path("media/<slug:sha256>", files.media, name="media"),
]
