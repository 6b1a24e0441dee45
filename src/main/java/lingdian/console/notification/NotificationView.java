package lingdian.console.notification;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Times;
import lingdian.law.judge.Code;
import org.jspecify.annotations.Nullable;

/**
 * What an account is told, where, and what became of it.
 *
 * @param wanted null for whoever is told nothing: an administrator
 * @param regions to choose from
 * @param made a secret that is shown once; null where none was made
 * @param refused key of what was wrong with what was entered; null where nothing was
 */
record NotificationView(
        @Nullable JsonObject wanted,
        List<Choice> regions,
        List<Message> messages,
        @Nullable String made,
        @Nullable String refused) {
    static final List<String> FORMATS = List.of("wecom", "dingtalk", "standard");
    static final List<String> STANDINGS = List.of("fact", "suspicion", "lead");

    NotificationView {
        regions = List.copyOf(regions);
        messages = List.copyOf(messages);
    }

    /** One message. @param subject a café's place code, or for an administrator the account */
    record Message(
            String id,
            String at,
            String subject,
            String format,
            String host,
            String state,
            int changes,
            int attempts,
            String failure) {
        static Message of(JsonObject one) {
            return new Message(
                    one.getString("id"),
                    Times.second(one.getString("createdAt")),
                    Stream.of("placeCode", "account")
                            .map(one::getString)
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElse(""),
                    one.getString("format"),
                    one.getString("host"),
                    one.getString("state"),
                    one.getInteger("changes"),
                    one.getInteger("attempts"),
                    Objects.requireNonNullElse(one.getString("failure"), ""));
        }

        boolean isDead() {
            return state.equals("dead");
        }
    }

    /** One place that messages go to. */
    record Target(String id, String format, String host, String delivered, long waiting, long dead) {
        static Target of(JsonObject one) {
            return new Target(
                    one.getString("id"),
                    one.getString("format"),
                    one.getString("host"),
                    Times.second(one.getString("deliveredAt")),
                    one.getLong("waiting"),
                    one.getLong("dead"));
        }
    }

    List<Target> targets() {
        return objects("targets").map(Target::of).toList();
    }

    List<String> codes() {
        return Arrays.stream(Code.values()).map(Code::name).toList();
    }

    boolean has(String field, String value) {
        return wanted != null && wanted.getJsonArray(field, new JsonArray()).contains(value);
    }

    boolean is(String field) {
        return wanted != null && wanted.getBoolean(field, false);
    }

    boolean speaks(String language) {
        return wanted != null && language.equals(wanted.getString("language"));
    }

    int groupMinutes() {
        return wanted == null ? 0 : wanted.getInteger("groupMinutes");
    }

    /** Of the quiet hours; empty where there are none. */
    String quiet(String end) {
        JsonObject quiet = wanted == null ? null : wanted.getJsonObject("quiet");
        return quiet == null ? "" : quiet.getString(end, "");
    }

    boolean drops() {
        JsonObject quiet = wanted == null ? null : wanted.getJsonObject("quiet");
        return quiet != null && quiet.getBoolean("drops", false);
    }

    private Stream<JsonObject> objects(String field) {
        return wanted == null
                ? Stream.of()
                : wanted.getJsonArray(field).stream().map(JsonObject.class::cast);
    }

    @Override
    public String toString() {
        return "NotificationView"; // a secret may be shown in it
    }
}
