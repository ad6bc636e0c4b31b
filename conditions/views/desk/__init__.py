"""The pages of the desk, one noun a module. Each stands behind the door of `accounts.door`."""
