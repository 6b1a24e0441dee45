package lingdian.office.registry;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.domain.document.Document;
import lingdian.domain.document.Masks;
import lingdian.domain.document.PersonToken;
import lingdian.domain.document.PersonTokens;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.query.Page;
import lingdian.office.registry.RegistryLog.Action;
import lingdian.platform.database.QueryPool;
import lingdian.platform.http.Problem;
import lingdian.platform.text.Rfc3339;
import lingdian.vault.registry.RegistryEntry;
import lingdian.vault.registry.RegistryState;
import lingdian.vault.registry.RegistryStore.Manner;
import lingdian.vault.registry.RegistryStore.Mismatch;
import lingdian.vault.registry.RegistryStore.Registrar;
import lingdian.vault.registry.SealedRegistration;
import org.jspecify.annotations.Nullable;

/**
 * The registry for one person at a time (handbook, registry.md): register, look up, revoke.
 *
 * <p>Every use is logged before it is carried out. An answer is masked like every other: the caller has the document at
 * hand, and can have its name compared without being shown the registry's.
 */
final class RegistryEndpoints {
    private static final int MISMATCHES_MAX = 100;

    private final QueryPool pool;
    private final ScopedStore scoped;
    private final ReadLog reads;
    private final Registry registry;
    private final PersonReading reading;
    private final InstantSource clock;
    private final LookUpLimit lookUps;

    RegistryEndpoints(
            QueryPool pool,
            ScopedStore scoped,
            ReadLog reads,
            Registry registry,
            InstantSource clock,
            LookUpLimit lookUps) {
        this.pool = pool;
        this.scoped = scoped;
        this.reads = reads;
        this.registry = registry;
        this.reading = new PersonReading(registry.documents());
        this.clock = clock;
        this.lookUps = lookUps;
    }

    public Future<Reply> register(AuthorisedCall call) {
        Document document = document(call);
        SealedRegistration person = SealedRegistration.of(registry.vault(), document);
        Instant now = clock.instant();
        return admit(call)
                .compose(admitted -> log(call, Action.REGISTER, person.token(), null))
                .compose(logged -> registry.store()
                        .register(
                                pool,
                                List.of(person),
                                registrar(call),
                                Manner.IN_PERSON,
                                now,
                                (connection, registered) -> Future.succeededFuture()))
                .compose(registered -> {
                    if (registered.misnamed().contains(person.token())) {
                        return registry.store()
                                .mismatched(
                                        pool,
                                        person.person(),
                                        registrar(call),
                                        LocalDate.ofInstant(now, ChinaTime.ZONE))
                                .compose(told -> Future.failedFuture(namedElsewhere()));
                    }
                    if (!registered.has(person.token())) {
                        throw lostElsewhere();
                    }
                    return registered.added().isEmpty()
                            ? entry(call, person.person()).map(entry -> Reply.ok(json(entry, call)))
                            : Future.succeededFuture(Reply.of(201, json(added(person, document, now), call)));
                });
    }

    /**
     * Entries of the account's region under which another region was refused to register another name: one of the two names is wrong, and
     * only the office that the entry belongs to, or one above it, can correct it. Where the person was, and which name they gave, is
     * not told.
     */
    public Future<Reply> mismatches(AuthorisedCall call) {
        RegionCode region = registrar(call).region();
        return scoped.read(
                        call.account(),
                        client -> ScopedStore.position(client)
                                .compose(position -> registry.store()
                                        .mismatches(client, region, MISMATCHES_MAX)
                                        .map(found -> Page.whole(found).json(RegistryEndpoints::json, position))))
                .compose(read -> reads.list(call, lingdian.record.accesslog.Action.LIST_MISMATCHES, read))
                .map(Reply::ok);
    }

    private static JsonObject json(Mismatch mismatch) {
        Document document = mismatch.entry().document();
        return new JsonObject()
                .put("document", document == null ? null : masked(document))
                .put("registeredAt", Rfc3339.format(mismatch.entry().registeredAt(), ChinaTime.ZONE))
                .put("mismatchedOn", mismatch.on().toString());
    }

    private static JsonObject masked(Document document) {
        return new JsonObject()
                .put("type", document.type())
                .put("number", Masks.number(document.number()))
                .put("name", Masks.name(document.name().strip()));
    }

    /** An entry as if it were new, so that the answer does not tell whether another region registered the person. */
    private static RegistryEntry added(SealedRegistration person, Document document, Instant now) {
        return new RegistryEntry(person.token(), person.nameHash(), document, now, RegistryState.REGISTERED, now, null);
    }

    public Future<Reply> lookUp(AuthorisedCall call) {
        PersonTokens person = person(call);
        return admit(call)
                .compose(admitted ->
                        log(call, Action.LOOK_UP, person.token(), call.body().getString("reason")))
                .compose(logged -> entry(call, person))
                .map(entry -> Reply.ok(compared(json(entry, call), entry, call)));
    }

    public Future<Reply> revoke(AuthorisedCall call) {
        PersonTokens person = person(call);
        RegistryState state = RegistryState.of(call.body().getString("state"));
        String reason = call.body().getString("reason");
        return admit(call)
                .compose(admitted -> log(call, Action.REVOKE, person.token(), reason))
                .compose(logged ->
                        registry.store().revoke(pool, person, state, reason, registrar(call), clock.instant()))
                .compose(revoked -> entry(call, person).map(entry -> {
                    if (!revoked) {
                        throw registeredElsewhere();
                    }
                    return Reply.ok(json(entry, call));
                }));
    }

    private Future<Void> admit(AuthorisedCall call) {
        return lookUps.admit(call.account().id());
    }

    static Registrar registrar(Account account) {
        RegionCode region = account.region();
        if (region == null) {
            throw new IllegalStateException("a regulator has a region");
        }
        return new Registrar(account.id(), region);
    }

    private static Registrar registrar(AuthorisedCall call) {
        return registrar(call.account());
    }

    private Future<Void> log(AuthorisedCall call, Action action, PersonToken person, @Nullable String reason) {
        Account account = call.account();
        return registry.log()
                .write(new RegistryLog.Use(
                        account.id(),
                        account.region(),
                        action,
                        person,
                        reason,
                        Boolean.TRUE.equals(call.body().getBoolean("onRequest"))));
    }

    /** The entry of a person; fails if there is none that the account may see. */
    private Future<RegistryEntry> entry(AuthorisedCall call, PersonTokens person) {
        RegionCode region = registrar(call).region();
        return scoped.read(call.account(), client -> registry.store().entry(client, person, region))
                .map(entry -> entry.orElseThrow(Refused::unknown));
    }

    private Document document(AuthorisedCall call) {
        return switch (reading.read(call.body(), LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE))) {
            case PersonReading.Read.Person person -> person.document();
            case PersonReading.Read.Faulty faulty -> throw Refused.body(faulty.pointer(), faulty.expected());
        };
    }

    private PersonTokens person(AuthorisedCall call) {
        JsonObject document = shown(call);
        return registry.vault().tokens(document.getString("type"), document.getString("number"));
    }

    private JsonObject compared(JsonObject json, RegistryEntry entry, AuthorisedCall call) {
        JsonObject document = shown(call);
        Optional.ofNullable(document.getString("name"))
                .ifPresent(name -> json.put("nameMatches", isNamed(entry, document, name)));
        return json;
    }

    private boolean isNamed(RegistryEntry entry, JsonObject document, String name) {
        return registry.vault().names(document.getString("type"), document.getString("number"), name).stream()
                .anyMatch(one -> one.token().equals(entry.token()) && one.isNamed(entry.nameHash()));
    }

    /** The document that the caller presents. */
    private static JsonObject shown(AuthorisedCall call) {
        return call.body().getJsonObject("document");
    }

    /** If the registry's document can no longer be opened, the presented one is used, which has the same number. */
    private static JsonObject json(RegistryEntry entry, AuthorisedCall call) {
        Document document = entry.document();
        JsonObject shown = shown(call);
        JsonObject json = new JsonObject()
                .put(
                        "document",
                        new JsonObject()
                                .put("type", document == null ? shown.getString("type") : document.type())
                                .put(
                                        "number",
                                        Masks.number(
                                                document == null
                                                        ? shown.getString("number")
                                                                .strip()
                                                        : document.number()))
                                .put(
                                        "name",
                                        document == null
                                                ? null
                                                : Masks.name(document.name().strip())))
                .put("registeredAt", Rfc3339.format(entry.registeredAt(), ChinaTime.ZONE))
                .put("state", entry.state().wire())
                .put("stateAt", Rfc3339.format(entry.stateAt(), ChinaTime.ZONE));
        return json.put("reason", entry.reason());
    }

    private static Problem.Thrown lostElsewhere() {
        return Refused.coded(
                409,
                "lost-elsewhere",
                "The document is recorded as lost or revoked by an authority of another region: ask there.");
    }

    private static Problem.Thrown namedElsewhere() {
        return Refused.coded(
                409,
                "name-mismatch",
                "An authority of another region registered the document first, under another name: it, or one whose"
                        + " region covers both, can correct it.");
    }

    private static Problem.Thrown registeredElsewhere() {
        return Refused.coded(
                409,
                "registered-elsewhere",
                "An authority of another region registered the document first: it, or one whose region covers both,"
                        + " can report it lost or revoked.");
    }
}
