package lingdian.vault.seal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import lingdian.domain.document.Credential;
import lingdian.domain.document.DocumentForm;
import lingdian.domain.document.DocumentRules;
import lingdian.testing.MadeUpDocuments;
import lingdian.testing.VectorFiles;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The documents in the vectors get the reasons that the vectors' verdicts give them. */
class VectorDocumentsTest {
    private static final Set<String> OURS = Set.of("document-malformed", "document-expired", "under-age");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyLoginOfTheVectorsIsJudgedAsTheySay() throws IOException {
        int judged = 0;
        SoftAssertions softly = new SoftAssertions();
        for (String text : VectorFiles.documents()) {
            JsonNode vector = JSON.readTree(text);
            for (JsonNode cafe : vector.path("cafes")) {
                judged += judge(softly, vector.path("name").asText(), cafe);
            }
        }
        softly.assertAll();
        assertThat(judged).isPositive();
    }

    private static int judge(SoftAssertions softly, String vector, JsonNode cafe) {
        int judged = 0;
        for (JsonNode event : cafe.path("events")) {
            JsonNode verdict = cafe.path("verdicts").path(event.path("seq").asText());
            if (verdict.isArray()) {
                judged++;
                softly.assertThat(reasons(event))
                        .as("%s, event %s", vector, event.path("seq"))
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

    private static Credential document(JsonNode json) {
        return SealedDocument.credential(json.toString()).orElseThrow();
    }
}
