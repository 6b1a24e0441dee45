package lingdian.office.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lingdian.access.account.Account;
import lingdian.access.account.AccountStore;
import lingdian.access.account.AccountStore.AccountResult;
import lingdian.access.account.AccountStore.ChangedAccount;
import lingdian.access.account.ListedAccount;
import lingdian.access.account.Refused;
import lingdian.access.account.Role;
import lingdian.access.account.ScopedStore;
import lingdian.access.account.WayIn;
import lingdian.access.signin.SignInService;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.BodyFields;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.query.Cursor;
import lingdian.office.query.Page;
import lingdian.platform.secret.Tokens;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints for accounts: those of programs, which get a token, and those of people, who get an invitation to set their
 * password. Token and invitation are shown once. A person has no token, so none can be lost.
 */
final class AccountEndpoints {
    private static final Duration CHANGES_SHOWN = Duration.ofDays(7);

    private final ScopedStore scoped;
    private final AccountStore accounts;
    private final SignInService people;
    private final Tokens tokens;
    private final Supplier<UUID> ids;
    private final AccessLogStore log;
    private final ReadLog reads;
    private final InstantSource clock;

    AccountEndpoints(
            ScopedStore scoped,
            AccountStore accounts,
            SignInService people,
            Tokens tokens,
            Supplier<UUID> ids,
            AccessLogStore log,
            ReadLog reads,
            InstantSource clock) {
        this.scoped = scoped;
        this.accounts = accounts;
        this.people = people;
        this.tokens = tokens;
        this.ids = ids;
        this.log = log;
        this.reads = reads;
        this.clock = clock;
    }

    public Future<Reply> create(AuthorisedCall call) {
        JsonObject body = call.body();
        Account account = account(new AccountId(ids.get()), body);
        boolean person = body.getString("signInName") != null || body.getString("providerSubject") != null;
        Instant expiresAt = BodyFields.instant(body, "tokenExpiresAt");
        WayIn wayIn = person ? person(body) : WayIn.token(tokens.next(), expiresAt);
        return log.append(entry(call, Action.CREATE_ACCOUNT, account))
                .compose(written -> accounts.create(account, wayIn))
                .map(made -> orRefused(made, account))
                .compose(done -> shown(account.id(), wayIn))
                .map(Reply::created);
    }

    /** For the review of who has which rights; no secret, and no hash of one, is shown. */
    public Future<Reply> list(AuthorisedCall call) {
        Cursor.AfterViolation after = Cursor.AfterViolation.of(call.query("cursor"));
        int limit = call.limit();
        return scoped.read(call.account(), ScopedStore::position)
                .compose(position -> accounts.page(
                                call.query("q"),
                                after == null ? null : after.detectedAt(),
                                after == null ? null : after.id(),
                                limit + 1,
                                only(call))
                        .compose(found -> reads.list(call, Action.LIST_ACCOUNTS, found))
                        .map(found -> Page.of(found, limit, AccountEndpoints::place))
                        .map(page -> Reply.ok(page.json(AccountEndpoints::json, position))));
    }

    private static @Nullable UUID only(AuthorisedCall call) {
        String id = call.query("id");
        return id == null ? null : UUID.fromString(id);
    }

    Future<Long> count(AuthorisedCall call) {
        return accounts.count(call.query("q"), only(call));
    }

    /**
     * Accounts that are new or changed: to a regulator, of whoever asks, approves, audits or speaks for a café in the region; to an
     * operator, of whoever speaks for the same cafés. So somebody notices an account that was made, or taken over, to do so, even if
     * it was ended, or moved to another café, afterwards.
     */
    public Future<Reply> changes(AuthorisedCall call) {
        Account reader = call.account();
        PlaceCode cafe = PlaceCode.find(call.query("placeCode")).orElse(null);
        Instant since = clock.instant().minus(CHANGES_SHOWN);
        return scoped.read(reader, ScopedStore::position)
                .compose(position -> changes(reader, cafe, since)
                        .compose(found -> reads.list(reader, Action.LIST_ACCOUNTS, found))
                        .map(found -> Reply.ok(Page.whole(found).json(one -> json(one, reader), position))));
    }

    private Future<List<ChangedAccount>> changes(Account reader, @Nullable PlaceCode cafe, Instant since) {
        RegionCode region = reader.region();
        return region == null
                ? accounts.changedAt(reader.id(), reader.cafes(), cafe, since)
                : accounts.changedInRegion(reader.id(), region, cafe, since);
    }

    /** Where an account went that was an operator's before does not concern the café. */
    private static JsonObject json(ChangedAccount changed, Account reader) {
        Account account = changed.account();
        boolean isOffice = reader.role() == Role.REGULATOR;
        return new JsonObject()
                .put("id", account.id().toString())
                .put("name", account.name())
                .put("role", account.role().wire())
                .put("authority", isOffice ? Authority.wireOrNull(account.authority()) : null)
                .put("region", isOffice ? Objects.toString(account.region(), null) : null)
                .put(
                        "placeCodes",
                        new JsonArray(
                                changed.cafes().stream().map(PlaceCode::value).toList()))
                .put("change", changed.how().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("formerNames", new JsonArray(changed.formerNames()))
                .put("at", time(changed.at()))
                .put("endedAt", time(changed.endedAt()))
                .put("unmaskings", isOffice ? changed.unmaskings() : 0)
                .put("lookUps", isOffice ? changed.lookUps() : 0);
    }

    private static String place(ListedAccount last) {
        return new Cursor.AfterViolation(last.createdAt(), last.account().id().value()).text();
    }

    private static JsonObject json(ListedAccount listed) {
        return json(listed.account())
                .put("createdAt", time(listed.createdAt()))
                .put("unchangedSince", time(listed.unchangedSince()))
                .put("endedAt", time(listed.endedAt()))
                .put("tokenExpiresAt", time(listed.tokenExpiresAt()))
                .put("signInName", listed.signInName())
                .put("token", listed.token())
                .put("provider", listed.provider())
                .put("secondFactor", listed.secondFactor())
                .put("password", listed.password())
                .put("invitedUntil", time(listed.invitedUntil()));
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : Rfc3339.format(at, ChinaTime.ZONE);
    }

    /** Replaces the whole scope. Streams and sessions that were opened with the former scope end. */
    public Future<Reply> change(AuthorisedCall call) {
        Account account = account(call.id(AccountId::new), call.body());
        return accounts.of(account.id())
                .compose(before ->
                        log.append(named(entry(call, Action.CHANGE_ACCOUNT, account), before.orElse(null), account)))
                .compose(written -> accounts.change(account))
                .map(made -> orRefused(made, account))
                .map(done -> Reply.ok(json(account)));
    }

    public Future<Reply> invite(AuthorisedCall call) {
        return written(call, Action.CHANGE_ACCOUNT, call.id(AccountId::new), "invitation")
                .compose(written -> people.invite(call.id(AccountId::new)))
                .map(made -> Reply.created(json(made.orElseThrow(Refused::unknown))));
    }

    /** Logged only where there is a factor, because regulators are told of what the log says. */
    public Future<Reply> resetSecondFactor(AuthorisedCall call) {
        return people.hasSecondFactor(call.id(AccountId::new))
                .compose(has -> has
                        ? written(call, Action.CHANGE_ACCOUNT, call.id(AccountId::new), "second-factor")
                        : Future.failedFuture(Refused.unknown()))
                .compose(written -> people.resetSecondFactor(call.id(AccountId::new)))
                .map(reset -> orUnknown(reset, Reply.ended()));
    }

    public Future<Reply> end(AuthorisedCall call) {
        return written(call, Action.END_ACCOUNT, call.id(AccountId::new), null)
                .compose(written -> accounts.end(call.id(AccountId::new)))
                .map(ended -> orUnknown(ended, Reply.ended()));
    }

    private Future<Void> written(AuthorisedCall call, Action action, AccountId account, @Nullable String what) {
        AccessEntry entry = entry(call, action, account);
        return log.append(what == null ? entry : entry.with("what", what));
    }

    /**
     * The entry of a new name has the former one as its reason, which is sealed.
     *
     * @param before null: there is no account yet
     */
    static AccessEntry named(AccessEntry entry, @Nullable Account before, Account account) {
        return before == null || account.name().equals(before.name())
                ? entry
                : entry.with("what", "name").because(before.name());
    }

    static AccessEntry entry(AuthorisedCall call, Action action, Account account) {
        return entry(call, action, account.id())
                .with("role", account.role().wire())
                .inRegion(account.region());
    }

    /** Logged before the change, so that no change is missing from the log. */
    static AccessEntry entry(AuthorisedCall call, Action action, AccountId account) {
        return AccessEntry.attempted(Actor.account(call.account().id()), action).on(Subject.of(account));
    }

    private Future<JsonObject> shown(AccountId account, WayIn wayIn) {
        JsonObject made = new JsonObject().put("id", account.toString());
        if (wayIn.token() != null) {
            return Future.succeededFuture(made.put("token", wayIn.token()));
        }
        return wayIn.signInName() == null
                ? Future.succeededFuture(made)
                : people.invite(account)
                        .map(Optional::orElseThrow)
                        .map(invitation -> made.put("invitation", json(invitation)));
    }

    private WayIn person(JsonObject body) {
        if (body.getString("tokenExpiresAt") != null) {
            throw Refused.body("/tokenExpiresAt", "is only for accounts with a token");
        }
        String subject = body.getString("providerSubject");
        if (subject != null && body.getString("signInName") != null) {
            throw Refused.body("/signInName", "is not for a person who signs in through the identity provider");
        }
        return new WayIn(null, null, body.getString("signInName"), subject == null ? null : provided(subject));
    }

    private WayIn.Provided provided(String subject) {
        return people.issuer()
                .map(issuer -> new WayIn.Provided(issuer, subject, false))
                .orElseThrow(() -> Refused.body(
                        "/providerSubject", "needs an identity provider, which this service does not have"));
    }

    /** Fields that do not belong to the role are left out, so that they can never widen the account's scope. */
    static Account account(AccountId id, JsonObject body) {
        String name = body.getString("name");
        BodyFields.demandVisible(body, "name");
        Role role = Role.of(body.getString("role"));
        return switch (role) {
            case REGULATOR ->
                new Account(
                        id,
                        name,
                        role,
                        Authority.of(needed(body, "authority", role)),
                        new RegionCode(needed(body, "region", role)),
                        Set.of());
            case OPERATOR -> new Account(id, name, role, null, null, cafes(body));
            case ADMIN, AUDITOR -> new Account(id, name, role, null, null, Set.of());
        };
    }

    /** Of an operator: {@code placeCodes}, or {@code placeCode} where there is one. */
    private static Set<PlaceCode> cafes(JsonObject body) {
        JsonArray several = body.getJsonArray("placeCodes");
        if (several == null || several.isEmpty()) {
            return Set.of(new PlaceCode(needed(body, "placeCode", Role.OPERATOR)));
        }
        Set<PlaceCode> cafes =
                several.stream().map(code -> new PlaceCode(code.toString())).collect(Collectors.toSet());
        if (!PlaceCode.find(body.getString("placeCode")).map(cafes::contains).orElse(true)) {
            throw Refused.body("/placeCode", "expected one of placeCodes, or none");
        }
        return cafes;
    }

    private static String needed(JsonObject body, String field, Role role) {
        String value = body.getString(field);
        if (value == null) {
            throw Refused.body("/" + field, "is required for the role " + role.wire());
        }
        return value;
    }

    private static AccountResult orRefused(AccountResult created, Account account) {
        return switch (created) {
            case DONE -> created;
            case NO_ACCOUNT -> throw Refused.unknown();
            case CHANGED -> throw Refused.with(409, "The account was changed meanwhile. Look at it again.");
            case NO_CAFE ->
                throw Refused.body(
                        account.cafes().size() == 1 ? "/placeCode" : "/placeCodes",
                        "expected place codes of cafés that exist");
            case NAME_TAKEN -> throw Refused.with(409, "Another account has this sign-in name or provider subject.");
        };
    }

    private static Reply orUnknown(boolean done, Reply reply) {
        if (!done) {
            throw Refused.unknown();
        }
        return reply;
    }

    static JsonObject json(SignInService.Invitation invitation) {
        return new JsonObject()
                .put("path", invitation.path())
                .put("expiresAt", Rfc3339.format(invitation.expiresAt(), ChinaTime.ZONE));
    }

    static JsonObject json(Account account) {
        return new JsonObject()
                .put("id", account.id().toString())
                .put("name", account.name())
                .put("role", account.role().wire())
                .put("authority", Authority.wireOrNull(account.authority()))
                .put("region", Objects.toString(account.region(), null))
                .put("placeCode", Objects.toString(account.onlyCafe(), null))
                .put("placeCodes", account.cafes().isEmpty() ? null : codes(account.cafes()));
    }

    private static JsonArray codes(Set<PlaceCode> cafes) {
        return new JsonArray(cafes.stream().map(PlaceCode::value).toList());
    }
}
