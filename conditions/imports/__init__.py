"""How the catalogue, its codes, the questions and the countries come in: all of a file or nothing of it."""
