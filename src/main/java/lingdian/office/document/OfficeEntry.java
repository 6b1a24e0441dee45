package lingdian.office.document;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.law.course.DocumentKind;
import lingdian.office.document.OfficeProfile.Numbering;
import lingdian.platform.text.Rfc3339;

/**
 * An office's profile as it was entered.
 *
 * @param version counts its changes, from 1
 */
record OfficeEntry(
        RegionCode region, Authority authority, OfficeProfile profile, int version, AccountId account, Instant at) {
    /** Among the words of documents, that of filings, which are no documents of the service. */
    static final String FILING = "filing";

    JsonObject json() {
        Numbering numbering = profile.numbering();
        return new JsonObject()
                .put("region", region.value())
                .put("authority", authority.wire())
                .put("name", profile.name())
                .put("sealName", profile.sealName())
                .put("telephone", profile.telephone())
                .put("address", profile.address())
                .put("bank", profile.bank())
                .put("reviewBody", profile.reviewBody())
                .put("court", profile.court())
                .put("area", numbering.area())
                .put("numberWord", numbering.word())
                .put("digits", numbering.digits())
                .put("words", words(numbering))
                .put("version", version)
                .put("changedAt", Rfc3339.format(at, ChinaTime.ZONE))
                .put("changedBy", account.toString());
    }

    /** From a body that conforms to the OpenAPI document; what it leaves out of the numbering is as usual. */
    static OfficeProfile profile(Authority authority, JsonObject body) {
        Numbering usual = OfficeProfile.blank(authority).numbering();
        return new OfficeProfile(
                body.getString("name"),
                body.getString("sealName"),
                body.getString("telephone"),
                body.getString("address"),
                body.getString("bank"),
                body.getString("reviewBody"),
                body.getString("court"),
                new Numbering(
                        Objects.requireNonNullElse(body.getString("area"), usual.area()),
                        Objects.requireNonNullElse(body.getString("numberWord"), usual.word()),
                        Objects.requireNonNullElse(body.getInteger("digits"), usual.digits()),
                        words(wordsOf(body)),
                        wordsOf(body).getString(FILING)));
    }

    private static JsonObject wordsOf(JsonObject body) {
        return Objects.requireNonNullElseGet(body.getJsonObject("words"), JsonObject::new);
    }

    static JsonObject words(Numbering numbering) {
        Map<DocumentKind, String> words = numbering.words();
        var json = new JsonObject();
        for (DocumentKind kind : DocumentKind.values()) {
            if (words.containsKey(kind)) {
                json.put(kind.wire(), words.get(kind));
            }
        }
        if (numbering.filing() != null) {
            json.put(FILING, numbering.filing());
        }
        return json;
    }

    static Map<DocumentKind, String> words(JsonObject json) {
        var words = new HashMap<DocumentKind, String>();
        for (DocumentKind kind : DocumentKind.values()) {
            String word = json.getString(kind.wire());
            if (word != null) {
                words.put(kind, word);
            }
        }
        return words;
    }
}
