"""Reading postmortems."""
