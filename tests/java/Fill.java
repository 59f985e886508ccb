import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.condition.IFunctionHandler;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.FormInstance;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.test.Scenario;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xpath.expr.XPathFuncExpr;

/**
 * Fills a form with JavaRosa, the engine of ODK Collect, and prints the finished instance.
 *
 * <p>Use: java -cp ODK_Validate.jar:classes -Duser.timezone=UTC Fill FORM.xml
 *
 * <p>Reads commands from standard input, one a line, in UTF-8, parts separated by a tab; backslash-n and
 * backslash-t in a value stand for line end and tab, two backslashes for one:
 *
 * <pre>
 *   answer  PATH  VALUE    put a value, as it stands in XML, at a full path: /data/visits[2]/date; turns of
 *                          repeats that are not there yet are made
 *   repeat  PATH           make one more turn of the repeat at a path: /data/visits
 *   settle                 work everything out once more before finishing, as opening a saved draft does: within a
 *                          session JavaRosa leaves calculations that read other turns of their own repeat as they were
 *   done                   finish; print "ok TAB base64 of the XML" or "error TAB message"; begin anew
 *   raw                    finish; print the XML itself and end: for use from a shell
 * </pre>
 *
 * <p>Counted repeats (jr:count) need no command: their turns are made by walking through the form, which is done
 * when an answer names a turn that is not there, and before finishing.
 *
 * <p>Lists in files (jr://file-csv/… and jr://file/…) are looked for beside the form. A command that fails is
 * remembered and "done" answers with the first error.
 */
public class Fill {
    public static void main(String[] arguments) throws Exception {
        // JavaRosa logs to standard output; what we print must stay alone there.
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        System.setOut(System.err);
        File form = new File(arguments[0]).getAbsoluteFile();
        Scenario scenario = open(form);
        String trouble = null;
        boolean settle = false;
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split("\t", -1);
            if (parts[0].equals("settle")) {
                settle = true;
                continue;
            }
            if (parts[0].equals("done") || parts[0].equals("raw")) {
                String xml = trouble == null ? null : "";
                try {
                    xml = trouble == null ? finish(scenario, settle) : "";
                } catch (Throwable thrown) {
                    trouble = said(thrown);
                }
                if (parts[0].equals("raw")) {
                    out.println(trouble == null ? xml : "error\t" + trouble);
                    return;
                }
                String coded = xml == null ? "" : Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
                out.println(trouble == null ? "ok\t" + coded : "error\t" + trouble);
                trouble = null;
                settle = false;
                scenario = open(form);
                continue;
            }
            if (trouble != null) {
                continue;
            }
            try {
                obey(scenario, parts);
            } catch (Throwable thrown) {
                trouble = said(thrown);
            }
        }
    }

    private static Scenario open(File form) throws Exception {
        FormDef definition = Scenario.createFormDef(form);
        definition.getEvaluationContext().addFunctionHandler(new PullData(form.getParentFile()));
        return Scenario.init(definition);
    }

    /** pulldata() belongs to the client, not to JavaRosa: the first row whose key is equal, as Collect looks it up. */
    private static class PullData implements IFunctionHandler {
        private final File folder;

        PullData(File folder) {
            this.folder = folder;
        }

        public String getName() {
            return "pulldata";
        }

        public List<Class[]> getPrototypes() {
            return new ArrayList<>();
        }

        public boolean rawArgs() {
            return true;
        }

        public boolean realTime() {
            return false;
        }

        public Object eval(Object[] arguments, EvaluationContext context) {
            String name = XPathFuncExpr.toString(arguments[0]);
            String column = XPathFuncExpr.toString(arguments[1]);
            String keyColumn = XPathFuncExpr.toString(arguments[2]);
            String key = XPathFuncExpr.toString(arguments[3]);
            try {
                List<String> lines = Files.readAllLines(new File(folder, name + ".csv").toPath());
                List<String> titles = Arrays.asList(lines.get(0).split(",", -1));
                for (String line : lines.subList(1, lines.size())) {
                    String[] cells = line.split(",", -1);
                    if (cells[titles.indexOf(keyColumn)].equals(key)) {
                        return titles.contains(column) ? cells[titles.indexOf(column)] : "";
                    }
                }
            } catch (IOException missing) {
                throw new IllegalArgumentException(missing);
            }
            return "";
        }
    }

    private static void obey(Scenario scenario, String[] parts) {
        if (parts[0].equals("repeat")) {
            scenario.createNewRepeat(parts[1]);
            return;
        }
        if (!parts[0].equals("answer")) {
            throw new IllegalArgumentException("no such command: " + parts[0]);
        }
        FormDef form = scenario.getFormDef();
        TreeReference place = full(Scenario.getRef(parts[1]));
        TreeElement node = form.getMainInstance().resolveReference(place);
        if (node == null) {
            walk(scenario);
            openTurns(scenario, place);
            node = form.getMainInstance().resolveReference(place);
        }
        if (node == null) {
            throw new IllegalArgumentException("no such question: " + parts[1]);
        }
        String text = parts[2].replace("\\\\", "\u0000").replace("\\n", "\n").replace("\\t", "\t").replace("\u0000", "\\");
        IAnswerData value = text.isEmpty()
            ? null
            : XFormAnswerDataParser.getAnswerData(text, node.getDataType(), null);
        form.setValue(value, place, true);
    }

    /** Names the first turn wherever the path names none. */
    private static TreeReference full(TreeReference path) {
        TreeReference full = path.clone();
        for (int level = 0; level < full.size(); level++) {
            if (full.getMultiplicity(level) == TreeReference.INDEX_UNBOUND) {
                full.setMultiplicity(level, 0);
            }
        }
        return full;
    }

    /** Makes the turns of repeats that a path names and that are not there yet, outermost first. */
    private static void openTurns(Scenario scenario, TreeReference place) {
        FormInstance instance = scenario.getFormDef().getMainInstance();
        for (int level = 1; level < place.size(); level++) {
            TreeReference upTo = place.getSubReference(level);
            for (int tries = 0; instance.resolveReference(upTo) == null && tries <= place.getMultiplicity(level); tries++) {
                TreeReference next = upTo.clone();
                next.setMultiplicity(level, TreeReference.INDEX_UNBOUND);
                scenario.createNewRepeat(next.toString());
            }
        }
    }

    /** Turns every page as a person would: this is when JavaRosa makes and removes the turns of counted repeats. */
    private static void walk(Scenario scenario) {
        FormEntryController controller = scenario.getFormEntryController();
        controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        while (controller.stepToNextEvent() != FormEntryController.EVENT_END_OF_FORM) {
            // Only the turning matters.
        }
    }

    private static String finish(Scenario scenario, boolean settle) throws Exception {
        walk(scenario);
        if (settle) {
            scenario.getFormDef().initialize(false, new InstanceInitializationFactory());
        }
        scenario.finalizeInstance();
        FormInstance instance = scenario.getFormDef().getMainInstance();
        return new String(new XFormSerializingVisitor().serializeInstance(instance), StandardCharsets.UTF_8);
    }

    private static String said(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return (deepest.getClass().getSimpleName() + " " + deepest.getMessage()).replaceAll("\\s+", " ");
    }
}
