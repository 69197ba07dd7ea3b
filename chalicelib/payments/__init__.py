"""The person's own money for bookings: what is to be paid, what was received, what goes back, by hand or online."""
