package lingdian.office.document;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Finds what a Word file would fetch from another host when somebody opens it, or run. A template that somebody handed in could
 * otherwise tell its author who opens which paper of a case, and when, or take the paper's text along.
 *
 * <p>Names of elements are compared without their namespaces, since Word reads two dialects (ISO/IEC 29500, Strict and
 * Transitional).
 */
final class OutsideContent {
    /** The kinds of parts that a form consists of: the last words of their relationships' types. */
    private static final Set<String> KINDS = Set.of(
            "officeDocument",
            "core-properties",
            "extended-properties",
            "custom-properties",
            "thumbnail",
            "styles",
            "stylesWithEffects",
            "settings",
            "webSettings",
            "fontTable",
            "font",
            "theme",
            "numbering",
            "header",
            "footer",
            "footnotes",
            "endnotes",
            "image",
            "customXml",
            "customXmlProps",
            "comments",
            "commentsExtended",
            "commentsIds",
            "commentsExtensible",
            "people");

    /** Those of them that are not XML. */
    private static final Set<String> BINARY = Set.of("image", "font", "thumbnail");

    private static final String MISNAMED = "must not contain XML under another name, such as an SVG picture";

    private static final Pattern KIND = Pattern.compile("[A-Za-z-]{1,40}");
    /** The fields that count pages, with switches such as {@code \* MERGEFORMAT}, which say how a number is written. */
    private static final Pattern FIELD =
            Pattern.compile("\\s*(PAGE|NUMPAGES|SECTIONPAGES)(\\s+\\\\\\*\\s*[A-Za-z]{1,20}){0,3}\\s*");

    private static final Set<String> ADDRESSES = Set.of("src", "href", "althref");

    private final Set<String> mistakes = new LinkedHashSet<>();

    private OutsideContent() {}

    /** What is wrong with a template; empty where nothing is. */
    static List<String> mistakes(WordPackage file) {
        var found = new OutsideContent();
        file.parts().forEach((name, content) -> {
            if (isXml(name)) {
                found.part(name, content);
            }
        });
        return List.copyOf(found.mistakes);
    }

    private static boolean isXml(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".xml") || lower.endsWith(".rels");
    }

    private void part(String name, byte[] content) {
        try {
            Document document = WordXml.parse(content);
            if (name.toLowerCase(Locale.ROOT).endsWith(".rels")) {
                named(document, "Relationship").forEach(this::relationship);
            }
            named(document, "Default").forEach(one -> contentType(one, "." + one.getAttribute("Extension")));
            named(document, "Override").forEach(one -> contentType(one, one.getAttribute("PartName")));
            fields(document);
            addresses(document);
            if (!named(document, "mailMerge").isEmpty()) {
                mistakes.add("must not read a source of data (mail merge)");
            }
        } catch (IOException noXml) {
            mistakes.add("must be a Word document (.docx)");
        }
    }

    private void relationship(Element relationship) {
        String type = relationship.getAttribute("Type");
        String kind = type.substring(type.lastIndexOf('/') + 1);
        String shown = KIND.matcher(kind).matches() ? kind : "something unknown";
        String mode = relationship.getAttribute("TargetMode");
        if (!(mode.isEmpty() || mode.equals("Internal")) || isOutside(relationship.getAttribute("Target"))) {
            mistakes.add("must not link to anything outside the file: " + shown);
        } else if (!KINDS.contains(kind)) {
            mistakes.add("must not contain " + shown);
        } else if (!BINARY.contains(kind) && !isXml(relationship.getAttribute("Target"))) {
            mistakes.add(MISNAMED); // LibreOffice goes by the relationship, whatever the part is called
        }
    }

    /** Only what is named as XML is looked through. */
    private void contentType(Element type, String name) {
        String mediaType = type.getAttribute("ContentType").split(";", 2)[0].strip();
        if (mediaType.toLowerCase(Locale.ROOT).endsWith("xml") && !isXml(name)) {
            mistakes.add(MISNAMED);
        }
    }

    /** A field is one element ({@code fldSimple}), or begins and ends by marks with its instruction in pieces between them. */
    private void fields(Document document) {
        var instruction = new StringBuilder();
        boolean within = false; // an instruction
        for (Element element : named(document, "*")) {
            switch (element.getLocalName()) {
                case "fldSimple" -> attribute(element, "instr").forEach(this::field);
                case "instrText", "delInstrText" -> instruction.append(element.getTextContent());
                case "fldChar" -> {
                    boolean begins = attribute(element, "fldCharType").contains("begin");
                    if (within || !instruction.isEmpty()) {
                        field(begins ? "a field in a field" : instruction.toString());
                    }
                    instruction.setLength(0);
                    within = begins;
                }
                default -> {}
            }
        }
        if (within || !instruction.isEmpty()) {
            field(instruction.toString());
        }
    }

    private void field(String instruction) {
        if (!FIELD.matcher(instruction).matches()) {
            mistakes.add("must not contain other fields than PAGE, NUMPAGES and SECTIONPAGES");
        }
    }

    /** Pictures in the older drawing language (VML) can do without a relationship. */
    private void addresses(Document document) {
        for (Element element : named(document, "*")) {
            for (String name : ADDRESSES) {
                if (attribute(element, name).stream().anyMatch(OutsideContent::isOutside)) {
                    mistakes.add("must not link to anything outside the file: " + name);
                }
            }
        }
    }

    /** Whether an address has a scheme or names a host. */
    private static boolean isOutside(String target) {
        return target.contains(":") || target.contains("\\") || target.strip().startsWith("//");
    }

    private static List<Element> named(Document document, String name) {
        return WordXml.elements(document.getElementsByTagNameNS("*", name));
    }

    /** The values of the attributes of this name, in whatever namespaces. */
    private static List<String> attribute(Element element, String name) {
        var values = new ArrayList<String>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            if (name.equals(attribute.getLocalName())) {
                values.add(attribute.getNodeValue());
            }
        }
        return values;
    }
}
