package lingdian.office.document;

import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** A place in a Word document as somebody finds it there: the paragraph or the table's row, counted from the top. */
final class WordPlace {
    private WordPlace() {}

    /** @param part such as {@code word/footer1.xml}; of the body only the place is named */
    static String of(String part, Element element) {
        String name = part.substring(part.lastIndexOf('/') + 1, part.length() - ".xml".length());
        String within = name.equals("document") ? "" : name + ", ";
        Element row = element;
        Element outer = null;
        for (Node at = element; at != null; at = at.getParentNode()) {
            if (WordXml.is(at, "tr")) {
                row = (Element) at;
            }
            if (WordXml.is(at, "tbl") || WordXml.is(at, "p")) {
                outer = (Element) at;
            }
        }
        if (outer == null) {
            return within + "text";
        }
        return WordXml.is(outer, "tbl")
                ? within + "table " + number(outer, "tbl") + ", row " + number(row, "tr")
                : within + "paragraph " + number(outer, "p");
    }

    private static int number(Element element, String name) {
        int number = 1;
        for (Node at = element.getPreviousSibling(); at != null; at = at.getPreviousSibling()) {
            number += WordXml.is(at, name) ? 1 : 0;
        }
        return number;
    }
}
