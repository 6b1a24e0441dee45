package lingdian.office.document;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The text of a paragraph over all of its runs: Word cuts a placeholder into several when somebody edits within it.
 *
 * <p>A replacement takes the format of the run in which the placeholder begins.
 */
final class ParagraphText {
    /** {@code {{name}}} or, in a row that is repeated, {@code {{list.item}}}. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*+)}}");

    /** What XML 1.0 cannot hold. */
    private static final Pattern NOT_IN_XML =
            Pattern.compile("[^\\t\\n\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    /** Where an underlined placeholder stays blank. Underlined spaces would vanish at the end of a line. */
    private static final String LINE_TO_WRITE_ON = "＿".repeat(6);

    private final List<Element> pieces = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();

    ParagraphText(Element paragraph) {
        for (Element text : WordXml.within(paragraph, "t")) {
            if (WordXml.around(text, "p") == paragraph) { // a text box has paragraphs of its own
                pieces.add(text);
                texts.add(text.getTextContent());
            }
        }
    }

    /** The names between the braces, in order. */
    List<String> placeholders() {
        return PLACEHOLDER
                .matcher(String.join("", texts))
                .results()
                .map(found -> found.group(1).strip())
                .toList();
    }

    /** Whether a brace is left that belongs to no placeholder. */
    boolean hasStrayBraces() {
        String rest = PLACEHOLDER.matcher(String.join("", texts)).replaceAll("");
        return rest.contains("{{") || rest.contains("}}");
    }

    /** @param value of each name; empty where it stays blank */
    void replace(UnaryOperator<String> value) {
        Matcher matcher = PLACEHOLDER.matcher(String.join("", texts));
        List<MatchResult> found = matcher.results().toList();
        if (found.isEmpty()) {
            return;
        }
        // From the last to the first, so that the places of earlier ones stay right.
        found.reversed()
                .forEach(one -> replace(
                        one,
                        NOT_IN_XML.matcher(value.apply(one.group(1).strip())).replaceAll("")));
        for (int i = 0; i < pieces.size(); i++) {
            write(pieces.get(i), texts.get(i));
        }
    }

    private void replace(MatchResult found, String value) {
        int begin = 0;
        boolean written = false;
        for (int i = 0; i < pieces.size(); i++) {
            String text = texts.get(i);
            int from = Math.max(found.start() - begin, 0);
            int to = Math.min(found.end() - begin, text.length());
            begin += text.length();
            if (from < to) {
                String shown = written ? "" : value.isEmpty() ? blank(pieces.get(i)) : value;
                texts.set(i, text.substring(0, from) + shown + text.substring(to));
                written = true;
            }
        }
    }

    private static String blank(Element piece) {
        Element run = WordXml.around(piece, "r");
        String underline = run == null ? "" : WordXml.value(run, "rPr/u", "val");
        return underline.isEmpty() || underline.equals("none") ? "" : LINE_TO_WRITE_ON;
    }

    /** Line feeds become breaks, which are elements beside the text. */
    private static void write(Element piece, String text) {
        String[] lines = text.split("\n", -1);
        set(piece, lines[0]);
        Element before = piece;
        for (int i = 1; i < lines.length; i++) {
            Element line = (Element) piece.cloneNode(false);
            set(line, lines[i]);
            Element lineBreak = piece.getOwnerDocument().createElementNS(WordXml.NAMESPACE, prefix(piece) + "br");
            insertAfter(before, lineBreak);
            insertAfter(lineBreak, line);
            before = line;
        }
    }

    private static void set(Element piece, String text) {
        piece.setTextContent(text);
        piece.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:space", "preserve");
    }

    private static String prefix(Element piece) {
        return piece.getPrefix() == null ? "" : piece.getPrefix() + ":";
    }

    private static void insertAfter(Element before, Node added) {
        before.getParentNode().insertBefore(added, before.getNextSibling());
    }
}
