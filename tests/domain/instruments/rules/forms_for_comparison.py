"""The real forms that JavaRosa and we both fill."""

import io
import shutil
from pathlib import Path

import openpyxl
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from tests.shared import shared_data

XLSFORMS = (
    "pyxform/choice_filter_test.xlsx",
    "pyxform/repeat_date_test.xls",
    "pyxform/specify_other.xlsx",
    "pyxform/table-list.xls",
    "pyxform/tutorial.xls",
    "pyxform/widgets.xls",
    "pyxform/yes_or_no_question.xlsx",
    "liberia_s3m/liberiaCoverageVillageForm.xlsx",
    "liberia_s3m/liberiaStdForm.xlsx",
)
XFORMS = (
    "all-widgets",
    "basic",
    "dynamic_required_question",
    "external-csv-search",
    "external_select_csv",
    "fixed-count-repeat",
    "likert_test",
    "metadata",
    "nested-intent-group",
    "one-question-audit",
    "one-question-entity-registration",
    "one-question-translation",
    "one-question-with-constraint",
    "pull_data",
    "repeat_groups",
    "required_question_with_custom_error_message",
    "select_one_external",
    "single-geopoint",
    "two-question-required",
)
# The Liberia form came without its lists of sampling points; these have its columns and invented rows.
_MISSING = {
    "greaterMonroviaSPlist.csv": b"index_key,CLNAME,HH,TOTAL,map,sname,snumber\n1,A,12,60,m1,North,7\n2,B,30,150,m2,South,8\n",
    "grandBassaSPlist.csv": b"index_key,CLNAME,FNAME,admin2Name,vnumber\n1,C,F1,District 1,3\n18,D,F2,District 2,4\n",
}
FORMS = (*XLSFORMS, *XFORMS)


def prepare(name: str, folder: Path) -> tuple[Path, dict[str, bytes]]:
    """Put a form and its lists into a folder; return the form's path and the lists by file name."""
    files = {}
    for each in shared_data("openrosa/media").iterdir():
        shutil.copyfile(each, folder / each.name)
        files[each.name] = each.read_bytes()
    for name_of_list, content in _MISSING.items():
        (folder / name_of_list).write_bytes(content)
        files[name_of_list] = content
    path = folder / "form.xml"
    if "/" in name:
        path.write_text(_converted(shared_data(f"xlsforms/{name}")), encoding="utf-8")
    else:
        shutil.copyfile(shared_data(f"openrosa/xforms/{name}.xml"), path)
    return path, files


def _converted(workbook: Path) -> str:
    """Return the XForm; where choices are named twice, as the older pyxform let pass, allow it as the offered fix does."""
    try:
        return convert(workbook).xform
    except PyXFormError as refused:
        if "allow_choice_duplicates" not in str(refused):
            raise
    book = openpyxl.load_workbook(workbook, data_only=True)  # some names are formulas
    settings = book["settings"] if "settings" in book.sheetnames else book.create_sheet("settings")
    column = settings.max_column + 1 if settings["A1"].value else 1
    settings.cell(1, column, "allow_choice_duplicates")
    settings.cell(2, column, "yes")
    fixed = io.BytesIO()
    book.save(fixed)
    return convert(fixed, file_type=".xlsx").xform
