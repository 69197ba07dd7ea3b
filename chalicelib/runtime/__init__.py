"""Everything that knows AWS or a framework."""
