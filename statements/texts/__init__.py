"""What a text says: the figures it quotes, those that were typed, how it reads, how two differ."""
