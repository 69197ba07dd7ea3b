"""Help at home on request: so many hours a week over a period, asked by a family and planned by a provider."""
