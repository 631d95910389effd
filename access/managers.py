"""Ways in: creating accounts, and giving standing permissions."""

from django.contrib.auth.base_user import BaseUserManager
from guardian.managers import GroupObjectPermissionManager


class AccountManager(BaseUserManager):
    def get_by_natural_key(self, sign_in_name):
        return self.get(sign_in_name__iexact=sign_in_name)

    def create_user(self, sign_in_name, password=None, **fields):
        account = self.model(sign_in_name=sign_in_name, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class FacilityPermissionManager(GroupObjectPermissionManager):
    """Guardian's manager, with the paper and the period that each row must name."""

    def assign_perm(self, perm, group, facility, *, agreement, starts_at, ends_at):
        from django.contrib.auth.models import Permission

        permission = Permission.objects.get(
            codename=perm,
            content_type__app_label="access",
            content_type__model="facility",
        )
        row, _ = self.update_or_create(
            permission=permission,
            group=group,
            content_object=facility,
            defaults={
                "agreement": agreement,
                "starts_at": starts_at,
                "ends_at": ends_at,
            },
        )
        return row
