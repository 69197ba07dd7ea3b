"""Who comes, who was there, and what is written about it: the provider's day."""
