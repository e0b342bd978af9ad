"""Traffy Fondue: the open statistics, the open search, the monthly files, and the agencies' exchange API."""
