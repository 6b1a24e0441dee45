package lingdian.intake.batch;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import lingdian.domain.PlaceCode;
import lingdian.intake.probe.Arrears;
import lingdian.intake.probe.Denial;
import lingdian.intake.probe.Probes;
import lingdian.intake.verifier.Confirmations;
import lingdian.intake.verifier.Confirmer;
import lingdian.intake.verifier.IdentityVerifier.Question;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.StampedEvent;
import lingdian.law.judge.StreamState;
import lingdian.platform.work.Contexts;
import lingdian.record.evidence.RecordHash;

/**
 * Owns some of the cafés, on one event loop: takes what arrives into their inboxes, from which the {@link BatchLoop}
 * commits it.
 */
final class Shard extends VerticleBase {
    private final Confirmer confirmer;
    private final IntakeListener listener;
    private final Probes probes;
    private final DailyQuota quota;
    private final Arrears arrears;
    private final Inboxes inboxes;
    private final CafeQueues queues;
    private final BatchLoop loop;

    Shard(
            Vertx vertx,
            BatchCommit commit,
            CommittedStates states,
            Confirmer confirmer,
            IntakeListener listener,
            Probes probes,
            DailyQuota quota,
            Arrears arrears,
            RecordHash hash,
            int batchMaximum) {
        this.confirmer = confirmer;
        this.listener = listener;
        this.probes = probes;
        this.quota = quota;
        this.arrears = arrears;
        this.inboxes = new Inboxes(new CafeStateReader(states::read), states::versions);
        this.queues = new CafeQueues(confirmer, this::commitNext);
        var burdens = new Burdens(inboxes, quota, arrears, listener);
        var answering = new BatchResponder(inboxes, queues, listener, probes, arrears, burdens, hash);
        this.loop = new BatchLoop(vertx, commit, queues, answering, listener, batchMaximum);
    }

    private void commitNext() {
        loop.next();
    }

    /** How many events wait, of all its cafés. For a gauge: read from any thread, so perhaps a moment old. */
    int queuedEvents() {
        return queues.queuedEvents();
    }

    /** How many sessions are open, of the cafés that it knows. For a gauge, as above. */
    int openSessions() {
        return inboxes.openSessions();
    }

    /**
     * Receipt time of the oldest uncommitted item, empty if nothing waits; {@link Instant#EPOCH} while a café's state is
     * loading, because its items are not queued yet.
     */
    Future<Optional<Instant>> waitsSince() {
        return Contexts.run(
                context, () -> Future.succeededFuture(inboxes.isLoading() ? Optional.of(Instant.EPOCH) : oldest()));
    }

    /** How long the batch in hand has been waiting for its commit. */
    Future<Duration> commitsFor() {
        return Contexts.run(context, () -> Future.succeededFuture(loop.inHandFor()));
    }

    private Optional<Instant> oldest() {
        return Stream.concat(loop.inHandSince(), queues.waitsSince()).min(Instant::compareTo);
    }

    /** The event loop that everything of this shard happens on. */
    Context eventLoop() {
        return context;
    }

    /** What is remembered of cafés may be of a history that the database no longer has. From any thread. */
    void doubtStates() {
        if (context != null) { // it is null until this shard is deployed, and then nothing is remembered
            context.runOnContext(now -> inboxes.doubt());
        }
    }

    /** Finishes the current batch; items that still wait are not committed. */
    @Override
    public Future<?> stop() {
        return loop.stop();
    }

    void deniedElsewhere(Denial denial) {
        probes.deniedElsewhere(denial);
    }

    void hello(PlaceCode placeCode, Item.Greet greet) {
        inboxes.of(placeCode)
                .onSuccess(inbox -> {
                    Instant at = greet.receivedAt();
                    String agent = Objects.requireNonNullElse(greet.hello().agent(), "");
                    DailyTraffic.Use use = inbox.traffic.countHello(quota, StampedEvent.day(at), agent.length());
                    if (use != DailyTraffic.Use.WITHIN) {
                        owe(placeCode, at, use, 1);
                    }
                    queues.add(inbox, greet);
                })
                .onFailure(greet::fail);
    }

    /** Reading a message costs as much when it is not taken. */
    void notTaken(PlaceCode placeCode, long characters, Instant receivedAt) {
        DailyTraffic.Use use =
                inboxes.traffic(placeCode).countNotTaken(quota, StampedEvent.day(receivedAt), characters);
        if (use != DailyTraffic.Use.WITHIN) {
            owe(placeCode, receivedAt, use, DailyQuota.pausesNotTaken(characters));
        }
    }

    void late(PlaceCode placeCode, Item.LateConfirmation late) {
        inboxes.of(placeCode).onSuccess(inbox -> queues.add(inbox, late)).onFailure(late::fail);
    }

    /**
     * What seems to be a gap may have gone through another node: then the number that is expected is the one as of now.
     */
    Future<Intake.Offer> offer(PlaceCode placeCode, Intake.Message message, List<PreparedEvent> prepared) {
        return inboxes.of(placeCode)
                .map(inbox -> offer(inbox, message, prepared))
                .compose(offer -> offer instanceof Intake.Offer.Gap
                        ? inboxes.refreshed(placeCode).map(inbox -> offer(inbox, message, prepared))
                        : Future.succeededFuture(offer))
                .onSuccess(offer -> {
                    if (!(offer instanceof Intake.Offer.Accepted)) {
                        notTaken(placeCode, DailyQuota.characters(prepared), message.receivedAt());
                    }
                });
    }

    private Intake.Offer offer(Inbox inbox, Intake.Message message, List<PreparedEvent> prepared) {
        CafeState state = Objects.requireNonNull(inbox.state());
        StreamState stream = state.stream(message.stream());
        if (stream != null && stream.superseded()) {
            return new Intake.Offer.Superseded();
        }
        boolean full = inbox.queuedEvents() > IntakeService.QUEUED_EVENTS_MAX;
        if (full) {
            listener.queueFull();
        }
        if (full || loop.isClosing()) {
            throw new SendAgainException("too much of this café is waiting");
        }
        Long expected = inbox.sequence(message.stream(), message.events(), state);
        return expected == null
                ? take(inbox, message, prepared, stream == null ? 0 : stream.ackedSeq())
                : new Intake.Offer.Gap(expected);
    }

    private Intake.Offer take(Inbox inbox, Intake.Message message, List<PreparedEvent> prepared, long ackedSeq) {
        var receipt = Promise.<Intake.Receipt>promise();
        List<List<PreparedEvent>> portions = portions(prepared);
        Instant receivedAt = message.receivedAt();
        var ticket = new Item.Ticket(receipt, portions.size(), due(inbox, receivedAt, prepared));
        for (List<PreparedEvent> portion : portions) {
            queues.add(
                    inbox,
                    new Item.Chunk(
                            message.stream(),
                            message.connection(),
                            message.keyEnrolledAt(),
                            portion,
                            message.sentAt(),
                            receivedAt,
                            ticket,
                            confirmations(inbox.placeCode, portion, ackedSeq)));
        }
        return new Intake.Offer.Accepted(receipt.future());
    }

    /** Before when the message is not answered, because the café exceeds its daily quota. */
    private long due(Inbox inbox, Instant receivedAt, List<PreparedEvent> message) {
        DailyTraffic.Use use = inbox.traffic.count(quota, StampedEvent.day(receivedAt), message);
        if (inbox.traffic.takeMany()) {
            listener.manyEvents(inbox.placeCode);
        }
        return use == DailyTraffic.Use.WITHIN
                ? Arrears.NONE
                : owe(inbox.placeCode, receivedAt, use, DailyQuota.pauses(message));
    }

    private long owe(PlaceCode placeCode, Instant receivedAt, DailyTraffic.Use use, int pauses) {
        listener.quotaExceeded(placeCode, receivedAt, use == DailyTraffic.Use.FIRST_BEYOND);
        return arrears.oweMessage(placeCode, pauses);
    }

    /** Parts of at most a portion's weight, whatever the heartbeats hold; one empty part of an empty message. */
    static List<List<PreparedEvent>> portions(List<PreparedEvent> prepared) {
        var portions = new ArrayList<List<PreparedEvent>>();
        int from = 0;
        int weight = 0;
        for (int i = 0; i < prepared.size(); i++) {
            int next = prepared.get(i).weight();
            if (weight > 0 && weight + next > CafeQueues.PORTION) {
                portions.add(prepared.subList(from, i));
                from = i;
                weight = 0;
            }
            weight += next;
        }
        portions.add(prepared.subList(from, prepared.size()));
        return portions;
    }

    private Confirmations confirmations(PlaceCode placeCode, List<PreparedEvent> portion, long ackedSeq) {
        Map<Long, Question> questions = confirmer.asks(placeCode) ? questions(portion, ackedSeq) : Map.of();
        return questions.isEmpty()
                ? Confirmations.none()
                : Confirmations.of(() -> Contexts.answerOn(context, confirmer.ask(placeCode, questions)));
    }

    /** @param ackedSeq logins up to it were answered already */
    private static Map<Long, Question> questions(List<PreparedEvent> portion, long ackedSeq) {
        var questions = new HashMap<Long, Question>();
        for (PreparedEvent event : portion) {
            Question question = event.seq() > ackedSeq ? event.question() : null;
            if (question != null) {
                questions.put(event.seq(), question);
            }
        }
        return questions;
    }
}
