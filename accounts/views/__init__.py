"""Pages about people: who there is, what they may do, how they sign in."""
