"""Papers of the immigration authorities."""

from enum import StrEnum


class DetainerForm(StrEnum):
    """Immigration papers: requests and administrative warrants. None binds."""

    I_247A = "I-247A"
    I_247D = "I-247D"
    I_247N = "I-247N"
    I_247X = "I-247X"
    I_200 = "I-200"
    I_203 = "I-203"
    I_205 = "I-205"
