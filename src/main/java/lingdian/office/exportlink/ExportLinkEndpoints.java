package lingdian.office.exportlink;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import lingdian.access.account.Account;
import lingdian.access.account.AccountStore;
import lingdian.access.account.Refused;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.ListTables;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.office.api.StandingRight;
import lingdian.office.export.TableFormat;
import lingdian.office.query.JsonValues;
import lingdian.platform.http.ClientAddress;
import lingdian.platform.http.OpenDoor;
import lingdian.platform.secret.Tokens;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/** {@code /export-links}, an account's own links to lists, and {@code /exports} of the API, where whoever has one opens it. */
final class ExportLinkEndpoints {
    private static final int LIVE_MAX = 10;
    /** A spreadsheet that reads its source each few minutes, for a day. */
    private static final int USES_MAX = 300;

    private static final int MINUTES = 60;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final OfficeContext office;
    private final AccountStore accounts;
    private final OpenDoor door;
    private final Function<HttpServerRequest, ClientAddress> addresses;
    private final ListTables lists;
    private final Tokens tokens;
    private final ExportLinkStore store = new ExportLinkStore();

    ExportLinkEndpoints(
            OfficeContext office,
            AccountStore accounts,
            ListTables lists,
            OpenDoor door,
            Function<HttpServerRequest, ClientAddress> addresses) {
        this.office = office;
        this.addresses = addresses;
        this.accounts = accounts;
        this.door = door;
        this.lists = lists;
        this.tokens = new Tokens(office.random());
    }

    public Future<Reply> list(AuthorisedCall call) {
        return store.live(office.pool(), call.account().id(), now())
                .map(found -> Reply.ok(new JsonObject()
                        .put(
                                "items",
                                new JsonArray(
                                        found.stream().map(ExportLink::json).toList()))));
    }

    /** The secret is in this answer alone. */
    public Future<Reply> create(AuthorisedCall call) {
        JsonObject body = call.body();
        Map<String, String> filter = filter(body);
        if (!lists.knows(call.account(), body.getString("list"))) {
            throw Refused.body("/list", "expected the name of a list that the account may see");
        }
        Instant now = now();
        var link = new ExportLink(
                office.ids().get(),
                call.account().id(),
                body.getString("list"),
                filter,
                TableFormat.ofEnding(body.getString("form")),
                now,
                now.plus(Duration.ofMinutes(body.getInteger("minutes", MINUTES))),
                0,
                null);
        String token = tokens.next();
        return lists.checked(call.account(), link.list(), filter)
                .recover(wrong -> Future.failedFuture(Refused.body("/filter", "expected parameters of the list")))
                .compose(known -> office.changes()
                        .change(
                                connection -> store.lockAndSweep(connection, link.account(), now)
                                        .compose(live -> {
                                            if (live.size() >= LIVE_MAX) {
                                                throw Refused.coded(
                                                        409,
                                                        "too-many",
                                                        "An account has at most " + LIVE_MAX + " links at a time.");
                                            }
                                            return store.add(connection, link, Tokens.hash(token));
                                        }),
                                entry(call, Action.CREATE_EXPORT_LINK, link)))
                .map(added -> Reply.created(link.json().put("path", "/api/v1/exports/" + token)));
    }

    private static AccessEntry entry(AuthorisedCall call, Action action, ExportLink link) {
        return call.done(action)
                .on(Subject.of(Subject.Kind.EXPORT_LINK, link.id()))
                .inRegion(call.account().region())
                .with("list", link.list())
                .with("minutes", ChronoUnit.MINUTES.between(link.at(), link.expiresAt()));
    }

    /** The address of a link is seen by proxies and kept by programs: it must not lead to a text about a person. */
    private static Map<String, String> filter(JsonObject body) {
        Map<String, String> filter = JsonValues.textsByName(body.getJsonObject("filter", new JsonObject()));
        if (!filter.values().stream().allMatch(AccessEntry::isCode)) {
            throw Refused.body("/filter", "expected codes, dates and numbers, no text");
        }
        return filter;
    }

    public Future<Reply> end(AuthorisedCall call) {
        return office.changes()
                .change(
                        connection -> store.end(connection, call.account().id(), call.id(), now())
                                .map(ended -> {
                                    if (!ended) {
                                        throw Refused.unknown();
                                    }
                                    return null;
                                }),
                        call.done(Action.END_EXPORT_LINK)
                                .on(Subject.of(Subject.Kind.EXPORT_LINK, call.id()))
                                .inRegion(call.account().region()))
                .map(ended -> Reply.ended());
    }

    /** With the rights that the account has now. Whatever is wrong with a link, the answer is the same. */
    void open(RoutingContext context) {
        String token = Objects.requireNonNullElse(context.pathParam("token"), "");
        if (!TOKEN.matcher(token).matches()) {
            context.fail(Refused.unknown());
            return;
        }
        ClientAddress from = addresses.apply(context.request());
        door.attempt(from, () -> store.use(office.pool(), Tokens.hash(token), now(), USES_MAX))
                .map(found -> found.orElseThrow(Refused::unknown))
                .compose(link -> accounts.goingOn(link.account())
                        .map(found -> found.orElseThrow(Refused::unknown))
                        .compose(account -> lists.checked(account, link.list(), link.filter())
                                .recover(withdrawn -> Future.failedFuture(Refused.unknown()))
                                .compose(list -> office.log()
                                        .append(opened(account, link, from))
                                        .compose(logged ->
                                                list.send(link.form(), standing(link, account), context.request())))))
                .onFailure(context::fail);
    }

    /** While the link could be opened once more, and its account has the same rights. */
    private StandingRight standing(ExportLink link, Account account) {
        return new StandingRight(() -> store.stands(office.pool(), link.id(), now())
                .compose(stands -> stands
                        ? accounts.goingOn(link.account())
                                .map(found ->
                                        found.filter(account::hasTheRightsOf).isPresent())
                        : Future.succeededFuture(false)));
    }

    /** A link may have leaked, so the address tells who opened it. */
    private static AccessEntry opened(Account account, ExportLink link, ClientAddress from) {
        AccessEntry entry = AccessEntry.done(account.actor(), Action.OPEN_EXPORT_LINK)
                .on(Subject.of(Subject.Kind.EXPORT_LINK, link.id()))
                .inRegion(account.region())
                .with("use", link.uses());
        return from.isUnknown() ? entry : entry.with("address", from.text());
    }

    private Instant now() {
        return office.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }
}
