package lingdian.console.audit;

import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import lingdian.access.account.Account;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Refusal;
import lingdian.console.frame.Section;
import lingdian.console.frame.TableLink;
import lingdian.domain.ChinaTime;
import lingdian.office.audit.AccessEntrySummary;
import lingdian.office.audit.AccessLogCalls;
import lingdian.office.query.Page;
import lingdian.platform.text.PageTimes;
import lingdian.record.accesslog.Action;
import org.jspecify.annotations.Nullable;

/** {@code /audit}: the access log as an auditor reads it. Each reading is itself logged. */
public final class AuditPages {
    private static final String PATH = "/audit";
    private static final int AT_ONCE = 100;
    private static final String EXPORT = "/api/v1/access-log/export?format=csv";

    public void mountOn(PageRouter pages) {
        pages.get(PATH, this::all);
    }

    /**
     * What an auditor looks for, as it was typed.
     *
     * @param account who acted; empty: anybody
     * @param cafe a part of a café's name, as {@code person} of a person's
     * @param from a local day, like {@code to}, which is included
     */
    record Wanted(
            String account,
            String action,
            String outcome,
            String subject,
            String cafe,
            String person,
            String from,
            String to) {
        private static final List<String> NAMES =
                List.of("account", "action", "outcome", "subject", "cafe", "person", "from", "to");
        private static final Wanted ANY = new Wanted("", "", "", "", "", "", "", "");

        static Wanted of(PageCall call) {
            return new Wanted(
                    call.query("account"),
                    call.query("action"),
                    call.query("outcome"),
                    call.query("subject"),
                    call.query("cafe").strip(),
                    call.query("person").strip(),
                    call.query("from"),
                    call.query("to"));
        }

        AccessLogCalls.Filter filter() {
            return new AccessLogCalls.Filter(
                    account, action, outcome, subject, cafe, person, start(from, 0), start(to, 1));
        }

        /** The beginning of a local day; what is no day is left to the API, which refuses it. */
        private static String start(String day, int after) {
            try {
                return day.isEmpty()
                        ? ""
                        : LocalDate.parse(day)
                                .plusDays(after)
                                .atStartOfDay(ChinaTime.ZONE)
                                .toInstant()
                                .toString();
            } catch (DateTimeException noDay) {
                return day;
            }
        }

        /** The address of the page with one value changed. */
        String with(String name, String value) {
            return address(PATH + "?", name, value);
        }

        private String address(String path, String name, String value) {
            List<String> values = List.of(account, action, outcome, subject, cafe, person, from, to);
            var query = new StringJoiner("&", path, "");
            for (int i = 0; i < values.size(); i++) {
                String given = NAMES.get(i).equals(name) ? value : values.get(i);
                if (!given.isEmpty()) {
                    query.add(NAMES.get(i) + "=" + encoded(given));
                }
            }
            return query.toString();
        }

        /** The address of a file with all of them. */
        String export() {
            AccessLogCalls.Filter asked = filter();
            return new Wanted(account, action, outcome, subject, cafe, person, asked.from(), asked.to())
                    .address(EXPORT + "&", "", "");
        }

        String table() {
            AccessLogCalls.Filter asked = filter();
            return TableLink.path(
                    "access-log",
                    Map.of(
                            "account",
                            account,
                            "action",
                            action,
                            "outcome",
                            outcome,
                            "subject",
                            subject,
                            "cafe",
                            cafe,
                            "person",
                            person,
                            "from",
                            asked.from(),
                            "to",
                            asked.to()));
        }

        boolean isAny() {
            return equals(ANY);
        }
    }

    /**
     * @param next the address of older entries; null after the oldest
     * @param wrong whether the API refused what was typed
     */
    record Audit(
            Wanted wanted, List<Entry> entries, @Nullable String next, boolean wrong) {
        Audit {
            entries = List.copyOf(entries);
        }

        static List<String> actions() {
            return Arrays.stream(Action.values()).map(Action::wire).toList();
        }

        static List<String> outcomes() {
            return List.of("done", "refused", "attempted");
        }

        /** The name of the person that is asked for, if an entry shows it. */
        String person() {
            return entries.stream()
                    .filter(one -> one.account().equals(wanted.account()))
                    .map(Entry::who)
                    .findFirst()
                    .orElse(wanted.account());
        }
    }

    /**
     * One entry of the access log.
     *
     * @param actor the kind of actor; empty if {@code who} is an account's name
     * @param who the account's name, or the actor's id if there is no name; empty for the first administrator
     * @param account empty if no account acted
     * @param kind of the subject of the action; empty if the action alone is clear
     * @param subject its id
     * @param named how people call it: a name, a place code, or the beginning of the id
     * @param holder the café to look at as well; null for most
     */
    record Entry(
            String at,
            String actor,
            String who,
            String account,
            String action,
            String outcome,
            String kind,
            String subject,
            String named,
            @Nullable String reason,
            AccessEntrySummary.@Nullable Holder holder) {
        private static final int ID_BEGINS = 8;
        private static final int ID_LENGTH = 36;

        static Entry of(AccessEntrySummary entry, PageTimes times) {
            String name = entry.actor().name();
            String id = entry.actor().id();
            boolean first = Account.FIRST_ADMIN.toString().equals(id);
            return new Entry(
                    times.second(entry.at()),
                    !name.isEmpty() ? "" : first ? "first-admin" : entry.actor().kind(),
                    !name.isEmpty() ? name : first ? "" : id,
                    entry.actor().kind().equals("account") ? id : "",
                    entry.action(),
                    entry.outcome(),
                    entry.subject().kind(),
                    entry.subject().id(),
                    named(entry.subject()),
                    entry.reason(),
                    entry.holder());
        }

        private static String named(AccessEntrySummary.LoggedSubject subject) {
            String id = subject.id();
            boolean isUuid = id.length() == ID_LENGTH && id.charAt(ID_BEGINS) == '-';
            return !subject.name().isEmpty() ? subject.name() : isUuid ? id.substring(0, ID_BEGINS) + "…" : id;
        }

        @Override
        public String toString() {
            return "Entry[" + action + "]"; // reasons are free text
        }
    }

    private Future<Void> all(PageCall call) {
        Wanted wanted = Wanted.of(call);
        return call.ask(AccessLogCalls.list(wanted.filter(), call.query("cursor"), AT_ONCE))
                .compose(list -> show(call, 200, audit(call, wanted, list)))
                .recover(failure -> Refusal.of(failure).isPresent()
                        ? show(call, 400, new Audit(wanted, List.of(), null, true))
                        : Future.failedFuture(failure));
    }

    private static Future<Void> show(PageCall call, int status, Audit audit) {
        return call.show(status, "audit/audit", Section.AUDIT, audit);
    }

    private static Audit audit(PageCall call, Wanted wanted, Page<AccessEntrySummary> list) {
        String older = list.next();
        return new Audit(
                wanted,
                list.items().stream().map(one -> Entry.of(one, call.times())).toList(),
                older == null ? null : wanted.address(PATH + "?cursor=" + encoded(older) + "&", "", ""),
                false);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
