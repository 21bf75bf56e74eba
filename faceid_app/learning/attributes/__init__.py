"""Learning the age, the gender presentation and, for the study only, the ethnicity that a data set says of faces."""
