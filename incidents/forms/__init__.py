"""What the pages ask for, one module per entity. Forms only parse; services decide."""
