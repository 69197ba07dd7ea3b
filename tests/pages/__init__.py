"""The pages in a real browser, against the deployed platform with the demo territory."""
