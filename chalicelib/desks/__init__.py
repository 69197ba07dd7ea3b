"""Social Points: where an operator listens, orients and registers people."""
