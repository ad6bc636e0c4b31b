"""Every move of a story: of the member who lived it, and of the moderators who read it, one noun a module."""
