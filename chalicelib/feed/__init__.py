"""The open feed: the catalogue as other registries of services read it (Human Services Data Specification)."""
