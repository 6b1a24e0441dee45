package lingdian.office.inspection;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * A signature under a site record.
 *
 * @param account the officer's; or the one before whom the café's person signed or refused
 * @param said name, duty, certificate, opinion or reason; null if it can no longer be opened
 * @param drawing the picture of what the person drew, in base64
 */
public record SiteSignature(
        UUID id,
        Signer signer,
        AccountId account,
        Instant at,
        @Nullable JsonObject said,
        @Nullable String drawing) {
    /** Who signs. */
    enum Signer {
        OFFICER,
        PERSON,
        /** The café's person did not sign: the reason stands in its place, as the form of the record demands. */
        REFUSED;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException if there is none of this word */
        static Signer of(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    boolean isOfficers() {
        return signer == Signer.OFFICER;
    }

    JsonObject json() {
        JsonObject json = said == null ? new JsonObject() : said.copy();
        return json.put("id", id.toString())
                .put("as", signer.wire())
                .put("account", account.toString())
                .put("at", Rfc3339.format(at, ChinaTime.ZONE))
                .put("drawing", drawing);
    }

    @Override
    public String toString() {
        return "SiteSignature[" + id + "]"; // it names a person
    }
}
