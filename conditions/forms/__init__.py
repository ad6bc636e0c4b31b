"""What people type and decide on pages about conditions, one noun a module: each form hands it to a move."""
