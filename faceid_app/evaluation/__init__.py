"""Error rates with their n and interval, and the LFW protocol."""
