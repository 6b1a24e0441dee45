package lingdian.office.audit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.AccountId;
import lingdian.domain.PlaceCode;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.PagedDownload;
import lingdian.office.api.Reply;
import lingdian.office.api.StandingRight;
import lingdian.office.audit.AccessPageStore.Filter;
import lingdian.office.audit.AccessPageStore.StoredEntry;
import lingdian.office.query.Cursor;
import lingdian.platform.work.RestingTurns;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/**
 * The access log for the auditor: a list, and an export of any length.
 *
 * <p>Each reading is logged first, because it reveals the reasons that people gave.
 */
final class AccessLogEndpoints {
    /** Subjects that may be logged as they were requested: a date or a longer number could be a person's. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\d{1,6}");

    private static final int CAFES_MAX = 500;

    private final Vertx vertx;
    private final ScopedStore scoped;
    private final AccessLogStore log;
    private final AccessPageStore pages = new AccessPageStore();
    private final RestingTurns<AccountId> exporting;
    private final AccessEntryView view;
    private final CafeNameStore cafes;

    AccessLogEndpoints(Vertx vertx, ScopedStore scoped, AccessLogStore log, Vault vault, CafeNameStore cafes) {
        this.vertx = vertx;
        this.exporting = new RestingTurns<>(vertx);
        this.cafes = cafes;
        this.scoped = scoped;
        this.log = log;
        this.view = new AccessEntryView(vault);
    }

    /** One page, and the feed position at which it was read. */
    private record Page(List<StoredEntry> items, String position) {}

    public Future<Reply> list(AuthorisedCall call) {
        long before = Cursor.number(call.query("cursor"));
        Future<?> logged =
                call.isForTable() ? Future.succeededFuture() : log.append(reading(call, Action.READ_ACCESS_LOG));
        return logged.compose(written -> filter(call))
                .compose(filter -> scoped.read(
                        call.account(),
                        client -> ScopedStore.position(client)
                                .compose(position -> pages.newest(client, filter, before, call.limit() + 1)
                                        .map(items -> new Page(items, position)))))
                .map(page -> Reply.ok(list(page, call.limit())));
    }

    Future<Long> count(AuthorisedCall call) {
        return filter(call).compose(filter -> scoped.read(call.account(), client -> pages.count(client, filter)));
    }

    /** The entries up to now, oldest first. Rows are read on an event loop, so one page at a time, with rests between. */
    public Future<Void> export(AuthorisedCall call, StandingRight right, HttpServerRequest request) {
        AccessExport export =
                "csv".equals(call.query("format")) ? AccessExport.csv(vertx, view) : AccessExport.ndjson(vertx, view);
        return log.append(reading(call, Action.EXPORT_ACCESS_LOG))
                .compose(logged -> filter(call))
                .compose(filter -> export.send(
                        request,
                        PagedDownload.PAGE_MILLIS_MAX,
                        (after, limit) -> exporting.inTurn(
                                call.account().id(),
                                () -> right.check()
                                        .compose(may -> scoped.read(
                                                call.account(),
                                                client -> pages.oldest(client, filter, after, limit))))));
    }

    /** Includes the filter, so that the log tells what its reader was looking for. */
    private static AccessEntry reading(AuthorisedCall call, Action action) {
        AccessEntry entry = call.done(action).on(Subject.of(Subject.Kind.ACCESS_LOG));
        for (String filter : List.of("account", "placeCode", "action", "outcome")) {
            String value = call.query(filter);
            if (value != null && AccessEntry.isCode(value)) {
                entry = entry.with(filter, value);
            }
        }
        String subject = call.query("subject");
        AccessEntry shown = subject != null && isShown(subject) ? entry.with("subject", subject) : entry;
        String names = Stream.of("cafe", "person")
                .filter(name -> call.query(name) != null)
                .collect(Collectors.joining("-"));
        return names.isEmpty() ? shown : shown.with("byNameOf", names); // not what was typed: it may be anything
    }

    private static boolean isShown(String subject) {
        return ID.matcher(subject).matches() || PlaceCode.find(subject).isPresent();
    }

    private Future<Filter> filter(AuthorisedCall call) {
        String cafe = call.query("cafe");
        if (cafe == null) {
            return Future.succeededFuture(filter(call, null));
        }
        return cafes.named(cafe, CAFES_MAX + 1).map(found -> {
            if (found.size() > CAFES_MAX) {
                throw Refused.parameter("cafe", "more than " + CAFES_MAX + " cafés have this in their names");
            }
            return filter(call, found);
        });
    }

    private static Filter filter(AuthorisedCall call, @Nullable List<String> cafes) {
        return new Filter(
                call.instant("from"),
                call.instant("to"),
                call.query("action"),
                call.query("outcome"),
                lowerCase(call.query("account")),
                call.query("placeCode"),
                call.query("subject"),
                call.query("person"),
                cafes);
    }

    /** In the form in which ids are stored. */
    private static @Nullable String lowerCase(@Nullable String id) {
        return id == null ? null : id.toLowerCase(Locale.ROOT);
    }

    private JsonObject list(Page page, int limit) {
        boolean more = page.items().size() > limit;
        List<StoredEntry> items = more ? page.items().subList(0, limit) : page.items();
        return new JsonObject()
                .put(
                        "items",
                        new JsonArray(
                                new ArrayList<>(items.stream().map(view::json).toList())))
                .put("next", more ? Cursor.afterNumber(items.getLast().link().position()) : null)
                .put("position", page.position());
    }
}
