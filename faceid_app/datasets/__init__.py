"""LFW and folders of people: fetch, safe extraction, index, pairs protocol."""
