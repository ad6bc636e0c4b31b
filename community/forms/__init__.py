"""What members type or press, one noun a module."""
