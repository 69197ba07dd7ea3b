"""What people think of the pages: stars and a few words, with nothing that tells who gave them."""
