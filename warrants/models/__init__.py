"""Requests for access, the papers behind them, grants, and emergencies."""

from warrants.models.attorneys import Appearance
from warrants.models.emergencies import Emergency
from warrants.models.instruments import CallBack, Instrument, InstrumentPart
from warrants.models.on_call import OnCall
from warrants.models.requests import AccessRequest, Grant, LegalInstrument

__all__ = [
    "AccessRequest",
    "Appearance",
    "CallBack",
    "Emergency",
    "Grant",
    "Instrument",
    "InstrumentPart",
    "LegalInstrument",
    "OnCall",
]
