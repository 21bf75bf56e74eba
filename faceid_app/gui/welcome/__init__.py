"""The first start: what the program is, and straight into enrolment."""
