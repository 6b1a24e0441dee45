package lingdian.office.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a form as a Word document (ECMA-376, WordprocessingML): A4, with title, number, paragraphs and tables.
 *
 * <p>The file is written by hand, and stored without compression, so that its bytes are the same wherever it is made.
 * In texts, {@code [[…]]} is underlined, and spaces in it are a line to sign on.
 */
final class FormWriter {
    /** Twentieths of a point between the margins: 210 − 28 − 26 mm. */
    static final int WIDTH = 8844;

    private static final String W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private static final String R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
    private static final String WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private static final Pattern UNDERLINED = Pattern.compile("\\[\\[(.*?)]]");

    /** A line to sign on: underlined spaces vanish at the end of a line. */
    private static final String LINE = "＿";

    private final StringBuilder body = new StringBuilder();
    private boolean keptWithNext;

    /** One cell; a label is centred, a value begins at the left. */
    record Cell(String text, boolean label, int columns) {}

    static Cell label(String text) {
        return new Cell(text, true, 1);
    }

    static Cell value(String text) {
        return new Cell(text, false, 1);
    }

    static Cell wide(int columns, String text) {
        return new Cell(text, false, columns);
    }

    static Cell wideLabel(int columns, String text) {
        return new Cell(text, true, columns);
    }

    /** The office's name and the document's, centred, and its number at the right. */
    FormWriter heading(String title) {
        paragraph("center", 0, 32, false, "{{officeName}}");
        paragraph("center", 0, 44, true, title);
        return this;
    }

    FormWriter number() {
        paragraph("right", 0, 24, false, "{{number}}");
        return this;
    }

    /** Begins at the margin. */
    FormWriter line(String text) {
        paragraph("both", 0, 24, false, text);
        return this;
    }

    /** What leads to a table, and stays with it. */
    FormWriter lead(String text) {
        keptWithNext = true;
        return line(text);
    }

    /** Begins two characters from the margin, as Chinese paragraphs do. */
    FormWriter text(String text) {
        paragraph("both", 480, 24, false, text);
        return this;
    }

    FormWriter right(String text) {
        paragraph("right", 0, 24, false, text);
        return this;
    }

    /** The last paragraph before the seal: it goes to the next page with it, so that no page has a seal alone. */
    FormWriter textBeforeSeal(String text) {
        keptWithNext = true;
        return text(text);
    }

    /** The office's seal and the date. */
    FormWriter seal() {
        keptWithNext = true;
        gap();
        keptWithNext = true;
        return right("{{sealName}}（印章）").right("{{date}}");
    }

    FormWriter gap() {
        return line("");
    }

    /** What stands at the end of a form: in how many copies it is made. */
    FormWriter copies(String text) {
        paragraph("left", 0, 21, false, text);
        return this;
    }

    /** @param columns their widths in hundredths of the page's text width */
    FormWriter table(List<Integer> columns, List<List<Cell>> rows) {
        body.append("<w:tbl><w:tblPr><w:tblW w:w=\"").append(WIDTH).append("\" w:type=\"dxa\"/><w:tblBorders>");
        for (String side : List.of("top", "left", "bottom", "right", "insideH", "insideV")) {
            body.append("<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>".formatted(side));
        }
        body.append("</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
        columns.forEach(column -> body.append("<w:gridCol w:w=\"%d\"/>".formatted(twips(column))));
        body.append("</w:tblGrid>");
        rows.forEach(row -> row(columns, row));
        body.append("</w:tbl>");
        paragraph("left", 0, 12, false, "");
        return this;
    }

    /** A row of labels stays with the next one, and is repeated on the next page. */
    private void row(List<Integer> columns, List<Cell> cells) {
        boolean head = cells.stream().allMatch(Cell::label);
        body.append("<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"480\" w:hRule=\"atLeast\"/>")
                .append(head ? "<w:tblHeader/>" : "")
                .append("</w:trPr>");
        int column = 0;
        for (Cell cell : cells) {
            int width = columns.subList(column, column + cell.columns()).stream()
                    .mapToInt(FormWriter::twips)
                    .sum();
            column += cell.columns();
            body.append("<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>".formatted(width));
            if (cell.columns() > 1) {
                body.append("<w:gridSpan w:val=\"%d\"/>".formatted(cell.columns()));
            }
            body.append("<w:vAlign w:val=\"center\"/></w:tcPr>");
            for (String line : cell.text().split("\n", -1)) {
                keptWithNext = head;
                paragraph(cell.label() ? "center" : "left", 0, 22, false, line);
            }
            body.append("</w:tc>");
        }
        if (column != columns.size()) {
            throw new IllegalStateException("a row has " + column + " of " + columns.size() + " columns: " + cells);
        }
        body.append("</w:tr>");
    }

    private static int twips(int hundredths) {
        return WIDTH * hundredths / 100;
    }

    private void paragraph(String aligned, int indent, int halfPoints, boolean title, String text) {
        body.append("<w:p><w:pPr>").append(keptWithNext ? "<w:keepNext/><w:keepLines/>" : "");
        keptWithNext = false;
        if (indent > 0) {
            body.append("<w:ind w:firstLine=\"%d\"/>".formatted(indent));
        }
        body.append("<w:jc w:val=\"%s\"/></w:pPr>".formatted(aligned));
        Matcher underlined = UNDERLINED.matcher(text);
        int from = 0;
        while (underlined.find()) {
            run(text.substring(from, underlined.start()), halfPoints, title, false);
            String inside = underlined.group(1);
            run(inside.replace("　", LINE), halfPoints, title, !inside.isBlank());
            from = underlined.end();
        }
        run(text.substring(from), halfPoints, title, false);
        body.append("</w:p>");
    }

    private void run(String text, int halfPoints, boolean title, boolean underlined) {
        if (text.isEmpty()) {
            return;
        }
        body.append("<w:r><w:rPr>")
                .append(title ? fonts("宋体") + "<w:b/>" : "")
                .append("<w:sz w:val=\"%1$d\"/><w:szCs w:val=\"%1$d\"/>".formatted(halfPoints))
                .append(underlined ? "<w:u w:val=\"single\"/>" : "")
                .append("</w:rPr><w:t xml:space=\"preserve\">")
                .append(text.replace("&", "&amp;").replace("<", "&lt;"))
                .append("</w:t></w:r>");
    }

    private static String fonts(String chinese) {
        return "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"%s\"/>"
                .formatted(chinese);
    }

    byte[] file() {
        var parts = new LinkedHashMap<String, String>();
        parts.put("[Content_Types].xml", contentTypes());
        parts.put("_rels/.rels", relations("rId1", "officeDocument", "word/document.xml"));
        parts.put("word/document.xml", document());
        parts.put(
                "word/_rels/document.xml.rels",
                relations(
                        "rId1",
                        "styles",
                        "styles.xml",
                        "rId2",
                        "settings",
                        "settings.xml",
                        "rId3",
                        "footer",
                        "footer1.xml"));
        parts.put("word/styles.xml", styles());
        parts.put("word/settings.xml", settings());
        parts.put("word/footer1.xml", footer());
        return zip(parts);
    }

    private static String contentTypes() {
        var types = new StringBuilder(HEAD + "<Types xmlns=\"" + PACKAGE + "content-types\">"
                + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
        Map.of("document", "document.main", "styles", "styles", "settings", "settings", "footer1", "footer")
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(part -> types.append("<Override PartName=\"/word/%s.xml\" ContentType=\"%s%s+xml\"/>"
                        .formatted(part.getKey(), WORD, part.getValue())));
        return types + "</Types>";
    }

    private static String relations(String... idTypeTarget) {
        var relations = new StringBuilder(HEAD + "<Relationships xmlns=\"" + PACKAGE + "relationships\">");
        for (int i = 0; i < idTypeTarget.length; i += 3) {
            relations.append("<Relationship Id=\"%s\" Type=\"%s/%s\" Target=\"%s\"/>"
                    .formatted(idTypeTarget[i], R, idTypeTarget[i + 1], idTypeTarget[i + 2]));
        }
        return relations + "</Relationships>";
    }

    private String document() {
        return HEAD + "<w:document xmlns:w=\"" + W + "\" xmlns:r=\"" + R + "\"><w:body>" + body
                + "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/>"
                + "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
                + "<w:pgMar w:top=\"1440\" w:right=\"1474\" w:bottom=\"1247\" w:left=\"1588\""
                + " w:header=\"720\" w:footer=\"720\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>";
    }

    private static String styles() {
        return HEAD + "<w:styles xmlns:w=\"" + W + "\"><w:docDefaults><w:rPrDefault><w:rPr>" + fonts("仿宋")
                + "<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault>"
                + "<w:pPrDefault><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"300\" w:lineRule=\"auto\"/>"
                + "</w:pPr></w:pPrDefault></w:docDefaults>"
                + "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>"
                + "</w:styles>";
    }

    /** Mode 15: laid out as Word has done since 2013, and not as an older one did. */
    private static String settings() {
        return HEAD + "<w:settings xmlns:w=\"" + W + "\"><w:compat><w:compatSetting w:name=\"compatibilityMode\""
                + " w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>";
    }

    private static String footer() {
        return HEAD + "<w:ftr xmlns:w=\"" + W + "\"><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>" + footerText("第 ")
                + field("PAGE") + footerText(" 页　共 ") + field("NUMPAGES") + footerText(" 页") + "</w:p></w:ftr>";
    }

    private static String footerText(String text) {
        return "<w:r><w:rPr><w:sz w:val=\"18\"/></w:rPr><w:t xml:space=\"preserve\">" + text + "</w:t></w:r>";
    }

    private static String field(String name) {
        return "<w:fldSimple w:instr=\" " + name + " \">" + footerText("1") + "</w:fldSimple>";
    }

    private static byte[] zip(Map<String, String> parts) {
        var file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                byte[] content = part.getValue().getBytes(StandardCharsets.UTF_8);
                var crc = new CRC32();
                crc.update(content);
                ZipEntry entry = new ZipEntry(part.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                entry.setCrc(crc.getValue());
                entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // it is written to memory
        }
        return file.toByteArray();
    }
}
