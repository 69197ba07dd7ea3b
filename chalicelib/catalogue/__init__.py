"""What can be had: services, offerings with their prices, sessions with their places."""
