package lingdian.regulator;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lingdian.identity.Document;
import lingdian.identity.Masks;
import lingdian.identity.PersonToken;
import lingdian.identity.RegistryEntry;
import lingdian.identity.RegistryState;
import lingdian.identity.RegistryStore.Found;
import lingdian.identity.RegistryStore.Registrar;
import lingdian.identity.SealedRegistration;
import lingdian.platform.Problem;
import lingdian.platform.Rfc3339;
import lingdian.regulator.RegistryLog.Action;
import org.jspecify.annotations.Nullable;

/**
 * The registry for one person at a time (SPEC.md, section 7): register, look up, revoke.
 *
 * <p>All of it is written down before it is done. An answer is masked like every other: who asks has the document before
 * them, and can have its name compared without being told the registry's.
 */
final class RegistryEndpoints {
    static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private final Pool pool;
    private final Registry registry;
    private final PersonReading reading;
    private final InstantSource clock;

    RegistryEndpoints(Pool pool, Registry registry, InstantSource clock) {
        this.pool = pool;
        this.registry = registry;
        this.reading = new PersonReading(registry.documents());
        this.clock = clock;
    }

    Future<Reply> register(Call call) {
        SealedRegistration person = SealedRegistration.of(registry.vault(), document(call));
        return log(call, Action.REGISTER, person.token(), null)
                .compose(logged -> registry.store()
                        .register(pool, List.of(person), registrar(call), Found.TAKES_BACK, clock.instant()))
                .compose(registered -> {
                    if (!registered.has(person.token())) {
                        throw lostElsewhere();
                    }
                    int status = registered.added().isEmpty() ? 200 : 201;
                    return entry(call, person.token())
                            .map(entry -> new Reply(status, json(entry).toBuffer()));
                });
    }

    Future<Reply> lookUp(Call call) {
        PersonToken token = token(call);
        return log(call, Action.LOOK_UP, token, call.body().getString("reason"))
                .compose(logged -> entry(call, token))
                .map(entry -> Reply.ok(compared(json(entry), entry, call)));
    }

    Future<Reply> revoke(Call call) {
        PersonToken token = token(call);
        RegistryState state = RegistryState.of(call.body().getString("state"));
        String reason = call.body().getString("reason");
        return log(call, Action.REVOKE, token, reason)
                .compose(
                        logged -> registry.store().revoke(pool, token, state, reason, registrar(call), clock.instant()))
                .compose(revoked -> entry(call, token))
                .map(entry -> Reply.ok(json(entry)));
    }

    static Registrar registrar(Account account) {
        String region = account.region();
        if (region == null) {
            throw new IllegalStateException("a regulator has a region");
        }
        return new Registrar(account.id(), region);
    }

    private static Registrar registrar(Call call) {
        return registrar(call.account());
    }

    private Future<Void> log(Call call, Action action, PersonToken person, @Nullable String reason) {
        return registry.log().write(new RegistryLog.Use(call.account().id(), action, person, reason));
    }

    /** Fails where there is none that the account may see. */
    private Future<RegistryEntry> entry(Call call, PersonToken token) {
        return registry.store()
                .entry(pool, token, registrar(call).region())
                .map(entry -> entry.orElseThrow(Refused::unknown));
    }

    private Document document(Call call) {
        return switch (reading.read(call.body(), LocalDate.ofInstant(clock.instant(), CHINA))) {
            case PersonReading.Read.Person person -> person.document();
            case PersonReading.Read.Faulty faulty -> throw Refused.body(faulty.pointer(), faulty.expected());
        };
    }

    private PersonToken token(Call call) {
        JsonObject document = call.body().getJsonObject("document");
        return registry.vault().token(document.getString("type"), document.getString("number"));
    }

    private JsonObject compared(JsonObject json, RegistryEntry entry, Call call) {
        Optional.ofNullable(call.body().getJsonObject("document").getString("name"))
                .ifPresent(name -> json.put("nameMatches", sameName(entry, name)));
        return json;
    }

    private boolean sameName(RegistryEntry entry, String name) {
        return Arrays.equals(
                registry.vault().nameHash(entry.token(), name),
                registry.vault().nameHash(entry.token(), entry.document().name()));
    }

    private static JsonObject json(RegistryEntry entry) {
        JsonObject json = new JsonObject()
                .put(
                        "document",
                        new JsonObject()
                                .put("type", entry.document().type())
                                .put("number", Masks.number(entry.document().number()))
                                .put("name", Masks.name(entry.document().name().strip())))
                .put("registeredAt", Rfc3339.format(entry.registeredAt(), CHINA))
                .put("state", entry.state().wire())
                .put("stateAt", Rfc3339.format(entry.stateAt(), CHINA));
        return json.put("reason", entry.reason());
    }

    private static Problem.Thrown lostElsewhere() {
        return Refused.with(
                409, "The document is recorded as lost or revoked by an authority of another region: ask there.");
    }
}
