"""What is kept of people. A person with history is deactivated, never deleted (R220)."""

from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now, TruncDate

from alongside.domain.places.models import List, OrgUnit
from alongside.kernel.ids import uuid7

from .terms import Channel, Role, Sex


def in_force() -> models.Q:
    """Return the condition that a row with `since` and `until` holds today, by the database's clock."""
    today = TruncDate(Now())
    return models.Q(since__lte=today) & (models.Q(until=None) | models.Q(until__gt=today))


class Held(NamedTuple):
    """One role a person holds now: in the subtree of `path` ("": everywhere), for one programme or (None) for all."""

    role: str
    path: str
    programme_id: UUID | None


class Cadre(models.Model):
    """An occupation group with its ISCO-08 code (International Labour Organization, 2012)."""

    code = models.SlugField(primary_key=True, max_length=40)
    isco = models.CharField(max_length=4, blank=True)  # "": students and others have none
    title = models.CharField(max_length=80)
    is_student = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.title


class Person(models.Model):
    """One human, one id, many roles."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    given_names = models.CharField(max_length=120)
    family_name = models.CharField(max_length=120, blank=True)
    sex = models.CharField(max_length=10, choices=Sex.choices, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    language = models.CharField(max_length=10, default="en")  # to be written to in
    also_speaks = models.CharField(max_length=80, blank=True)  # language codes, a blank between
    preferred_channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.SMS)
    email = models.EmailField(blank=True)
    code = models.CharField(max_length=60, blank=True)  # staff number in the ministry's own list
    is_active = models.BooleanField(default=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=80, blank=True)
    registered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["family_name", "given_names"], name="person_name")]
        constraints = [models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="person_code_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()

    def held(self) -> "list[Held]":
        """Return the roles this person holds now, asked once for this object. Somebody who left holds none."""
        if not hasattr(self, "_held"):
            rows = Grant.objects.filter(in_force(), person=self).values_list("role", "place__path", "programme_id")
            self._held = [Held(role, path or "", programme) for role, path, programme in rows]
        return self._held if self.is_active else []

    def holds(self, *wanted: str, at: str) -> bool:
        """Whether this person holds one of these roles over the place with path `at` ("": over everything)."""
        return any(each.role in wanted and at.startswith(each.path) for each in self.held())

    def roles_anywhere(self) -> set[str]:
        """Return the roles held now in any area: asked by rooms that may not know this one (decision 0021)."""
        return set(self.grants.filter(in_force()).values_list("role", flat=True)) if self.is_active else set()


class Phone(models.Model):
    """A number in E.164. Several people may share one phone; that is common, and a hint of a duplicate."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="phones")
    number = models.CharField(max_length=16)
    is_first = models.BooleanField(default=True)  # the one to try first

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "number"], name="phone_once_a_person")]
        indexes = [models.Index(fields=["number"], name="phone_number")]


class Employment(models.Model):
    """A post held at a place. A transfer ends one and begins the next; nothing is overwritten."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="employments")
    place = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    licence_no = models.CharField(max_length=60, blank=True)
    licence_expires_on = models.DateField(null=True)
    in_practice_since = models.PositiveSmallIntegerField(null=True)  # year (R013)
    time_share = models.DecimalField(max_digits=4, decimal_places=3, default=1)  # of a full post, 0 to 1
    since = models.DateField()
    until = models.DateField(null=True)  # exclusive; null: still there

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="employment_ends_after_start",
            ),
            models.CheckConstraint(condition=models.Q(time_share__gt=0, time_share__lte=1), name="employment_share"),
        ]
        indexes = [models.Index(fields=["place", "until"], name="employment_place_now")]


class Grant(models.Model):
    """A role in an area's subtree or everywhere, for one programme or for all."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    place = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="+")  # null: everywhere
    programme_id = models.UUIDField(null=True)  # of the room above; null: every programme
    since = models.DateField()
    until = models.DateField(null=True)  # exclusive; null: still

    class Meta:
        indexes = [models.Index(fields=["person", "role"], name="grant_person_role")]


class AccountManager(BaseUserManager["UserAccount"]):
    """Finds accounts by user name, whatever its capitals, as Django and allauth ask for them."""

    def get_by_natural_key(self, username: str | None) -> "UserAccount":
        return self.get(username__iexact=username)


class UserAccount(AbstractBaseUser):
    """A login bound to a person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    username = models.CharField(max_length=80, unique=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    password_is_one_time = models.BooleanField(default=False)  # given by an administrator, not yet the person's own
    created_at = models.DateTimeField()

    objects = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.username


class Device(models.Model):
    """A phone or tablet that sends in a person's name. Its secret is kept as a digest and shown once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="devices")
    name = models.CharField(max_length=80)
    secret_digest = models.CharField(max_length=64, unique=True)
    added_at = models.DateTimeField()
    last_seen_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)


class ApiToken(models.Model):
    """What lets a program read in a person's name, as far as that person may see. Kept as a digest and shown once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    until = models.DateField()  # exclusive
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)


class CalendarAddress(models.Model):
    """The secret address under which somebody's calendar is read by other programs. Kept as a digest and shown once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="calendar_address")
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()


class Merge(models.Model):
    """Two records of one human made into one, with what is needed to take it back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Person, models.PROTECT, related_name="+")
    moved = models.JSONField()  # {"room.model.field": [ids]} that pointed at `merged`
    was_active = models.BooleanField(default=True)  # `merged`, before
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)


class NotADuplicate(models.Model):
    """A pair that a person looked at and found to be two people."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="not_duplicate_once")]


class PeopleList(List):
    """A list of people who work at places of one area."""

    under = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="+")  # null: everywhere
    region = models.CharField(max_length=2)  # ISO 3166 country whose phone numbers are written without +


class Likely(models.Model):
    """A pair of records that look like one human, waiting for a person to decide."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField()  # words of rules.duplicates.REASONS
    found_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="likely_once")]
