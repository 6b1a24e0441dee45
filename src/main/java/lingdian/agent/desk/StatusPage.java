package lingdian.agent.desk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import lingdian.platform.text.Template;
import org.jspecify.annotations.Nullable;

/**
 * The status as a page that a safety officer can read from a step away: first the faults, then the guests.
 *
 * <p>Built from the JSON status, so that both always agree.
 */
final class StatusPage {
    private final Template status = Template.read(StatusPage.class, "status.html");
    private final Template signIn = Template.read(StatusPage.class, "sign-in.html");

    /**
     * @param report {@link StatusReport#json}
     * @param form what the form must repeat that records a patrol; null: there is no such form
     * @param patrolFailed whether a patrol has just not been recorded
     */
    String status(JsonObject report, @Nullable String form, boolean patrolFailed, PageLanguage language) {
        return status.render(
                view(report, language).put("form", form).put("patrolFailed", patrolFailed), language::word);
    }

    /** @param wrong whether a wrong secret was typed before */
    String signIn(boolean wrong, PageLanguage language) {
        return signIn.render(head(language).put("wrong", wrong), language::word);
    }

    private static JsonObject head(PageLanguage language) {
        return new JsonObject()
                .put("tag", language.tag())
                .put("lang", language.code())
                .put("otherTag", language.other().tag())
                .put("otherLang", language.other().code())
                .put("otherName", language.other().word("language"));
    }

    private static JsonObject view(JsonObject report, PageLanguage language) {
        JsonObject connection = report.getJsonObject("connection");
        JsonObject records = report.getJsonObject("records");
        JsonObject hours = report.getJsonObject("hours");
        JsonObject heartbeat = report.getJsonObject("heartbeat");
        JsonArray guests = report.getJsonArray("guests");
        return head(language)
                .put("time", moment(report.getString("time")))
                .put("placeCode", Objects.requireNonNullElse(report.getString("placeCode"), "–"))
                .put("connected", connection.getBoolean("connected"))
                .put("since", moment(connection.getString("since")))
                .put("stopped", connection.getString("stopped"))
                .put("unsent", records.getLong("unsent"))
                .put("someUnsent", records.getLong("unsent") > 0)
                .put("lastSeq", records.getLong("lastSeq"))
                .put("lastAckedAt", moment(records.getString("lastAckedAt")))
                .put("diskFull", records.getBoolean("diskFull"))
                .put("setAside", named(records.getJsonArray("setAside")))
                .put("someSetAside", !records.getJsonArray("setAside").isEmpty())
                .put("date", hours.getString("date"))
                .put("openNow", hours.getBoolean("openNow"))
                .put("closesAt", moment(hours.getString("closesAt")))
                .put("someClosing", hours.getString("closesAt") != null)
                .put("today", spans(hours))
                .put("hoursFrom", language.word("hours.from." + hours.getString("from")))
                .put("withheld", heartbeat.getBoolean("withheld"))
                .put("withoutGuest", String.join(", ", texts(heartbeat.getJsonArray("withoutGuest"))))
                .put("someWithoutGuest", !heartbeat.getJsonArray("withoutGuest").isEmpty())
                .put("heartbeatAt", moment(heartbeat.getString("lastAt")))
                .put("patrolled", report.getString("patrolAt") != null)
                .put("patrolAt", moment(report.getString("patrolAt")))
                .put("guests", guests(guests, language))
                .put("guestCount", guests.size())
                .put("warnings", warnings(report.getJsonArray("warnings"), language))
                .put("messages", messages(report.getJsonArray("messages"), language));
    }

    private static List<String> texts(JsonArray texts) {
        return texts.stream().map(String::valueOf).toList();
    }

    private static JsonArray spans(JsonObject hours) {
        String day = hours.getString("date");
        return each(
                hours.getJsonArray("today"),
                span -> new JsonObject()
                        .put("opens", clock(span.getString("opens"), day))
                        .put("closes", clock(span.getString("closes"), day)));
    }

    private static JsonArray guests(JsonArray guests, PageLanguage language) {
        return each(
                guests,
                guest -> new JsonObject()
                        .put("terminal", guest.getString("terminal"))
                        .put("start", moment(guest.getString("since")))
                        .put("name", guest.getString("name", ""))
                        .put("number", number(guest.getJsonObject("document"), language))
                        .put("decided", language.word("decided." + guest.getString("decided"))));
    }

    /** A network identity has no number that is shown. */
    private static String number(JsonObject document, PageLanguage language) {
        String number = document.getString("number");
        return number == null ? language.word("guests.network-identity") : number;
    }

    private static JsonArray messages(JsonArray messages, PageLanguage language) {
        return each(
                messages,
                message -> new JsonObject()
                        .put("sender", language.word("from." + message.getString("from")))
                        .put("text", message.getString("text"))
                        .put("until", moment(message.getString("until"))));
    }

    private static JsonArray warnings(JsonArray warnings, PageLanguage language) {
        return each(
                warnings,
                warning -> new JsonObject()
                        .put("warnedAt", moment(warning.getString("at")))
                        .put("text", sentence(warning, language)));
    }

    private static String sentence(JsonObject warning, PageLanguage language) {
        JsonObject values = warning.copy();
        if (warning.getValue("closesAt") instanceof String closesAt) {
            values.put("closesAt", moment(closesAt));
        }
        if (warning.getValue("reasons") instanceof JsonArray reasons) {
            values.put("reasons", reasons(reasons, language));
        }
        return language.sentence("warning." + warning.getString("warning"), values);
    }

    private static String reasons(JsonArray reasons, PageLanguage language) {
        return reasons.stream()
                .map(String::valueOf)
                .map(reason -> language.wordOr("reason." + reason, reason))
                .collect(Collectors.joining(language.word("comma")));
    }

    private static JsonArray named(JsonArray names) {
        var objects = new JsonArray();
        names.forEach(name -> objects.add(new JsonObject().put("directory", name)));
        return objects;
    }

    private interface Row {
        JsonObject of(JsonObject one);
    }

    private static JsonArray each(JsonArray rows, Row row) {
        var made = new JsonArray();
        rows.forEach(one -> made.add(row.of((JsonObject) one)));
        return made;
    }

    /** {@code 07-01 23:45} of an RFC 3339 time, which is already local. */
    private static String moment(@Nullable String time) {
        return time == null ? "–" : time.substring(5, 16).replace('T', ' ');
    }

    /** The time of day, 24:00 at the end of the day. */
    private static String clock(@Nullable String time, String day) {
        if (time == null) {
            return "…";
        }
        return time.startsWith(day) ? time.substring(11, 16) : "24:00";
    }
}
