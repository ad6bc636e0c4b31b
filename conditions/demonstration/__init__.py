"""Invented content, which says of itself that it is invented. Refused where a real site runs."""
