"""Reading checklists, and how far somebody got with them."""
