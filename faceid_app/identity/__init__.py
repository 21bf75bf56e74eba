"""From aligned face to verdict: embedder, L1 head, calibration, decision, enrolment and verification."""
