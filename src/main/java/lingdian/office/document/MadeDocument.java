package lingdian.office.document;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import lingdian.domain.ChinaTime;
import lingdian.law.course.DocumentKind;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * A document of a case, without its content.
 *
 * @param number as it is printed
 * @param isVoid a void one keeps its number
 * @param contentHash of the sealed file, as hexadecimal digits
 * @param person whose number or name an unmasking put into it, so that each reading needs a reason; null: nobody's
 */
public record MadeDocument(
        UUID id,
        UUID caseId,
        DocumentKind kind,
        String number,
        Instant at,
        boolean isVoid,
        @Nullable PrintedPerson person,
        String contentHash) {
    public boolean bearsPerson() {
        return person != null;
    }

    /** As lists show it. */
    public JsonObject json() {
        return new JsonObject()
                .put("id", id.toString())
                .put("kind", kind.wire())
                .put("number", number)
                .put("at", Rfc3339.format(at, ChinaTime.ZONE))
                .put("void", isVoid);
    }

    /** A name for the file, such as {@code decision-文综罚字〔2026〕14号.docx}. */
    public String fileName(String ending) {
        return kind.wire() + "-" + number.replace('/', '-') + ending;
    }
}
