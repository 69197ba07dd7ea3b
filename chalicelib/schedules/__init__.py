"""When offerings take place: weekly hours, seasons, exceptions, and the sessions that follow from them."""
