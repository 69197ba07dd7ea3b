"""What each funder owes each provider for what was delivered, month by month, until it is paid."""
