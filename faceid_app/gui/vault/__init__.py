"""The window's side of the vault: opening it, its passphrase, and how the profiles are protected."""
