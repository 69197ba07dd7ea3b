"""A territorial welfare platform: who needs help, who offers it, who pays for it, and proof of every cent."""
