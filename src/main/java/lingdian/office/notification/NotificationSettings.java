package lingdian.office.notification;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import lingdian.office.query.JsonValues;

/**
 * What an account is told by webhook, and when, as {@link NotificationEndpoints} writes it.
 *
 * @param codes of rules; none: all, as with standings and regions
 * @param groupMinutes for how long changes are gathered into one message
 * @param cases which news of cases: {@code none}, {@code own} or {@code all}
 * @param approvals whether to tell of requests that wait for the account's decision
 * @param deadlines which cases to remind of: {@code none}, {@code own} or {@code all}
 */
public record NotificationSettings(
        List<String> codes,
        List<String> standings,
        List<String> regions,
        int groupMinutes,
        Optional<Quiet> quiet,
        boolean muted,
        String language,
        String cases,
        boolean approvals,
        String deadlines) {
    public NotificationSettings {
        codes = List.copyOf(codes);
        standings = List.copyOf(standings);
        regions = List.copyOf(regions);
    }

    /**
     * Hours without messages.
     *
     * @param drops whether messages of these hours are dropped rather than sent afterwards
     */
    public record Quiet(String from, String to, boolean drops) {
        private static Quiet of(JsonObject json) {
            return new Quiet(json.getString("from"), json.getString("to"), json.getBoolean("drops"));
        }

        private JsonObject json() {
            return new JsonObject().put("from", from).put("to", to).put("drops", drops);
        }
    }

    static NotificationSettings of(JsonObject json) {
        return new NotificationSettings(
                JsonValues.texts(json, "codes"),
                JsonValues.texts(json, "standings"),
                JsonValues.texts(json, "regions"),
                json.getInteger("groupMinutes"),
                Optional.ofNullable(json.getJsonObject("quiet")).map(Quiet::of),
                json.getBoolean("muted"),
                json.getString("language"),
                json.getString("cases"),
                json.getBoolean("approvals"),
                json.getString("deadlines"));
    }

    /** As it is sent to be saved. */
    JsonObject json() {
        var json = new JsonObject()
                .put("codes", new JsonArray(codes))
                .put("standings", new JsonArray(standings))
                .put("regions", new JsonArray(regions))
                .put("groupMinutes", groupMinutes)
                .put("muted", muted)
                .put("language", language)
                .put("cases", cases)
                .put("approvals", approvals)
                .put("deadlines", deadlines);
        quiet.ifPresent(hours -> json.put("quiet", hours.json()));
        return json;
    }
}
