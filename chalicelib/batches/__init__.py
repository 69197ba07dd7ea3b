"""Many vouchers of one programme from one file: checked whole, decided once, issued to the last row."""
