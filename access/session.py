"""What a session remembers: in which capacity, what for, why it was closed or ended, and
which AccountSession stands behind it; when its holder last proved who they are, the
authenticator they are adding, and the challenge they were given.
"""

CAPACITY_KEY = "capacity"
PURPOSE_KEY = "purpose"
CLOSED_KEY = "closed"
ENDED_KEY = "ended"
VISIT_KEY = "visit"
PROVED_KEY = "proved_at"
NEW_TOTP_KEY = "new_totp"
CHALLENGE_KEY = "challenge"
# What an invited person's browser keeps of the letter's token: its keyed digest.
JOINING_KEY = "joining"
# How far somebody has come in a training.
TRAINING_KEY = "training"
