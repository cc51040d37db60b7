"""What the incidents a reader may know of show together, one module per figure."""
