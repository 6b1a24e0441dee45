package lingdian.office.document;

import static lingdian.platform.text.HtmlText.escaped;

import java.util.List;
import java.util.Map;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A Word document's body as HTML: paragraphs with their alignment, runs in bold or underlined, tables with cells joined in a row.
 *
 * <p>So the page that is printed has the layout of the office's template, and there is no second one to maintain. What a
 * page of text does not need, such as pictures and text boxes, is left out.
 */
final class WordHtml {
    private static final Map<String, String> ALIGNED =
            Map.of("center", "centre", "right", "right", "end", "right", "both", "both");
    private static final double TITLE_HALF_POINTS = 36;

    private final StringBuilder html = new StringBuilder();

    String body(Document document) {
        WordXml.within(document, "body").forEach(this::blocks);
        return html.toString();
    }

    private void blocks(Element parent) {
        for (Element child : WordXml.children(parent)) {
            if (WordXml.is(child, "p")) {
                paragraph(child);
            } else if (WordXml.is(child, "tbl")) {
                table(child);
            } else if (WordXml.is(child, "sdt") || WordXml.is(child, "sdtContent")) {
                blocks(child); // a content control
            }
        }
    }

    private void paragraph(Element paragraph) {
        String tag = isTitle(paragraph) ? "h1" : "p";
        String classes = ALIGNED.getOrDefault(WordXml.value(paragraph, "pPr/jc", "val"), "left");
        if (!WordXml.value(paragraph, "pPr/ind", "firstLine").isEmpty()
                || !WordXml.value(paragraph, "pPr/ind", "firstLineChars").isEmpty()) {
            classes += " indented";
        }
        html.append('<').append(tag).append(" class=\"").append(classes).append("\">");
        int before = html.length();
        runs(paragraph);
        html.append(html.length() == before ? "&#160;" : "")
                .append("</")
                .append(tag)
                .append('>');
    }

    private static boolean isTitle(Element paragraph) {
        return WordXml.within(paragraph, "r").stream()
                .map(run -> WordXml.value(run, "rPr/sz", "val"))
                .anyMatch(size -> size.matches("\\d{1,3}") && Integer.parseInt(size) >= TITLE_HALF_POINTS);
    }

    private void runs(Element parent) {
        for (Element child : WordXml.children(parent)) {
            if (WordXml.is(child, "r")) {
                run(child);
            } else if (List.of("hyperlink", "ins", "smartTag", "sdt", "sdtContent")
                    .contains(child.getLocalName())) {
                runs(child);
            }
        }
    }

    private void run(Element run) {
        boolean bold = isOn(run, "b");
        boolean underlined = isOn(run, "u");
        html.append(bold ? "<b>" : "").append(underlined ? "<u>" : "");
        for (Element child : WordXml.children(run)) {
            switch (child.getLocalName()) {
                case "t" -> html.append(escaped(child.getTextContent()));
                case "br", "cr" -> html.append("<br>");
                case "tab" -> html.append("&emsp;");
                default -> {}
            }
        }
        html.append(underlined ? "</u>" : "").append(bold ? "</b>" : "");
    }

    private static boolean isOn(Element run, String property) {
        Element properties = WordXml.child(run, "rPr");
        return properties != null
                && WordXml.child(properties, property) != null
                && !List.of("0", "false", "none").contains(WordXml.value(properties, property, "val"));
    }

    private void table(Element table) {
        List<Element> columns = WordXml.within(table, "gridCol").stream()
                .filter(column -> WordXml.around(column, "tbl") == table)
                .toList();
        double all = columns.stream().mapToDouble(WordHtml::width).sum();
        html.append("<table>");
        columns.forEach(column -> html.append("<col class=\"w%d\">".formatted(Math.round(100 * width(column) / all))));
        for (Element row : WordXml.children(table)) {
            if (WordXml.is(row, "tr")) {
                row(row);
            }
        }
        html.append("</table>");
    }

    private static double width(Element column) {
        String width = column.getAttributeNS(WordXml.NAMESPACE, "w");
        return width.matches("\\d{1,6}") ? Math.max(Integer.parseInt(width), 1) : 1;
    }

    private void row(Element row) {
        html.append("<tr>");
        for (Element cell : WordXml.children(row)) {
            if (WordXml.is(cell, "tc")) {
                String columns = WordXml.value(cell, "tcPr/gridSpan", "val");
                html.append(columns.matches("\\d{1,2}") ? "<td colspan=\"" + columns + "\">" : "<td>");
                blocks(cell);
                html.append("</td>");
            }
        }
        html.append("</tr>");
    }
}
