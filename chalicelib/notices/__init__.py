"""Messages to people: texts, outbox, delivery."""
