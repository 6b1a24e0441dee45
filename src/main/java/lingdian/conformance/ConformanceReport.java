package lingdian.conformance;

import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** All results of one run, as text for people and as JUnit XML for build servers. */
public record ConformanceReport(String suite, List<CheckResult> results) {
    private static final int FAILED = 1;
    private static final int NOT_ALL_EXAMINED = 3;

    public ConformanceReport {
        results = List.copyOf(results);
    }

    public boolean isFailed() {
        return results.stream().anyMatch(CheckResult::isFailed);
    }

    /** Of the program: 0 where there is no fault and everything was examined. */
    public int exitStatus() {
        if (isFailed()) {
            return FAILED;
        }
        return skipped() == 0 ? 0 : NOT_ALL_EXAMINED;
    }

    /** The last line of the text. */
    public String summary() {
        String counts = "%d checks: %d passed, %d failed, %d skipped"
                .formatted(results.size(), results.size() - failed() - skipped(), failed(), skipped());
        return skipped() == 0 ? counts : counts + "; not everything was examined";
    }

    private long failed() {
        return results.stream().filter(CheckResult::isFailed).count();
    }

    private long skipped() {
        return results.stream().filter(CheckResult::isSkipped).count();
    }

    /** One {@code testsuite}, in the form that Surefire writes and build servers read. */
    public String junitXml() {
        var text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", suite);
            xml.writeAttribute("tests", String.valueOf(results.size()));
            xml.writeAttribute("failures", String.valueOf(failed()));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute("skipped", String.valueOf(skipped()));
            for (CheckResult result : results) {
                write(xml, result);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("a text in memory cannot fail", impossible);
        }
        return text.toString();
    }

    private void write(XMLStreamWriter xml, CheckResult result) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", suite);
        xml.writeAttribute("name", result.name());
        if (result.isSkipped()) {
            xml.writeEmptyElement("skipped");
            xml.writeAttribute("message", result.skipped());
        }
        if (result.isFailed()) { // a build server shows the first failure of a test case only
            xml.writeStartElement("failure");
            xml.writeAttribute("message", printable(result.faults().getFirst()));
            xml.writeCharacters(printable(String.join("\n", result.faults())));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** XML cannot hold control characters, and faults quote what the other side sent. */
    private static String printable(String text) {
        return text.replaceAll("[^\\n\\x20-\\uD7FF\\uE000-\\uFFFD]", "?");
    }
}
