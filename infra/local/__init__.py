"""The platform on one machine: an embedded AWS, a mailbox and the reference territory."""
