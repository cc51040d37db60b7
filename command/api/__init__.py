"""What the commander's views tell, by API."""
