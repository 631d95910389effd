from warrants.forms.requests import ApproveForm, AskForm, EndForm, RefuseForm

__all__ = ["ApproveForm", "AskForm", "EndForm", "RefuseForm"]
