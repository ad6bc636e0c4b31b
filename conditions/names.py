"""How a name is folded for search and order, and how it becomes an address."""
