"""Reading incident records of other systems: parsing here, writing in `services`."""
