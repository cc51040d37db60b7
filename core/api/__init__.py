"""What every API of the program has in common, without a word about what it is for."""
