package lingdian.office.notification;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.AccountId;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.feed.notification.Format;
import lingdian.feed.notification.NotificationPreferences;
import lingdian.feed.notification.QuietHours;
import lingdian.feed.notification.SettingStore;
import lingdian.feed.notification.SettingStore.NewTarget;
import lingdian.feed.notification.SettingStore.Target;
import lingdian.feed.notification.Signatures;
import lingdian.feed.notification.WebhookAddress;
import lingdian.office.api.AccessLoggedChanges;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OwnPassword;
import lingdian.office.api.Reply;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;

/**
 * An account's own settings for webhook notifications, within its scope. Changes are in the access log, because a
 * target carries information out of the service.
 */
final class NotificationEndpoints {
    private static final Set<String> CODES = EnumSet.allOf(lingdian.law.judge.Code.class).stream()
            .map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());

    private final ScopedStore readers;
    private final AccessLoggedChanges changes;
    private final OwnPassword password;
    private final SettingStore store;
    private final WebhookAddress addresses;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final RandomGenerator random;

    NotificationEndpoints(
            ScopedStore readers,
            AccessLoggedChanges changes,
            OwnPassword password,
            SettingStore store,
            WebhookAddress addresses,
            InstantSource clock,
            Supplier<UUID> ids,
            RandomGenerator random) {
        this.readers = readers;
        this.changes = changes;
        this.password = password;
        this.store = store;
        this.addresses = addresses;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
    }

    public Future<Reply> show(AuthorisedCall call) {
        AccountId account = call.account().id();
        return readers.read(
                        call.account(),
                        client -> store.of(client, account)
                                .compose(wanted -> store.targets(client, account)
                                        .map(targets -> json(wanted.orElse(NotificationPreferences.ALL), targets))))
                .compose(json -> password.isAsked(call).map(asks -> Reply.ok(json.put("asksPassword", asks))));
    }

    public Future<Reply> put(AuthorisedCall call) {
        NotificationPreferences wanted = wanted(call.body(), call.account());
        AccountId account = call.account().id();
        return changes.change(
                        connection -> store.put(connection, account, wanted),
                        entry(call, "settings").on(Subject.of(account)))
                .compose(done -> show(call));
    }

    /**
     * The answer is the only place that shows a secret made by the service. A target goes on after the session, so a person is asked
     * for the password.
     */
    public Future<Reply> add(AuthorisedCall call) {
        JsonObject body = call.body();
        Format format = Format.of(body.getString("format"));
        URI url = addresses
                .parse(body.getString("url"))
                .orElseThrow(() -> Refused.body("/url", "expected an https address of a public host"));
        String given = body.getString("secret");
        String secret = secret(format, given);
        var target = new NewTarget(ids.get(), call.account().id(), format, url.getHost(), url.toString(), secret);
        return password.check(call)
                .compose(known -> changes.change(
                        connection -> added(store.add(connection, target, clock.instant())), target(call, target)))
                .map(done -> {
                    JsonObject shown = new JsonObject()
                            .put("id", target.id().toString())
                            .put("format", format.wire())
                            .put("host", target.host());
                    return Reply.created(secret == null || given != null ? shown : shown.put("secret", secret));
                });
    }

    public Future<Reply> end(AuthorisedCall call) {
        return changes.change(
                        connection -> store.end(connection, call.account().id(), call.id())
                                .map(NotificationEndpoints::orUnknown),
                        entry(call, "end-target").on(Subject.of(Subject.Kind.NOTIFICATION_TARGET, call.id())))
                .map(done -> Reply.ended());
    }

    private @Nullable String secret(Format format, @Nullable String given) {
        if (given == null) {
            return switch (format) {
                case STANDARD -> Signatures.newSecret(random);
                case DINGTALK ->
                    throw Refused.body("/secret", "is required: the secret of the robot's security settings");
                case WECOM -> null;
            };
        }
        if (!Signatures.isSecret(format, given)) {
            throw Refused.body(
                    "/secret",
                    switch (format) {
                        case STANDARD -> "expected whsec_ and 24 to 64 bytes in base64";
                        case DINGTALK -> "expected 8 to 128 visible ASCII characters";
                        case WECOM -> "is not used by this format, which signs nothing";
                    });
        }
        return given;
    }

    private static Future<Void> added(Future<Boolean> adding) {
        return adding.map(added -> {
            if (!added) {
                throw Refused.with(409, "An account has at most " + SettingStore.TARGETS_MAX + " targets.");
            }
            return null;
        });
    }

    private static @Nullable Void orUnknown(boolean done) {
        if (!done) {
            throw Refused.unknown();
        }
        return null;
    }

    private static AccessEntry target(AuthorisedCall call, NewTarget target) {
        return entry(call, "add-target")
                .on(Subject.of(Subject.Kind.NOTIFICATION_TARGET, target.id()))
                .with("format", target.format().wire());
    }

    private static AccessEntry entry(AuthorisedCall call, String what) {
        return call.done(Action.CHANGE_NOTIFICATIONS)
                .inRegion(call.account().region())
                .with("what", what);
    }

    private static NotificationPreferences wanted(JsonObject body, Account account) {
        List<RegionCode> regions =
                texts(body, "regions").stream().map(RegionCode::new).toList();
        RegionCode own = account.region();
        if (!regions.stream().allMatch(region -> own != null && own.covers(region))) {
            throw Refused.body("/regions", "expected regions within your own");
        }
        List<String> codes = texts(body, "codes");
        if (!CODES.containsAll(codes)) {
            throw Refused.body("/codes", "expected the codes of rules");
        }
        return new NotificationPreferences(
                codes,
                texts(body, "standings"),
                regions,
                body.getInteger("groupMinutes", NotificationPreferences.ALL.groupMinutes()),
                quiet(body.getJsonObject("quiet")),
                body.getBoolean("muted", false),
                body.getString("language", NotificationPreferences.ALL.language()),
                body.getString("cases", NotificationPreferences.ALL.cases()),
                body.getBoolean("approvals", NotificationPreferences.ALL.approvals()),
                body.getString("deadlines", NotificationPreferences.ALL.deadlines()));
    }

    private static @Nullable QuietHours quiet(@Nullable JsonObject quiet) {
        if (quiet == null) {
            return null;
        }
        LocalTime from = LocalTime.parse(quiet.getString("from"));
        LocalTime to = LocalTime.parse(quiet.getString("to"));
        if (from.equals(to)) {
            throw Refused.body("/quiet/to", "expected a time other than /quiet/from");
        }
        return new QuietHours(from, to, quiet.getBoolean("drops", false));
    }

    private static List<String> texts(JsonObject body, String field) {
        JsonArray array = body.getJsonArray(field);
        return array == null
                ? List.of()
                : array.stream().map(String::valueOf).distinct().toList();
    }

    private static JsonObject json(NotificationPreferences wanted, List<Target> targets) {
        QuietHours quiet = wanted.quiet();
        return new JsonObject()
                .put("codes", new JsonArray(wanted.codes()))
                .put("standings", new JsonArray(wanted.standings()))
                .put(
                        "regions",
                        new JsonArray(
                                wanted.regions().stream().map(RegionCode::value).toList()))
                .put("groupMinutes", wanted.groupMinutes())
                .put("quiet", quiet == null ? null : json(quiet))
                .put("muted", wanted.muted())
                .put("language", wanted.language())
                .put("cases", wanted.cases())
                .put("approvals", wanted.approvals())
                .put("deadlines", wanted.deadlines())
                .put(
                        "targets",
                        new JsonArray(targets.stream()
                                .map(NotificationEndpoints::json)
                                .toList()));
    }

    private static JsonObject json(QuietHours quiet) {
        return new JsonObject()
                .put("from", quiet.from().toString())
                .put("to", quiet.to().toString())
                .put("drops", quiet.drops());
    }

    private static JsonObject json(Target target) {
        return new JsonObject()
                .put("id", target.id().toString())
                .put("format", target.format().wire())
                .put("host", target.host())
                .put("createdAt", time(target.createdAt()))
                .put("deliveredAt", target.deliveredAt() == null ? null : time(target.deliveredAt()))
                .put("waiting", target.waiting())
                .put("dead", target.dead());
    }

    private static String time(Instant at) {
        return Rfc3339.format(at, ChinaTime.ZONE);
    }
}
