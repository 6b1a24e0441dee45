package lingdian.office.cafe;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.ScopedStore;
import lingdian.office.api.AccessLoggedChanges;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.Reply;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;

/**
 * {@code /cafes/{placeCode}/safety}: the safety officer, their training, and the letter of responsibility.
 *
 * <p>Separate from the café itself, because an administrator, who enters cafés, sees no personal data.
 */
final class SafetyEndpoints {
    private final ScopedStore scoped;
    private final CafeStore cafes;
    private final SafetyStore entered;
    private final AccessLoggedChanges changes;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    SafetyEndpoints(
            ScopedStore scoped,
            CafeStore cafes,
            SafetyStore entered,
            AccessLoggedChanges changes,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.scoped = scoped;
        this.cafes = cafes;
        this.entered = entered;
        this.changes = changes;
        this.clock = clock;
        this.ids = ids;
    }

    private record Found(CafeStore.Place place, Optional<Safety> safety) {}

    /** Each reading of a name is logged first. */
    public Future<Reply> show(AuthorisedCall call) {
        return found(call)
                .compose(found -> found.safety()
                        .map(safety -> told(call, found.place(), safety)
                                .map(written ->
                                        Reply.ok(safety.json(found.place().timeZone()))))
                        .orElseGet(() -> Future.succeededFuture(Reply.ok(Safety.none()))));
    }

    private Future<Void> told(AuthorisedCall call, CafeStore.Place place, Safety safety) {
        return safety.officer() == null
                ? Future.succeededFuture()
                : changes.before(entry(call, Action.READ_SAFETY, place));
    }

    public Future<Reply> put(AuthorisedCall call) {
        return scoped.read(call.account(), client -> cafes.known(client, call.placeCode()))
                .compose(place -> {
                    Safety safety = Safety.of(call.body(), ids.get(), clock.instant(), place.timeZone());
                    @Nullable String read = call.body().getString("version");
                    return changes.change(
                                    connection -> entered.put(
                                            connection,
                                            place.placeCode(),
                                            safety,
                                            read == null ? null : UUID.fromString(read),
                                            call.account()),
                                    changed(call, place, safety))
                            .map(kept -> Reply.ok(safety.json(place.timeZone())));
                });
    }

    private Future<Found> found(AuthorisedCall call) {
        var placeCode = call.placeCode();
        return scoped.read(
                call.account(),
                client -> cafes.known(client, placeCode)
                        .compose(place -> entered.of(client, placeCode).map(safety -> new Found(place, safety))));
    }

    /** The entry without the name. */
    private static AccessEntry changed(AuthorisedCall call, CafeStore.Place place, Safety safety) {
        AccessEntry entry = entry(call, Action.CHANGE_SAFETY, place)
                .with("officer", safety.officer() == null ? "none" : "named")
                .with("trainings", safety.trainedOn().size());
        LocalDate letter = safety.responsibilityLetterOn();
        return letter == null ? entry : entry.with("letter", letter.toString());
    }

    private static AccessEntry entry(AuthorisedCall call, Action action, CafeStore.Place place) {
        return call.done(action).on(Subject.of(place.placeCode())).inRegion(place.region());
    }
}
