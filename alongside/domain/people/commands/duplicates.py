"""Two records of one human made into one, and taken apart again."""

from collections.abc import Iterator
from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.db.models import ManyToOneRel
from django.utils.translation import gettext_lazy as _

from alongside.kernel.acts import act
from alongside.kernel.errors import Refused

from .. import access, queries
from ..models import ApiToken, Likely, Merge, NotADuplicate, Person
from ..rules import UNDO_WITHIN, duplicates


@act("people.look_for_duplicates", may=access.may_look_for_duplicates)
def look_for_duplicates(*, by: Person | None, at: datetime) -> None:
    """Look through the people `by` sees (the installation: everybody) and keep the pairs that look like one human.

    What was found before among them is replaced; pairs somebody judged to be two people are left out.
    """
    people = list(queries.known(seen_by=by))
    ids = {person.id for person in people}
    judged = set(NotADuplicate.objects.values_list("first", "second"))
    found = [pair for pair in duplicates.likely(people) if (pair.first, pair.second) not in judged]
    old = Likely.objects.values_list("pk", "first_id", "second_id")
    gone = [pk for pk, first, second in old.iterator() if first in ids and second in ids]
    for start in range(0, len(gone), 500):
        Likely.objects.filter(pk__in=gone[start : start + 500]).delete()
    Likely.objects.bulk_create(
        [
            Likely(first_id=pair.first, second_id=pair.second, score=pair.score, reasons=list(pair.reasons), found_at=at)
            for pair in found
        ],
        batch_size=500, ignore_conflicts=True,
    )  # fmt: skip


@act("people.not_a_duplicate", may=access.may_judge)
def not_a_duplicate(*, by: Person | None, at: datetime, first: Person, second: Person) -> NotADuplicate:
    """Note that two records are two people; the pair is not offered again."""
    if first.pk == second.pk:
        raise Refused("people.same_record", _("This is one record. Choose two."))
    first, second = sorted((first, second), key=lambda person: person.pk)
    Likely.objects.filter(first=first, second=second).delete()
    return NotADuplicate.objects.get_or_create(first=first, second=second)[0]


@act("people.merge_persons", may=access.may_merge)
def merge_persons(*, by: Person | None, at: datetime, kept: Person, merged: Person) -> Merge:
    """Make one person of two records: everything that pointed at `merged` points at `kept`.

    A row that `kept` already has (the same phone, the same attendance) stays where it is. `merged` becomes inactive
    and can be taken apart again within 30 days. Tokens of `merged` are revoked for good: whoever holds one was not
    given what `kept` may see.
    """
    people = Person.objects.select_for_update().in_bulk([kept.pk, merged.pk])
    if len(people) < 2:
        raise Refused("people.same_record", _("This is one record. Choose two."))
    kept, merged = people[kept.pk], people[merged.pk]
    if kept.merged_into_id or merged.merged_into_id:
        raise Refused("people.merged_already", _("One of these records was merged already. Look at the list again."))
    if not kept.is_active and merged.is_active:
        raise Refused("people.keep_the_active", _("Keep the active record of the two."))
    ApiToken.objects.filter(person=merged, revoked_at=None).update(revoked_at=at)
    moved = {label: ids for model, field, label in _pointing() if (ids := _repoint(model, field, merged, kept))}
    merge = Merge.objects.create(kept=kept, merged=merged, moved=moved, was_active=merged.is_active, merged_at=at)
    merged.is_active, merged.merged_into = False, kept
    merged.save(update_fields=["is_active", "merged_into"])
    return merge


@act("people.unmerge_persons", may=access.may_unmerge)
def unmerge_persons(*, by: Person | None, at: datetime, merge: Merge) -> Merge:
    """Take two merged records apart: every row that was moved goes back. What was recorded since stays with the kept."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        raise Refused("people.unmerged_already", _("This merge was undone already."))
    if at - merge.merged_at > UNDO_WITHIN:
        raise Refused(
            "people.too_late", _("A merge can be undone for 30 days. Ask an administrator to sort the records.")
        )
    merged, kept = merge.merged, merge.kept
    if kept.merged_into_id:
        raise Refused("people.merged_since", _("The record was merged into a third since. Undo that merge first."))
    fields = {label: (model, field) for model, field, label in _pointing()}
    for label, ids in merge.moved.items():
        model, field = fields[label]
        for start in range(0, len(ids), 500):
            back = model._base_manager.filter(pk__in=ids[start : start + 500], **{field: kept.pk})
            back.update(**{field: merged.pk})
    merged.is_active, merged.merged_into = merge.was_active, None
    merged.save(update_fields=["is_active", "merged_into"])
    merge.undone_at = at
    merge.save(update_fields=["undone_at"])
    return merge


def _pointing() -> Iterator[tuple[type[models.Model], str, str]]:
    """Yield every column of every table that names a person: (model, field, "room.model.field").

    Found from the models themselves, so that a table added later is not forgotten. What is about merging is left out.
    """
    for relation in Person._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.related_model not in (Merge, Likely, NotADuplicate):
            model, column = relation.related_model, relation.field
            yield model, column.attname, f"{model._meta.label_lower}.{column.name}"


def _repoint(model: type[models.Model], field: str, merged: Person, kept: Person) -> list:
    """Point rows from one person to the other and return the ids of those that could be."""
    rows = model._base_manager.filter(**{field: merged.pk}).exclude(pk=kept.pk if model is Person else None)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    if not ids:
        return []
    try:
        with transaction.atomic():
            model._base_manager.filter(**{field: merged.pk}, pk__in=ids).update(**{field: kept.pk})
        return [_written(id) for id in ids]
    except IntegrityError:
        return [_written(id) for id in ids if _moves(model, field, id, kept)]


def _moves(model: type[models.Model], field: str, id: object, kept: Person) -> bool:
    """Move one row, or leave it where a constraint says that the other person has it already."""
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=id).update(**{field: kept.pk})
    except IntegrityError:
        return False
    return True


def _written(id: object) -> object:
    return id if isinstance(id, int) else str(id)
