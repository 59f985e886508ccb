from datetime import UTC, datetime
from random import Random

import pytest
from lxml import etree

from alongside.domain.instruments.rules.expressions.evaluate import Circumstances
from alongside.domain.instruments.rules.form import Form, Violation
from alongside.kernel.errors import Refused

WORLD = Circumstances(now=datetime(2026, 3, 10, 9, 30, tzinfo=UTC), chance=Random(3), properties={"username": "amina"})


def xform(instance, binds, body, lists="", itext=""):
    return f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
        xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms"><h:head><model>
        {itext}<instance>{instance}</instance>{lists}{binds}</model></h:head><h:body>{body}</h:body></h:html>""".encode()


VISIT = xform(
    """<visit id="visit" version="3"><name/><age/><adult><smokes/></adult><count/>
       <child jr:template=""><born/><years/></child><child><born/><years/></child>
       <meta><instanceID/><started/><by/></meta></visit>""",
    """<bind nodeset="/visit/name" required="true()" jr:requiredMsg="Write the name"/>
       <bind nodeset="/visit/age" type="int" constraint=". &gt; 0 and . &lt; 130" jr:constraintMsg="Check the age"/>
       <bind nodeset="/visit/adult" relevant="/visit/age &gt;= 18"/>
       <bind nodeset="/visit/count" type="int" calculate="count(/visit/child)"/>
       <bind nodeset="/visit/child/born" type="date" required="position(..) = 1"/>
       <bind nodeset="/visit/child/years" type="int"
         calculate="if(../born = '', '', int((date('2026-03-10') - ../born) div 365.25))"/>
       <bind nodeset="/visit/meta/instanceID" jr:preload="uid"/>
       <bind nodeset="/visit/meta/started" type="dateTime" jr:preload="timestamp" jr:preloadParams="start"/>
       <bind nodeset="/visit/meta/by" jr:preload="property" jr:preloadParams="username"/>""",
    """<input ref="/visit/name"/><group ref="/visit/child"><repeat nodeset="/visit/child">
       <input ref="/visit/child/born"/></repeat></group>""",
)


def texts(instance):
    """Return {path: text} of the leaves of what is sent."""
    root = etree.fromstring(instance.to_xml())
    tree = root.getroottree()
    leaves = [each for each in root.iter(etree.Element) if not len(each)]
    return {
        tree.getelementpath(each).replace("{http://www.w3.org/2002/xforms}", ""): each.text or "" for each in leaves
    }


def test_a_form_is_filled_by_name_or_by_path():
    form = Form.from_xml(VISIT)
    children = {"child": [{"born": "2020-01-10"}, {"born": "2016-01-01"}]}
    by_path = {"/visit/child[1]/born": "2020-01-10", "/visit/child[2]/born": "2016-01-01"}

    filled = form.fill({"name": "Joseph", "age": 34, "smokes": "no", **children})
    again = form.fill({"/visit/name": "Joseph", "/visit/age": "34", "/visit/adult/smokes": "no", **by_path})

    assert texts(filled) == {
        "name": "Joseph",
        "age": "34",
        "adult/smokes": "no",
        "count": "2",
        "child[1]/born": "2020-01-10",
        "child[1]/years": "6",
        "child[2]/born": "2016-01-01",
        "child[2]/years": "10",
        "meta/instanceID": "",
        "meta/started": "",
        "meta/by": "",
    }
    assert again.to_xml() == filled.to_xml()


def test_what_was_not_asked_is_not_sent():
    filled = Form.from_xml(VISIT).fill({"age": 12, "smokes": "yes"})

    assert "adult/smokes" not in texts(filled)
    assert [node.path for node in filled.irrelevant()] == ["/visit/adult"]
    assert filled.value("/visit/adult/smokes") is None


def test_what_is_missing_or_wrong_is_named():
    filled = Form.from_xml(VISIT).fill({"age": 200, "child": [{}, {"born": "soon"}]})

    assert filled.violations() == [
        Violation("/visit/name", "required", "Write the name"),
        Violation("/visit/age", "constraint", "Check the age"),
        Violation("/visit/child[1]/born", "required", ""),
        Violation("/visit/child[2]/born", "type", ""),
    ]


def test_a_form_filled_well_has_no_violation():
    filled = Form.from_xml(VISIT).fill({"name": "Joseph", "age": 34, "child": [{"born": "2020-01-10"}]})

    assert filled.violations() == []


def test_the_circumstances_are_put_in():
    seen = texts(Form.from_xml(VISIT).fill({}, WORLD))

    assert seen["meta/instanceID"].startswith("uuid:")
    assert (seen["meta/started"], seen["meta/by"]) == ("2026-03-10T09:30:00.000Z", "amina")


@pytest.mark.parametrize("answers", [{"nobody": 1}, {"/visit/nobody": 1}, {"/other/name": 1}, {"/visit/adult[2]": 1}])
def test_a_question_that_is_not_there_is_refused(answers):
    with pytest.raises(Refused) as refused:
        Form.from_xml(VISIT).fill(answers)

    assert refused.value.code == "instruments.no_such_question"


def test_a_repeat_is_not_answered_without_end():
    with pytest.raises(Refused) as refused:
        Form.from_xml(VISIT).fill({"/visit/child[1001]/born": "2020-01-01"})

    assert refused.value.code == "instruments.too_many_turns"


CHOICES = xform(
    "<d id='c'><area/><place/><said/></d>",
    """<bind nodeset="/d/said" calculate="jr:choice-name(/d/place, ' /d/place ')"/>""",
    """<select1 ref="/d/area"><item><label>North</label><value>n</value></item></select1>
       <select1 ref="/d/place"><itemset nodeset="instance('places')/root/item[area = /d/area]">
       <value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select1>""",
    lists="""<instance id="places"><root><item><itextId>p0</itextId><name>b</name><area>n</area></item>
       <item><itextId>p1</itextId><name>g</name><area>s</area></item></root></instance>""",
    itext="""<itext><translation lang="English"><text id="p0"><value>Bomi clinic</value></text>
       <text id="p1"><value>Gola clinic</value></text></translation></itext>""",
)


def test_choices_follow_the_answers_before_them():
    filled = Form.from_xml(CHOICES).fill({"area": "n", "place": "b"})
    area, place = filled.nodes("/d/area")[0], filled.nodes("/d/place")[0]

    assert filled.offered(area) == [("n", "North")]
    assert filled.offered(place) == [("b", "Bomi clinic")]
    assert filled.value("/d/said") == "Bomi clinic"


ACTIONS = xform(
    "<d id='a'><opened/><first/><copy/><row jr:template=''><made/></row><row><made/></row></d>",
    """<bind nodeset="/d/opened" type="string"/>
       <setvalue event="odk-instance-first-load" ref="/d/opened" value="concat('a', 'b')"/>""",
    """<input ref="/d/first"><setvalue event="xforms-value-changed" ref="/d/copy" value="concat(/d/first, '!')"/></input>
       <group ref="/d/row"><repeat nodeset="/d/row"><setvalue event="odk-new-repeat" ref="/d/row/made">new</setvalue>
       <input ref="/d/row/made"/></repeat></group>""",
)


def test_values_are_put_in_at_their_event():
    form = Form.from_xml(ACTIONS)

    seen = texts(form.fill({"/d/first": "x", "/d/row[2]": {}}))

    assert seen == {"opened": "ab", "first": "x", "copy": "x!", "row[1]/made": "", "row[2]/made": "new"}


def test_counted_turns_are_made():
    form = Form.from_xml(
        xform(
            "<d id='r'><many/><row jr:template=''><place/></row></d>",
            """<bind nodeset="/d/many" type="int"/>
               <bind nodeset="/d/row/place" calculate="position(..)"/>""",
            """<input ref="/d/many"/><group ref="/d/row"><repeat nodeset="/d/row" jr:count="/d/many">
               <input ref="/d/row/place"/></repeat></group>""",
        )
    )

    assert texts(form.fill({"many": 3})) == {"many": "3", "row[1]/place": "1", "row[2]/place": "2", "row[3]/place": "3"}
    assert texts(form.fill({})) == {"many": ""}


def test_a_chain_of_calculations_comes_to_rest_whatever_its_order():
    names = [f"q{number}" for number in range(40)]
    binds = "".join(
        f'<bind nodeset="/d/{name}" type="int" calculate="/d/{after} + 1"/>'
        for name, after in zip(names, [*names[1:], "start"], strict=True)
    )
    fields = "".join(f"<{name}/>" for name in names)
    form = Form.from_xml(xform(f"<d id='l'>{fields}<start/></d>", binds, "<input ref='/d/start'/>"))

    assert form.fill({"start": "2"}).value("/d/q0") == 42


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"<a/>", "instruments.not_a_form"),
        (b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "xml.doctype"),
        (b"", "xml.empty"),
        (xform("<d id='x'><a/></d>", "<bind nodeset='1 + 1'/>", ""), "instruments.not_a_path"),
        (
            xform("<d id='x'><a/></d>", "", "", lists="<instance id='l' src='jr://file-csv/l.csv'/>"),
            "instruments.list_missing",
        ),
    ],
)
def test_what_is_no_form_is_refused(document, code):
    with pytest.raises(Refused) as refused:
        Form.from_xml(document)

    assert refused.value.code == code


def test_calculations_that_wait_for_each_other_are_refused():
    form = Form.from_xml(
        xform(
            "<d id='x'><a/><b/></d>",
            "<bind nodeset='/d/a' calculate='/d/b + 1'/><bind nodeset='/d/b' calculate='/d/a + 1'/>",
            "<input ref='/d/a'/>",
        )
    )

    with pytest.raises(Refused) as refused:
        form.fill({})

    assert refused.value.code == "instruments.form_circular"
    assert set(refused.value.facts["questions"].split(" → ")) == {"/d/a", "/d/b"}
