package lingdian.intake.batch;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.event.Hello;
import lingdian.intake.probe.Arrears;
import lingdian.intake.probe.Denial;
import lingdian.intake.verifier.LateAnswer;
import lingdian.platform.database.DatabaseClock;
import lingdian.platform.work.Contexts;
import lingdian.vault.seal.Vault;

/** The intake of one node: prepares messages, and hands each to the shard that owns its café. */
public final class IntakeService implements Intake {
    /** How far ahead permitted hours are announced (handbook, protocol-messages.md#welcome). */
    public static final Duration ANNOUNCED = Duration.ofHours(48);

    /** Maximum that may wait for one café: a window, or a few long HTTP messages. */
    static final int QUEUED_EVENTS_MAX = 20_000;

    private final Vertx vertx;
    private final List<Shard> shards;
    private final EventPreparation preparation;
    private final Arrears arrears;
    private final DatabaseClock clocks;
    private final Arrivals arrivals = new Arrivals();

    IntakeService(
            Vertx vertx,
            List<Shard> shards,
            Vault vault,
            DocumentRules documents,
            Arrears arrears,
            DatabaseClock clocks) {
        this.vertx = vertx;
        this.shards = List.copyOf(shards);
        this.preparation = new EventPreparation(vertx, vault, documents);
        this.arrears = arrears;
        this.clocks = clocks;
    }

    @Override
    public Arrears arrears() {
        return arrears;
    }

    @Override
    public boolean judges() {
        return !clocks.differs();
    }

    @Override
    public Future<Greeting> hello(PlaceCode placeCode, Hello hello, ConnectionNumber connection, Instant receivedAt) {
        Context caller = vertx.getOrCreateContext();
        Shard shard = shard(placeCode);
        var greet = new Item.Greet(hello, connection, receivedAt, Promise.promise());
        Runnable over = arrivals.began(receivedAt);
        greet.greeting().future().onComplete(greeted -> over.run());
        shard.eventLoop().runOnContext(go -> shard.hello(placeCode, greet));
        return Contexts.answerOn(caller, greet.greeting().future());
    }

    @Override
    public Runnable arriving(Instant receivedAt) {
        return arrivals.began(receivedAt);
    }

    @Override
    public void notTaken(PlaceCode placeCode, long characters, Instant receivedAt) {
        Shard shard = shard(placeCode);
        shard.eventLoop().runOnContext(go -> shard.notTaken(placeCode, characters, receivedAt));
    }

    /** Another node denied a café something. From any thread. */
    void deniedElsewhere(Denial denial) {
        Shard shard = shard(denial.placeCode());
        shard.eventLoop().runOnContext(go -> shard.deniedElsewhere(denial));
    }

    /** When the oldest message that is in no shard's queue yet was received. */
    Optional<Instant> arrivingSince() {
        return arrivals.oldest();
    }

    @Override
    public Future<Offer> offer(PlaceCode placeCode, Message message) {
        Context caller = vertx.getOrCreateContext();
        Shard shard = shard(placeCode);
        Runnable over = arrivals.began(message.receivedAt());
        Future<Offer> offer = preparation
                .of(message.events())
                .compose(prepared -> Contexts.run(shard.eventLoop(), () -> shard.offer(placeCode, message, prepared)))
                .onComplete(offered -> over.run());
        return Contexts.answerOn(caller, offer)
                .map(answer -> answer instanceof Offer.Accepted accepted
                        ? new Offer.Accepted(Contexts.answerOn(caller, accepted.committed()))
                        : answer);
    }

    /** Takes the late answer of an outside verifier to its café; completes when it is committed. */
    Future<Void> late(LateAnswer answer) {
        PlaceCode placeCode = answer.session().placeCode();
        Shard shard = shard(placeCode);
        var late = new Item.LateConfirmation(
                answer.session(), answer.confirmation(), answer.answeredAt(), Promise.promise());
        shard.eventLoop().runOnContext(go -> shard.late(placeCode, late));
        return late.taken().future();
    }

    private Shard shard(PlaceCode placeCode) {
        return shards.get(Math.floorMod(placeCode.hashCode(), shards.size()));
    }
}
