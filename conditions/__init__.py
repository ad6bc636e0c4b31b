"""What medicine says, and who signed it."""
