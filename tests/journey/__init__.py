"""A person's way through the running platform: the whole story, with every sum checked."""
