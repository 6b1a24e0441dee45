package lingdian.console.audit;

import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import lingdian.access.account.Account;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.console.frame.Times;
import lingdian.office.api.Page;
import lingdian.office.audit.AccessEntrySummary;
import lingdian.office.audit.AccessLogCalls;
import lingdian.record.accesslog.Action;
import org.jspecify.annotations.Nullable;

/** {@code /audit}: the access log as an auditor reads it. Each reading is itself logged. */
public final class AuditPages {
    private static final int AT_ONCE = 100;
    private static final String EXPORT = "/api/v1/access-log/export?format=csv";

    public void mountOn(PageRouter pages) {
        pages.get("/audit", this::all);
    }

    /**
     * @param filter the query by which the entries were selected
     * @param export the address of a file with all matching entries
     * @param next the address of older entries; null after the oldest
     */
    record Audit(
            AccessLogCalls.Filter filter,
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
     * One entry of the access log.
     *
     * @param actor the kind of actor; empty if {@code who} is an account's name
     * @param who the account's name, or the actor's id if there is no name; empty for the first administrator
     * @param kind of the subject of the action; empty if the action alone is clear
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
        static Entry of(AccessEntrySummary entry) {
            String name = entry.actor().name();
            String id = entry.actor().id();
            boolean first = Account.FIRST_ADMIN.toString().equals(id);
            return new Entry(
                    Long.toString(entry.position()),
                    Times.second(entry.at()),
                    !name.isEmpty() ? "" : first ? "first-admin" : entry.actor().kind(),
                    !name.isEmpty() ? name : first ? "" : id,
                    entry.action(),
                    entry.outcome(),
                    entry.subject().kind(),
                    entry.subject().id(),
                    entry.reason());
        }

        @Override
        public String toString() {
            return "Entry[" + position + "]"; // reasons are free text
        }
    }

    private Future<Void> all(PageCall call) {
        var filter = new AccessLogCalls.Filter(call.query("action"), call.query("outcome"), call.query("subject"));
        return call.ask(AccessLogCalls.list(filter, call.query("cursor"), AT_ONCE))
                .compose(list -> call.show("audit/audit", Section.AUDIT, audit(filter, list)));
    }

    private static Audit audit(AccessLogCalls.Filter filter, Page<AccessEntrySummary> list) {
        String older = list.next();
        return new Audit(
                filter,
                list.items().stream().map(Entry::of).toList(),
                EXPORT + query(filter),
                older == null ? null : "/audit?cursor=" + encoded(older) + query(filter));
    }

    private static String query(AccessLogCalls.Filter filter) {
        return query("action", filter.action())
                + query("outcome", filter.outcome())
                + query("subject", filter.subject());
    }

    private static String query(String name, String value) {
        return value.isEmpty() ? "" : "&" + name + "=" + encoded(value);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
