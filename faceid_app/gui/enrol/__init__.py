"""The enrolment page."""
