package lingdian.office.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import lingdian.law.course.DocumentKind;
import lingdian.office.document.FieldCatalogue.Field;
import lingdian.platform.settings.ConfigDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The forms that come with the program. Handbook, documents.md. */
class FormsTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]+)}}");

    @ParameterizedTest
    @EnumSource
    void theConfigurationsFileIsTheOneThatTheseFormsWrite(DocumentKind kind) throws IOException {
        byte[] file = Files.readAllBytes(Path.of("config", "documents", kind.wire() + ".docx"));

        assertThat(file)
                .as("write it again by Forms.main after a change of Forms")
                .isEqualTo(Forms.of(kind));
    }

    @Test
    void allShippedTemplatesAreReadWithoutAMistake() {
        DocumentTemplates templates = DocumentTemplates.read(ConfigDirectory.find(Path.of("config")));

        for (DocumentKind kind : DocumentKind.values()) {
            assertThat(templates.of(kind).mistakes(FieldCatalogue.SHIPPED)).isEmpty();
        }
    }

    /** What nobody prints would be asked of officers for nothing. */
    @Test
    void everyFieldIsPrintedByAFormButFewThatOfficesMayAdd() throws IOException {
        Set<String> printed = new HashSet<>();
        for (DocumentKind kind : DocumentKind.values()) {
            var file = WordPackage.read(new ByteArrayInputStream(Forms.of(kind)));
            PLACEHOLDER
                    .matcher(new String(file.body(), StandardCharsets.UTF_8))
                    .results()
                    .forEach(found -> printed.add(found.group(1)));
        }

        assertThat(FieldCatalogue.SHIPPED.fields().values())
                .extracting(Field::name)
                .filteredOn(name -> !printed.contains(name))
                .containsExactlyInAnyOrder("openedOn", "basisWording", "findings.law");
    }

    @Test
    void theHandbookListsEveryFieldAndKind() throws IOException {
        String page = Files.readString(Path.of("src/site/markdown/documents.md"));

        for (Field field : FieldCatalogue.SHIPPED.fields().values()) {
            assertThat(page).contains("| `" + field.name() + "` | " + field.chinese() + " |");
        }
        for (DocumentKind kind : DocumentKind.values()) {
            assertThat(page).contains("| `" + kind.wire() + "` |");
        }
    }
}
