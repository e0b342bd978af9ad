"""TikTok: Content Posting API, Display API, its login and its public pages."""
