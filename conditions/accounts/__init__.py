"""How people sign in, and how allauth meets our house: its mail, its forms, its doors, the list of devices."""
