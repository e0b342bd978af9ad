"""YouTube: Data API with resumable upload, Analytics, Google's login, public pages."""
