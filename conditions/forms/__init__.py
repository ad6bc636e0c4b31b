"""What people type into pages about conditions, one noun a module."""
