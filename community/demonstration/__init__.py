"""Invented members of the demonstration, and the stories that they send, allow and take back by the moves of life."""
