"""Pages of moderators, at the desk."""
