package lingdian.office.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import lingdian.law.course.DocumentKind;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.platform.settings.InvalidConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentTemplatesTest {
    @TempDir
    Path directory;

    private Path folder;

    @BeforeEach
    void makeTheFolder() throws Exception {
        folder = Files.createDirectory(directory.resolve("documents"));
    }

    @Test
    void anOfficesOwnTemplateTakesThePlaceOfTheProgramsAndTheOthersStay() throws Exception {
        Files.write(
                folder.resolve("decision.docx"),
                new FormWriter().line("本局的格式：{{number}}").file());
        Files.writeString(folder.resolve("~$decision.docx"), "Word's lock");

        DocumentTemplates templates = DocumentTemplates.read(ConfigDirectory.find(directory));

        DocumentFields fields = MadeUpCase.filled(DocumentKind.DECISION);
        assertThat(templates.of(DocumentKind.DECISION).html(fields)).contains("本局的格式：（瑞）文综罚字〔2026〕000014号");
        assertThat(templates.of(DocumentKind.PRIOR_NOTICE).html(fields)).contains("行政处罚事先告知书");
    }

    @Test
    void theMistakesOfAllFilesAreNamedAtOnceWithTheirPlaces() throws Exception {
        Files.write(
                folder.resolve("decision.docx"),
                new FormWriter().line("{{numbr}}").line("{{partyNam}}").file());
        Files.writeString(folder.resolve("prior-notice.docx"), "not a zip");
        Files.write(folder.resolve("decison.docx"), new FormWriter().file());

        assertThatThrownBy(() -> DocumentTemplates.read(ConfigDirectory.find(directory)))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        refused -> assertThat(refused.mistakes())
                                .containsExactly(
                                        folder.resolve("decison.docx")
                                                + ": must be named by its kind, such as decision.docx",
                                        folder.resolve("prior-notice.docx") + ": must be a Word document (.docx)",
                                        folder.resolve("decision.docx")
                                                + ": paragraph 1: {{numbr}} is not a field of documents",
                                        folder.resolve("decision.docx")
                                                + ": paragraph 2: {{partyNam}} is not a field of documents"));
    }
}
