package lingdian.office.document;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * A Word file with placeholders {@code {{name}}}, which are replaced in its body, headers and footers. A row of a table
 * with placeholders {@code {{list.item}}} is repeated for each item of the list.
 */
final class WordTemplate {
    /** Rows of an empty or short list, to be filled in by hand. */
    private static final int ROWS_MIN = 3;

    private final WordPackage file;

    private WordTemplate(WordPackage file) {
        this.file = file;
    }

    /** @throws IOException if it is not a Word document; the message says what is wrong */
    static WordTemplate read(InputStream content) throws IOException {
        WordPackage file = WordPackage.read(content);
        for (String part : file.textParts()) {
            WordXml.parse(file.part(part));
        }
        return new WordTemplate(file);
    }

    /** The fields that it prints somewhere. */
    Set<String> printed() {
        return file.textParts().stream()
                .flatMap(part -> WordXml.within(parsed(part), "p").stream())
                .flatMap(paragraph -> new ParagraphText(paragraph).placeholders().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What is wrong with its placeholders, each with its place, and with the file; empty where nothing is. */
    List<String> mistakes(FieldCatalogue catalogue) {
        var mistakes = new ArrayList<String>(OutsideContent.mistakes(file));
        for (String part : file.textParts()) {
            Document document = parsed(part);
            for (Element paragraph : WordXml.within(document, "p")) {
                var text = new ParagraphText(paragraph);
                String place = WordPlace.of(part, paragraph);
                text.placeholders().stream()
                        .filter(name -> !catalogue.knows(name))
                        .forEach(name -> mistakes.add(place + ": {{" + name + "}} is not a field of documents"));
                if (text.hasStrayBraces()) {
                    mistakes.add(place + ": a placeholder must be {{name}}, with both braces at each side");
                }
            }
            mistakes.addAll(misplacedLists(part, document));
        }
        return mistakes;
    }

    private static List<String> misplacedLists(String part, Document document) {
        var mistakes = new ArrayList<String>();
        for (Element paragraph : WordXml.within(document, "p")) {
            if (WordXml.around(paragraph, "tr") == null
                    && !lists(List.of(paragraph)).isEmpty()) {
                mistakes.add(WordPlace.of(part, paragraph) + ": a list's field must be in a row of a table");
            }
        }
        for (Element row : WordXml.within(document, "tr")) {
            if (lists(paragraphs(row)).size() > 1) {
                mistakes.add(WordPlace.of(part, row) + ": the fields of a row must be of one list");
            }
        }
        return mistakes;
    }

    /** The filled Word file. */
    byte[] docx(DocumentFields fields) {
        var changed = new HashMap<String, byte[]>();
        for (String part : file.textParts()) {
            changed.put(part, WordXml.bytes(filled(part, fields)));
        }
        return file.with(changed);
    }

    /** The filled body as HTML, without the page around it. */
    String html(DocumentFields fields) {
        return new WordHtml().body(filled("word/document.xml", fields));
    }

    private Document filled(String part, DocumentFields fields) {
        Document document = parsed(part);
        // Before rows are repeated: what somebody typed into one is no placeholder, whatever it looks like.
        List<Element> paragraphs = List.copyOf(WordXml.within(document, "p"));
        for (Element row : WordXml.within(document, "tr")) {
            lists(paragraphs(row)).stream().findFirst().ifPresent(list -> repeat(row, list, fields));
        }
        paragraphs.forEach(paragraph -> new ParagraphText(paragraph).replace(fields::text));
        return document;
    }

    private static void repeat(Element row, String list, DocumentFields fields) {
        Node table = Objects.requireNonNull(row.getParentNode());
        List<Map<String, String>> items = new ArrayList<>(fields.list(list));
        while (items.size() < ROWS_MIN) {
            items.add(Map.of());
        }
        for (Map<String, String> item : items) {
            Element copy = (Element) row.cloneNode(true);
            table.insertBefore(copy, row);
            for (Element paragraph : WordXml.within(copy, "p")) {
                new ParagraphText(paragraph)
                        .replace(name -> name.startsWith(list + ".")
                                ? item.getOrDefault(name.substring(list.length() + 1), "")
                                : fields.text(name));
            }
        }
        table.removeChild(row);
    }

    /** Those of a row itself, not of a table within it. */
    private static List<Element> paragraphs(Element row) {
        return WordXml.within(row, "p").stream()
                .filter(paragraph -> WordXml.around(paragraph, "tr") == row)
                .toList();
    }

    private static Set<String> lists(List<Element> paragraphs) {
        return paragraphs.stream()
                .flatMap(paragraph -> new ParagraphText(paragraph).placeholders().stream())
                .filter(name -> name.contains("."))
                .map(name -> name.substring(0, name.indexOf('.')))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Document parsed(String part) {
        try {
            return WordXml.parse(file.part(part));
        } catch (IOException impossible) {
            throw new IllegalStateException("it was parsed when it was read", impossible);
        }
    }
}
