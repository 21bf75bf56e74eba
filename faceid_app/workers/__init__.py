"""Threads, child processes and the newest-wins mailbox between them."""
