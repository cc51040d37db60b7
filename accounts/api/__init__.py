"""What the API knows of people: who asks, in which language, and whether they asked before."""
