"""Meta: Graph API for Facebook Pages and Instagram, its upload host, its login, its public pages."""
