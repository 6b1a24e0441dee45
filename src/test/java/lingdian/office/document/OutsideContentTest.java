package lingdian.office.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.platform.settings.InvalidConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A template that would tell another host who opens which paper is not used. */
class OutsideContentTest {
    private static final String DOCUMENT = "word/document.xml";
    private static final String RELATIONSHIPS = "word/_rels/document.xml.rels";
    private static final String TYPES = "[Content_Types].xml";
    private static final String FIELDS = "must not contain other fields than PAGE, NUMPAGES and SECTIONPAGES";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "image, http://198.51.100.1/seen.png",
        "attachedTemplate, http://198.51.100.1/t.dotm",
        "hyperlink, https://198.51.100.1/",
        "image, //198.51.100.1/share/seen.png",
        "image, \\\\198.51.100.1\\share\\seen.png",
        "image, file:///etc/hostname",
    })
    void aLinkToAnotherHostIsNamed(String kind, String target) throws Exception {
        assertThat(withRelationship(kind, "Target=\"" + target + "\" TargetMode=\"External\""))
                .containsExactly("must not link to anything outside the file: " + kind);
        assertThat(withRelationship(kind, "Target=\"" + target + "\""))
                .containsExactly("must not link to anything outside the file: " + kind);
    }

    @Test
    void anythingThatIsCalledExternalIsOutside() throws Exception {
        assertThat(withRelationship("image", "Target=\"seen.png\" TargetMode=\"External\""))
                .containsExactly("must not link to anything outside the file: image");
        assertThat(withRelationship("image", "Target=\"media/seal.png\" TargetMode=\"Internal\""))
                .isEmpty();
        assertThat(withRelationship("image", "Target=\"media/seal.png\"")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vbaProject", "oleObject", "package", "control", "aFChunk", "subDocument"})
    void programsAndOtherDocumentsInsideAreNamed(String kind) throws Exception {
        assertThat(withRelationship(kind, "Target=\"inside.bin\"")).containsExactly("must not contain " + kind);
    }

    /** A mistake is printed on a terminal. */
    @Test
    void theNameOfAKindIsPrintedOnlyIfItIsAName() throws Exception {
        assertThat(withRelationship("&#10;ready http:", "Target=\"inside.bin\""))
                .containsExactly("must not contain something unknown");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<w:fldSimple w:instr='INCLUDEPICTURE \"http://198.51.100.1/seen.png\"'/>",
                "<w:fldSimple w:instr='PAGE \\* MERGEFORMAT INCLUDETEXT x'/>",
                "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>INCLUDE</w:instrText></w:r>"
                        + "<w:r><w:instrText>TEXT x</w:instrText><w:fldChar w:fldCharType='end'/></w:r>",
                "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText>"
                        + "<w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType='end'/>"
                        + "<w:fldChar w:fldCharType='end'/></w:r>",
                "<w:r><w:fldChar w:fldCharType='begin'/><w:fldChar w:fldCharType='separate'/></w:r>",
                "<w:r><w:instrText>DDEAUTO x</w:instrText></w:r>",
                "<s:fldSimple xmlns:s='http://purl.oclc.org/ooxml/wordprocessingml/main' s:instr='LINK x'/>",
            })
    void fieldsThatReadSomethingAreNamed(String field) throws Exception {
        for (String part : List.of(DOCUMENT, "word/footer1.xml", "word/footnotes.xml")) {
            assertThat(mistakes(Map.of(part, body(field)))).as(part).containsExactly(FIELDS);
        }
    }

    @Test
    void theNumberOfAPageIsWrittenInEachWay() throws Exception {
        String field = "<w:fldSimple w:instr=' PAGE  \\* MERGEFORMAT '><w:r/></w:fldSimple>"
                + "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText> NUMPAGES \\* Arabic \\* MERGEFORMAT </w:instrText>"
                + "<w:fldChar w:fldCharType='separate'/><w:t>1</w:t><w:fldChar w:fldCharType='end'/></w:r>";

        assertThat(mistakes(Map.of(DOCUMENT, body(field)))).isEmpty();
    }

    @Test
    void aPictureOfTheOlderLanguageAndASourceOfDataAreNamed() throws Exception {
        assertThat(mistakes(Map.of(
                        DOCUMENT,
                        body("<v:imagedata xmlns:v='urn:schemas-microsoft-com:vml' src='http://198.51.100.1/'/>"))))
                .containsExactly("must not link to anything outside the file: src");
        assertThat(mistakes(Map.of("word/settings.xml", body("<w:mailMerge/>"))))
                .containsExactly("must not read a source of data (mail merge)");
    }

    /** Otherwise a part could be XML to Word, and not be looked through here. */
    @Test
    void xmlIsCalledXml() throws Exception {
        String types = new String(new WordPackage(parts()).part(TYPES), UTF_8);
        String picture = "<Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>";
        String notes = "<Override PartName=\"/word/notes.dat\" ContentType=\"application/footnotes+xml\"/>";

        String withParameter =
                "<Override PartName=\"/word/notes.dat\" ContentType=\"application/footnotes+xml; a=b\"/>";

        for (String hidden : List.of(picture, notes, withParameter)) {
            assertThat(mistakes(Map.of(TYPES, types.replace("</Types>", hidden + "</Types>"))))
                    .containsExactly("must not contain XML under another name, such as an SVG picture");
        }
        assertThat(withRelationship("header", "Target=\"header.bin\""))
                .containsExactly("must not contain XML under another name, such as an SVG picture");
        assertThat(mistakes(Map.of("word/footnotes.xml", "<!DOCTYPE a><a/>")))
                .containsExactly("must be a Word document (.docx)");
    }

    @Test
    void theServiceDoesNotStartWithSuchATemplate() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("documents"));
        Path file = Files.write(
                folder.resolve("decision.docx"),
                file(Map.of(DOCUMENT, body("<w:fldSimple w:instr='INCLUDEPICTURE x'/>"))));

        assertThatThrownBy(() -> DocumentTemplates.read(ConfigDirectory.find(directory)))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        refused -> assertThat(refused.mistakes()).containsExactly(file + ": " + FIELDS));
    }

    private static List<String> withRelationship(String kind, String attributes) throws IOException {
        String relationships = new String(new WordPackage(parts()).part(RELATIONSHIPS), UTF_8);
        String added = "<Relationship Id=\"rId9\" Type=\"http://schemas.example/relationships/" + kind + "\" "
                + attributes + "/></Relationships>";
        return mistakes(Map.of(RELATIONSHIPS, relationships.replace("</Relationships>", added)));
    }

    private static String body(String content) {
        return "<w:document xmlns:w='" + WordXml.NAMESPACE + "'><w:body><w:p>" + content
                + "</w:p></w:body></w:document>";
    }

    private static List<String> mistakes(Map<String, String> changed) throws IOException {
        return WordTemplate.read(new ByteArrayInputStream(file(changed))).mistakes(FieldCatalogue.SHIPPED);
    }

    /** A form with some parts changed or added. */
    private static byte[] file(Map<String, String> changed) throws IOException {
        var parts = new LinkedHashMap<>(parts());
        changed.forEach((name, content) -> parts.put(name, content.getBytes(UTF_8)));
        return new WordPackage(parts).with(Map.of());
    }

    private static Map<String, byte[]> parts() throws IOException {
        byte[] form = new FormWriter().line("编号：{{number}}").file();
        return WordPackage.read(new ByteArrayInputStream(form)).parts();
    }
}
