"""What is asked about a checklist: a file, which fixes, what is to happen with a version."""

import base64
import binascii
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.ui.forms import PageForm, day, file, words

from .formats import endings

LARGEST = 6 * 1024 * 1024  # bytes; the largest real workbook seen has under one million


class FileForm(PageForm):
    """The file that is brought."""

    file = file(
        _("Which file?"), named=_("the file"),
        help_text=_("An XLSForm, the Kenyan mentorship workbook, or an HNQIS export as a ZIP file. At most 6 MB."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = endings()

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 6 MB. Take pictures out of it, or split it."))
        return self.cleaned_data["file"]


class ReadingForm(PageForm):
    """The file again, so that nothing is kept before somebody said so, with the fixes that were accepted."""

    content = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(widget=forms.HiddenInput, max_length=200)
    note = words(_("Why is it brought in?"), named=_("the reason"), required=False, max_length=300)

    def clean_content(self) -> bytes:
        try:
            return base64.b64decode(self.cleaned_data["content"], validate=True)
        except binascii.Error:
            raise forms.ValidationError(_("The file did not arrive whole. Choose it again.")) from None


class ApproveForm(PageForm):
    effective_on = day(_("From which day is it used?"), named=_("the first day"))
    no_respect_reason = words(
        _("Why has it no respectful-care items?"), named=_("the reason"), required=False, max_length=300,
        help_text=_("Only for a clinical checklist without them."),
    )  # fmt: skip


class ReturnForm(PageForm):
    note = words(_("What should change?"), named=_("what should change"), long=True, max_length=300)


class StepForm(PageForm):
    """A step without questions."""
