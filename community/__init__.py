"""What members lived, and what they allowed."""
