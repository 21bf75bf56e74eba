"""The study of identification: who of N people is on a picture, by classic features, by deep networks, and by ours."""
