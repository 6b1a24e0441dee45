package lingdian.vault.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lingdian.domain.document.Document;
import lingdian.domain.document.DocumentForm;
import lingdian.domain.document.DocumentRules;
import lingdian.testing.MadeUpDocuments;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The documents in the shared vectors get the reasons that the vectors state. */
class VectorDocumentsTest {
    private static final Path VECTORS = Path.of("../shared/vectors");
    private static final Set<String> OURS = Set.of("document-malformed", "document-expired", "under-age");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyLoginOfTheVectorsIsJudgedAsTheySay() throws IOException {
        assumeTrue(Files.isDirectory(VECTORS), "the shared vectors are not here");
        int judged = 0;
        SoftAssertions softly = new SoftAssertions();
        for (Path file : files()) {
            for (JsonNode cafe : JSON.readTree(file.toFile()).path("cafes")) {
                judged += judge(softly, file, cafe);
            }
        }
        softly.assertAll();
        assertThat(judged).isPositive();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(VECTORS)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static int judge(SoftAssertions softly, Path file, JsonNode cafe) {
        int judged = 0;
        for (JsonNode event : cafe.path("events")) {
            JsonNode verdict = cafe.path("verdicts").path(event.path("seq").asText());
            if (verdict.isArray()) {
                judged++;
                softly.assertThat(reasons(event))
                        .as("%s, event %s", file.getFileName(), event.path("seq"))
                        .isEqualTo(ours(verdict));
            }
        }
        return judged;
    }

    private static List<String> ours(JsonNode verdict) {
        return StreamSupport.stream(verdict.spliterator(), false)
                .map(JsonNode::asText)
                .filter(OURS::contains)
                .toList();
    }

    private static List<String> reasons(JsonNode event) {
        LocalDate day = OffsetDateTime.parse(event.path("at").asText()).toLocalDate();
        DocumentForm form = MadeUpDocuments.RULES.form(document(event.path("document")));
        List<String> reasons = new ArrayList<>();
        if (DocumentRules.malformedOn(form, day)) {
            reasons.add("document-malformed");
        }
        if (DocumentRules.expiredOn(form, day)) {
            reasons.add("document-expired");
        }
        if (DocumentRules.underAgeOn(form, day)) {
            reasons.add("under-age");
        }
        return reasons;
    }

    private static Document document(JsonNode json) {
        return SealedDocument.document(json.toString()).orElseThrow();
    }
}
