package lingdian.office.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class WordTemplateTest {
    @Test
    void aPlaceholderIsReplacedWithItsValue() throws Exception {
        assertThat(filled("<w:p><w:r><w:t>甲{{partyName}}乙</w:t></w:r></w:p>", texts("partyName", "某某网吧")))
                .contains(">甲某某网吧乙<");
    }

    @Test
    void wordMayHaveCutAPlaceholderIntoSeveralRuns() throws Exception {
        String cut =
                "<w:p><w:r><w:t>甲{</w:t></w:r><w:r><w:t>{party</w:t></w:r><w:r><w:t>Name}}乙{{court}}</w:t></w:r></w:p>";

        assertThat(shown(filled(cut, texts("partyName", "某某网吧", "court", "法院"))))
                .isEqualTo("甲某某网吧乙法院");
    }

    @Test
    void aValueIsTextAndNeverMarkupNorAPlaceholderItself() throws Exception {
        String filled = filled(
                "<w:p><w:r><w:t>{{partyName}}</w:t></w:r></w:p>",
                texts("partyName", "<w:b/>&{{court}}\u0000", "court", "法院"));

        assertThat(filled).contains("&lt;w:b/&gt;&amp;{{court}}<");
    }

    /** Otherwise some hundred short answers would each become the longest text of the document. */
    @Test
    void noMoreIsTheValueInARowOfAList() throws Exception {
        String rows = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{questions.answer}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
        var fields = new DocumentFields(
                Map.of("demand", "到点关门"), Map.of("questions", List.of(Map.of("answer", "{{demand}}"))));

        assertThat(shown(filled(rows, fields))).contains("{{demand}}").doesNotContain("到点关门");
    }

    @Test
    void theTextOfABoxIsApartFromThatAroundIt() throws Exception {
        String box = "<w:p><w:r><w:txbxContent><w:p><w:r><w:t>{{bank}}{</w:t></w:r></w:p></w:txbxContent></w:r>"
                + "<w:r><w:t>{court}}</w:t></w:r></w:p>";

        assertThat(shown(filled(box, texts("bank", "银行", "court", "法院")))).isEqualTo("银行{{court}}");
    }

    @Test
    void lineFeedsBecomeBreaks() throws Exception {
        assertThat(filled("<w:p><w:r><w:t>{{facts}}</w:t></w:r></w:p>", texts("facts", "一\n二\n三")))
                .containsPattern(">一</w:t><w:br/><w:t[^>]*>二</w:t><w:br/><w:t[^>]*>三<");
    }

    @Test
    void whatHasNoValueIsBlankAndUnderlinedItIsALineToWriteOn() throws Exception {
        String underlined = "<w:p><w:r><w:rPr><w:u w:val=\"single\"/></w:rPr><w:t>{{court}}</w:t></w:r></w:p>";

        assertThat(shown(filled("<w:p><w:r><w:t>甲{{court}}乙</w:t></w:r></w:p>", DocumentFields.NONE)))
                .isEqualTo("甲乙");
        assertThat(shown(filled(underlined, DocumentFields.NONE))).isEqualTo("＿＿＿＿＿＿");
    }

    @Test
    void aBoxIsTickedOrNot() throws Exception {
        String boxes = "<w:p><w:r><w:t>{{boxAtOnce}}{{boxByDate}}</w:t></w:r></w:p>";

        assertThat(shown(filled(boxes, texts("boxByDate", DocumentFields.TICKED))))
                .isEqualTo("☐☑");
    }

    @Test
    void aRowIsRepeatedForEachItemAndPaddedToThree() throws Exception {
        String table = "<w:tbl>" + row("{{items.no}}-{{items.name}}-{{court}}") + "</w:tbl>";
        var fields = new DocumentFields(
                Map.of("court", "法院"), Map.of("items", List.of(Map.of("name", "主机"), Map.of("name", "路由器"))));

        assertThat(shown(filled(table, fields))).isEqualTo("1-主机-法院2-路由器-法院--法院");
    }

    @Test
    void wrongPlaceholdersAreNamedWithTheirPlaces() throws Exception {
        String body = "<w:p/><w:p><w:r><w:t>{{partyNam}}</w:t></w:r></w:p>"
                + "<w:tbl>" + row("{{court}}") + row("{{items.name}}{{evidence.no}}") + "</w:tbl>"
                + "<w:p><w:r><w:t>{{items.name}}</w:t></w:r></w:p>"
                + "<w:p><w:r><w:t>{{court}</w:t></w:r></w:p>";

        assertThat(template(body).mistakes(FieldCatalogue.SHIPPED))
                .containsExactly(
                        "paragraph 2: {{partyNam}} is not a field of documents",
                        "paragraph 4: a placeholder must be {{name}}, with both braces at each side",
                        "paragraph 3: a list's field must be in a row of a table",
                        "table 1, row 2: the fields of a row must be of one list");
    }

    @Test
    void footersAreFilledToo() throws Exception {
        byte[] file = zip(Map.of(
                "word/document.xml", xml("document", "<w:body/>"),
                "word/footer1.xml", xml("ftr", "<w:p><w:r><w:t>{{number}}</w:t></w:r></w:p>")));
        WordTemplate template = WordTemplate.read(new ByteArrayInputStream(file));

        byte[] docx = template.docx(texts("number", "文综罚字〔2026〕1号"));

        assertThat(new String(
                        WordPackage.read(new ByteArrayInputStream(docx)).part("word/footer1.xml"),
                        StandardCharsets.UTF_8))
                .contains("文综罚字〔2026〕1号");
    }

    @Test
    void equalFieldsMakeEqualFiles() throws Exception {
        WordTemplate template = template("<w:p><w:r><w:t>{{court}}</w:t></w:r></w:p>");

        assertThat(template.docx(texts("court", "法院"))).isEqualTo(template.docx(texts("court", "法院")));
    }

    @Test
    void whatIsNoWordDocumentIsRefused() throws Exception {
        byte[] withEntity = zip(Map.of(
                "word/document.xml",
                "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><a>&e;</a>"
                        .getBytes(StandardCharsets.UTF_8)));

        for (byte[] file : List.of(new byte[0], "text".getBytes(StandardCharsets.UTF_8), withEntity)) {
            assertThatThrownBy(() -> WordTemplate.read(new ByteArrayInputStream(file)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("must be a Word document (.docx)");
        }
        assertThatThrownBy(() -> WordTemplate.read(new ByteArrayInputStream(new byte[(4 << 20) + 1])))
                .hasMessage("must be at most 4 MiB");
        assertThatThrownBy(() -> WordTemplate.read(
                        new ByteArrayInputStream(zip(Map.of("word/document.xml", new byte[(16 << 20) + 1])))))
                .hasMessage("unpacks to too much");
    }

    @Test
    void thePageHasParagraphsAndTablesAndNoMarkupOfValues() throws Exception {
        String body = "<w:p><w:pPr><w:jc w:val=\"right\"/></w:pPr><w:r><w:rPr><w:u w:val=\"single\"/></w:rPr>"
                + "<w:t>{{court}}</w:t></w:r></w:p><w:tbl><w:tblGrid><w:gridCol w:w=\"100\"/><w:gridCol w:w=\"300\"/></w:tblGrid>"
                + "<w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>";

        assertThat(template(body).html(texts("court", "<script>")))
                .isEqualTo(
                        "<p class=\"right\"><u>&lt;script&gt;</u></p>"
                                + "<table><col class=\"w25\"><col class=\"w75\"><tr><td colspan=\"2\"><p class=\"left\">&#160;</p></td></tr></table>");
    }

    private static String row(String text) {
        return "<w:tr><w:tc><w:p><w:r><w:t>" + text + "</w:t></w:r></w:p></w:tc></w:tr>";
    }

    private static DocumentFields texts(String... namesAndValues) {
        var texts = new HashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            texts.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new DocumentFields(texts, Map.of());
    }

    private static String filled(String body, DocumentFields fields) throws IOException {
        byte[] docx = template(body).docx(fields);
        return new String(WordPackage.read(new ByteArrayInputStream(docx)).body(), StandardCharsets.UTF_8);
    }

    private static String shown(String xml) {
        return xml.replaceAll("<[^>]*>", "");
    }

    private static WordTemplate template(String body) throws IOException {
        byte[] file = zip(Map.of("word/document.xml", xml("document", "<w:body>" + body + "</w:body>")));
        return WordTemplate.read(new ByteArrayInputStream(file));
    }

    private static byte[] xml(String root, String content) {
        return ("<w:" + root + " xmlns:w=\"" + WordXml.NAMESPACE + "\">" + content + "</w:" + root + ">")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(Map<String, byte[]> parts) throws IOException {
        var file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
            }
        }
        return file.toByteArray();
    }
}
