"""What a session remembers: in which capacity, what for, why it was closed, and
which AccountSession stands behind it."""

CAPACITY_KEY = "capacity"
PURPOSE_KEY = "purpose"
CLOSED_KEY = "closed"
VISIT_KEY = "visit"
# What an invited person's browser keeps of the letter's token: its keyed digest.
JOINING_KEY = "joining"
# How far somebody has come in a training.
TRAINING_KEY = "training"
