package lingdian.console.audit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.access.account.Account;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.Rooms;
import lingdian.console.frame.Section;
import lingdian.console.frame.Times;
import lingdian.office.api.Ask;
import lingdian.record.accesslog.Action;
import org.jspecify.annotations.Nullable;

/** {@code /audit}: the access log as an auditor reads it. Reading it is written into it, as everywhere. */
public final class AuditPages {
    private static final String AT_ONCE = "100";
    private static final String EXPORT = "/api/v1/access-log/export?format=csv";

    public void mountOn(Rooms rooms) {
        rooms.get("/audit", this::all);
    }

    /**
     * @param export the same entries, and all of them, as a file
     * @param next the address of older entries; null after the oldest
     */
    record Audit(
            String action,
            String outcome,
            String subject,
            List<Entry> entries,
            String export,
            @Nullable String next) {
        Audit {
            entries = List.copyOf(entries);
        }

        static List<String> actions() {
            return Arrays.stream(Action.values()).map(Action::wire).toList();
        }

        static List<String> outcomes() {
            return List.of("done", "refused", "attempted");
        }
    }

    /**
     * What was done.
     *
     * @param actor what it was that did it; empty where that has a name
     * @param who the name of an account, else the id that there is
     * @param kind of what it was done to; empty where the action says all
     */
    record Entry(
            String position,
            String at,
            String actor,
            String who,
            String action,
            String outcome,
            String kind,
            String subject,
            @Nullable String reason) {
        static Entry of(JsonObject entry) {
            JsonObject actor = entry.getJsonObject("actor");
            JsonObject subject = Objects.requireNonNullElseGet(entry.getJsonObject("subject"), JsonObject::new);
            String name = Objects.requireNonNullElse(actor.getString("name"), "");
            String id = Objects.requireNonNullElse(actor.getString("id"), "");
            boolean first = Account.FIRST_ADMIN.toString().equals(id);
            return new Entry(
                    entry.getLong("position").toString(),
                    Times.second(entry.getString("at")),
                    !name.isEmpty() ? "" : first ? "first-admin" : actor.getString("kind"),
                    !name.isEmpty() ? name : first ? "" : id,
                    entry.getString("action"),
                    entry.getString("outcome"),
                    subject.getString("kind", ""),
                    Objects.requireNonNullElse(subject.getString("id"), ""),
                    entry.getString("reason"));
        }

        @Override
        public String toString() {
            return "Entry[" + position + "]"; // reasons are free text
        }
    }

    private Future<Void> all(PageCall call) {
        Map<String, String> filter = new LinkedHashMap<>();
        Stream.of("action", "outcome", "subject").forEach(name -> filter.put(name, call.query(name)));
        Ask asked = Ask.of("listAccessLog").query("limit", AT_ONCE).query("cursor", call.query("cursor"));
        for (var one : filter.entrySet()) {
            asked = asked.query(one.getKey(), one.getValue());
        }
        return call.ask(asked).compose(list -> call.show("audit/audit", Section.AUDIT, audit(filter, list)));
    }

    private static Audit audit(Map<String, String> filter, JsonObject list) {
        String older = list.getString("next");
        return new Audit(
                filter.getOrDefault("action", ""),
                filter.getOrDefault("outcome", ""),
                filter.getOrDefault("subject", ""),
                list.getJsonArray("items").stream()
                        .map(entry -> Entry.of((JsonObject) entry))
                        .toList(),
                EXPORT + query(filter),
                older == null ? null : "/audit?cursor=" + encoded(older) + query(filter));
    }

    private static String query(Map<String, String> filter) {
        return filter.entrySet().stream()
                .filter(one -> !one.getValue().isEmpty())
                .map(one -> "&" + one.getKey() + "=" + encoded(one.getValue()))
                .collect(Collectors.joining());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
