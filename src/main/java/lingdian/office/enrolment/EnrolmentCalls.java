package lingdian.office.enrolment;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.JsonValues;
import lingdian.office.query.Page;
import org.jspecify.annotations.Nullable;

/** The operations on keys and codes, as pages call them. */
public final class EnrolmentCalls {
    public static final ApiOperation<List<KeyChange>> CHANGES =
            new ApiOperation<>("listKeyChanges", answer -> JsonValues.all(answer, "items", KeyChange::of));

    public static final ApiOperation<Page<ListedKey>> KEYS =
            new ApiOperation<>("listAgentKeys", answer -> Page.read(answer, ListedKey::key));
    public static final ApiOperation<Page<ListedKey>> CODES =
            new ApiOperation<>("listEnrolments", answer -> Page.read(answer, ListedKey::code));

    private static final ApiOperation<IssuedCodes> ISSUE = new ApiOperation<>("issueEnrolment", IssuedCodes::one);
    private static final ApiOperation<IssuedCodes> ISSUE_ALL = new ApiOperation<>("issueEnrolments", IssuedCodes::all);
    private static final ApiOperation<?> WITHDRAW = ApiOperation.unread("withdrawEnrolment");
    private static final ApiOperation<?> END_KEY = ApiOperation.unread("endAgentKey");
    private static final String PLACE_CODE = "placeCode";

    private EnrolmentCalls() {}

    /** Keys or codes, the newest first. @param part of a place code or a café's name */
    public static ApiRequest<Page<ListedKey>> list(
            ApiOperation<Page<ListedKey>> which, String part, String state, String cursor, int limit) {
        return which.request()
                .query("q", part)
                .query("state", state)
                .query("cursor", cursor)
                .query("limit", limit);
    }

    /**
     * @param server the address to print; empty: the configured one
     * @param withdrawEarlier whether the café's unused codes end
     */
    public static ApiRequest<IssuedCodes> issue(String placeCode, String server, boolean withdrawEarlier) {
        return ISSUE.on(PLACE_CODE, placeCode)
                .query("server", server)
                .query("withdrawEarlier", withdrawEarlier ? "true" : "");
    }

    /** What becomes of codes that cafés have and did not use. */
    public enum Earlier {
        /** Such a café gets none. */
        SKIP,
        KEEP,
        WITHDRAW;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** An unknown word changes nothing. */
        public static Earlier of(String wire) {
            return Arrays.stream(values())
                    .filter(one -> one.wire().equals(wire))
                    .findFirst()
                    .orElse(SKIP);
        }
    }

    /**
     * Codes for the cafés of a region.
     *
     * @param onlyNew for cafés that never had a key
     * @param server the address to print; null: the configured one
     */
    public static ApiRequest<IssuedCodes> issueAll(
            String region, boolean onlyNew, Earlier earlier, @Nullable String server) {
        return ISSUE_ALL
                .request()
                .body(new JsonObject()
                        .put("region", region)
                        .put("onlyNew", onlyNew)
                        .put("withoutCode", earlier == Earlier.SKIP)
                        .put("withdrawEarlier", earlier == Earlier.WITHDRAW)
                        .put("server", server));
    }

    public static ApiRequest<?> withdraw(String placeCode, UUID id) {
        return WITHDRAW.on(PLACE_CODE, placeCode).path("id", id);
    }

    public static ApiRequest<?> endKey(String placeCode, UUID id) {
        return END_KEY.on(PLACE_CODE, placeCode).path("id", id);
    }

    /**
     * Those of the last days, the newest first.
     *
     * @param placeCode empty: of every café
     * @param about {@code keys} or {@code codes}
     */
    public static ApiRequest<List<KeyChange>> changes(String placeCode, String about, int limit) {
        return CHANGES.request()
                .query("placeCode", placeCode)
                .query("about", about)
                .query("limit", limit);
    }

    public static ApiRequest<List<KeyChange>> changesOfKeys(String placeCode, Instant from, int limit) {
        return changes(placeCode, "keys", limit).query("from", from);
    }
}
