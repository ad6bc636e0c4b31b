"""Every move of the site's content and of the people who stand behind it, one noun a module."""
