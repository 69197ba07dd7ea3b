"""Building, deploying and running the platform."""
