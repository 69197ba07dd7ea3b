"""Accounts, roles, invitations, credentials, sign-in: who may do what."""
