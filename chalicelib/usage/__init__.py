"""Usage: what became of programmes' money and of providers' places, week by week, and how long the money will last."""
