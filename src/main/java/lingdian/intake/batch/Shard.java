package lingdian.intake.batch;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.Hello;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.StreamState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns some of the cafés: what arrives while one batch is being committed becomes the next.
 *
 * <p>Everything here happens on the shard's one event loop. Cafés take turns, with a small portion each, so that one that
 * sends a thousand times its share delays the others by no more than a portion.
 */
final class Shard extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(Shard.class);
    /** Events of one café in one batch: so many add less to a commit's time than it takes anyway. */
    static final int PORTION = 32;
    /** It grows to this where very many cafés wait: half as many events as cafés, which is half more where each has one. */
    static final int LARGE_PORTION = 64;

    private static final Batch NOTHING = new Batch(List.of());
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 500; // verdicts go on within two seconds of the database's return

    /**
     * One of perhaps many attempts to commit a batch.
     *
     * @param pauseMillis before the next one
     * @param inDoubt what the last one came to, where it is not known whether that is committed
     */
    private record Attempt(Batch batch, long pauseMillis, BatchCommit.@Nullable Committed inDoubt) {
        /** The doubt about one attempt stays until a later one gets far enough to settle it. */
        Attempt next(Throwable failure) {
            return new Attempt(
                    batch,
                    Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS),
                    failure instanceof TransactionFailure.InDoubt unanswered
                            ? (BatchCommit.Committed) unanswered.result()
                            : inDoubt);
        }
    }

    private final BatchCommit commit;
    private final Confirmer confirmer;
    private final IntakeListener listener;
    private final Probes probes;
    private final int batchMaximum;
    private final StateReading states;
    private final Map<PlaceCode, Inbox> inboxes = new HashMap<>();
    private final Map<PlaceCode, Future<Inbox>> loading = new HashMap<>();
    private final ArrayDeque<Inbox> ready = new ArrayDeque<>();
    private volatile int queuedEvents;
    private boolean committing;
    private Batch inHand = NOTHING;
    private boolean closing;
    private Promise<Void> idle = Promise.promise();

    Shard(BatchCommit commit, Confirmer confirmer, IntakeListener listener, Probes probes, int batchMaximum) {
        this.commit = commit;
        this.confirmer = confirmer;
        this.listener = listener;
        this.probes = probes;
        this.batchMaximum = batchMaximum;
        this.states = new StateReading(placeCodes -> commit.states(placeCodes, confirmer));
    }

    /** How many events wait, of all its cafés. For a gauge: read from any thread, so perhaps a moment old. */
    int queuedEvents() {
        return queuedEvents;
    }

    /**
     * When the oldest that is not committed yet was received; empty where nothing waits. While a café's state is being read
     * that is not known, for what it sent is in no queue: then it may be the oldest of all.
     */
    Future<Optional<Instant>> waitsSince() {
        var answer = Promise.<Optional<Instant>>promise();
        context.runOnContext(go -> answer.complete(loading.isEmpty() ? oldest() : Optional.of(Instant.EPOCH)));
        return answer.future();
    }

    private Optional<Instant> oldest() {
        Stream<Instant> queued =
                inboxes.values().stream().map(Inbox::waitsSince).filter(Objects::nonNull);
        return Stream.concat(inHand.receivedAt(), queued).min(Instant::compareTo);
    }

    /** The event loop that everything of this shard happens on. */
    Context loop() {
        return context;
    }

    /** Finishes the batch in hand, then fails what still waits. */
    @Override
    public Future<?> stop() {
        closing = true;
        return committing ? idle.future() : Future.succeededFuture();
    }

    void hello(PlaceCode placeCode, Item.Greet greet) {
        inbox(placeCode).onSuccess(inbox -> enqueue(inbox, greet)).onFailure(greet::fail);
    }

    void late(PlaceCode placeCode, Item.Late late) {
        inbox(placeCode).onSuccess(inbox -> enqueue(inbox, late)).onFailure(late::fail);
    }

    Future<Intake.Offer> offer(PlaceCode placeCode, Intake.Message message, List<Prepared> prepared) {
        return inbox(placeCode)
                .map(inbox -> offer(inbox, message, prepared))
                .compose(offer ->
                        offer instanceof Intake.Offer.Gap ? offerAgain(placeCode, message, prepared) : taken(offer));
    }

    /** What seems to be a gap may have gone through another node: the number that is expected is told as of now. */
    private Future<Intake.Offer> offerAgain(PlaceCode placeCode, Intake.Message message, List<Prepared> prepared) {
        return commit.states(List.of(placeCode), confirmer)
                .compose(states -> inbox(placeCode).map(inbox -> {
                    inbox.learn(Objects.requireNonNull(states.get(placeCode)));
                    return offer(inbox, message, prepared);
                }));
    }

    private static Future<Intake.Offer> taken(Intake.Offer offer) {
        return Future.succeededFuture(offer);
    }

    private Intake.Offer offer(Inbox inbox, Intake.Message message, List<Prepared> prepared) {
        CafeState state = Objects.requireNonNull(inbox.state());
        StreamState stream = state.stream(message.stream());
        if (stream != null && stream.superseded()) {
            return new Intake.Offer.Superseded();
        }
        boolean full = inbox.queuedEvents() > IntakeService.QUEUED_EVENTS_MAX;
        if (full) {
            listener.queueFull();
        }
        if (full || closing) {
            throw new SendAgain("too much of this café is waiting");
        }
        Long expected = inbox.sequence(message.stream(), message.events(), state);
        if (expected != null) {
            return new Intake.Offer.Gap(expected);
        }
        var receipt = Promise.<Intake.Receipt>promise();
        var ticket = new Item.Ticket(receipt, Math.max(1, (prepared.size() + PORTION - 1) / PORTION));
        for (int from = 0; from == 0 || from < prepared.size(); from += PORTION) {
            List<Prepared> portion = prepared.subList(from, Math.min(from + PORTION, prepared.size()));
            Answers answers = answers(inbox.placeCode, portion, stream == null ? 0 : stream.ackedSeq());
            enqueue(
                    inbox,
                    new Item.Chunk(
                            message.stream(),
                            message.connection(),
                            portion,
                            message.sentAt(),
                            message.receivedAt(),
                            ticket,
                            answers));
        }
        return new Intake.Offer.Accepted(receipt.future());
    }

    private Answers answers(PlaceCode placeCode, List<Prepared> portion, long ackedSeq) {
        return confirmer.asks(placeCode, portion)
                ? Answers.of(() -> here(confirmer.ask(portion, ackedSeq)))
                : Answers.none();
    }

    private <T> Future<T> here(Future<T> future) {
        var promise = Promise.<T>promise();
        future.onComplete(done -> context.runOnContext(go -> promise.handle(done)));
        return promise.future();
    }

    /** Asks about the café's next logins. Its later events wait for the answers too, other cafés' do not. */
    private void ask(Inbox inbox) {
        for (Item item : inbox.near(PORTION)) {
            if (item instanceof Item.Chunk chunk && !chunk.answers().begun()) {
                chunk.answers().begin().onComplete(answered -> {
                    list(inbox);
                    next();
                });
            }
        }
    }

    /** The café's inbox, its state read once. */
    private Future<Inbox> inbox(PlaceCode placeCode) {
        Inbox known = inboxes.get(placeCode);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        Future<Inbox> underWay = loading.get(placeCode);
        if (underWay != null) {
            return underWay;
        }
        Future<Inbox> load = states.read(placeCode).map(state -> {
            var inbox = new Inbox(placeCode);
            inbox.state(state);
            inboxes.put(placeCode, inbox);
            return inbox;
        });
        loading.put(placeCode, load);
        load.onComplete(done -> loading.remove(placeCode));
        return load;
    }

    private void enqueue(Inbox inbox, Item item) {
        inbox.add(item);
        queuedEvents += item.size();
        list(inbox);
        next();
    }

    private void list(Inbox inbox) {
        if (confirmer.asks()) {
            ask(inbox);
        }
        if (!inbox.listed && inbox.isReady()) {
            inbox.listed = true;
            ready.add(inbox);
        }
    }

    private void next() {
        if (committing) {
            return;
        }
        if (ready.isEmpty() || closing) {
            idle.tryComplete();
            return;
        }
        committing = true;
        idle = Promise.promise();
        inHand = gather();
        commit(new Attempt(inHand, FIRST_PAUSE_MILLIS, null), this::goOn);
    }

    /**
     * One portion of each café that waits, and no second one: whoever comes while it is committed waits for it. A café costs a
     * batch as much as some events do, so larger portions make all faster where that is fair.
     */
    private Batch gather() {
        var works = new ArrayList<Batch.Work>();
        int size = 0;
        int portion = Math.clamp(ready.size() / 2, PORTION, LARGE_PORTION);
        for (int turns = ready.size(); turns > 0 && size < batchMaximum; turns--) {
            Inbox inbox = ready.remove();
            inbox.listed = false;
            for (Item item : inbox.take(Math.min(portion, batchMaximum - size))) {
                works.add(new Batch.Work(inbox, item));
                size += item.size();
            }
            list(inbox);
        }
        queuedEvents -= size;
        return new Batch(works);
    }

    /** Commits, however long the database takes to let it, and then does what is next, whatever became of the batch. */
    private void commit(Attempt attempt, Runnable then) {
        long begun = System.nanoTime(); // measures, decides nothing
        commit.commit(attempt.batch(), attempt.inDoubt()).onComplete(done -> {
            if (done.succeeded()) {
                finishSafely(attempt.batch(), done.result(), System.nanoTime() - begun);
                then.run();
            } else if (DatabaseFailure.passes(done.cause()) && !closing) {
                LOG.warn(
                        "A batch of {} events waits for the database: {}",
                        attempt.batch().size(),
                        DatabaseFailure.say(done.cause()));
                listener.commitFailed();
                vertx.setTimer(attempt.pauseMillis(), timer -> commit(attempt.next(done.cause()), then));
            } else {
                refuse(attempt.batch(), done.cause(), then);
            }
        });
    }

    /** Whatever goes wrong after the commit, the shard goes on. */
    private void finishSafely(Batch batch, BatchCommit.Committed committed, long nanos) {
        try {
            finish(batch, committed, nanos);
        } catch (RuntimeException bug) {
            LOG.error("A committed batch could not be answered; its agents have to send it again", bug);
            giveUp(batch);
        }
    }

    private void finish(Batch batch, BatchCommit.Committed committed, long nanos) {
        Outcome outcome = committed.outcome();
        outcome.states.forEach((place, state) -> {
            Inbox inbox = inboxes.get(place);
            if (inbox != null) {
                inbox.state(state);
            }
        });
        listener.committed(new CommittedBatch(
                batch.size(),
                nanos,
                outcome.eventTypes,
                outcome.judgements,
                outcome.loginsReceivedAt,
                committed.announced(),
                committed.position()));
        answer(batch, outcome);
    }

    private void answer(Batch batch, Outcome outcome) {
        for (int i = 0; i < batch.works().size(); i++) {
            Outcome.Reply reply = outcome.replies.get(i);
            Inbox inbox = batch.works().get(i).inbox();
            CafeState state = Objects.requireNonNull(outcome.states.get(inbox.placeCode));
            switch (batch.works().get(i).item()) {
                case Item.Greet greet -> greet.greeting().tryComplete(reply.greeting());
                case Item.Late late -> late.taken().tryComplete();
                case Item.Chunk chunk -> answer(inbox, chunk, reply, state);
            }
        }
        outcome.superseded.forEach(key -> listener.superseded(key.placeCode(), key.stream()));
    }

    private void answer(Inbox inbox, Item.Chunk chunk, Outcome.Reply reply, CafeState state) {
        if (reply.failure() != null) {
            chunk.fail(reply.failure());
            if (!(reply.failure() instanceof TakenOver)
                    || inbox.queuedEvents() == 0) { // else the newer one's wait there
                giveUp(inbox, new SendAgain("events before these were not recorded"));
            }
            return;
        }
        StreamState stream = state.stream(chunk.stream());
        chunk.ticket()
                .committed(
                        reply.answers(),
                        probes.beyond(inbox.placeCode, chunk.receivedAt(), reply.questions()),
                        stream == null ? 0 : stream.ackedSeq(),
                        stream == null ? IntakeService.origin(state.placeCode(), chunk.stream()) : stream.chain());
    }

    /** Not the database's passing failure but ours: finds the café that it is about, and goes on with the others. */
    private void refuse(Batch batch, Throwable cause, Runnable then) {
        List<Batch> parts = batch.byCafe();
        if (closing) {
            LOG.warn("A batch is given up, the service ends: {}", DatabaseFailure.say(cause));
            giveUp(batch);
            then.run();
            return;
        }
        if (parts.size() > 1) {
            LOG.error("A batch cannot be committed; its cafés are tried one by one", DatabaseFailure.loggable(cause));
            oneByOne(parts, 0, then);
            return;
        }
        LOG.error(
                "A café's events cannot be committed; its agent has to send them again",
                DatabaseFailure.loggable(cause));
        giveUp(batch);
        then.run();
    }

    private void oneByOne(List<Batch> parts, int i, Runnable then) {
        if (i == parts.size()) {
            then.run();
        } else {
            commit(new Attempt(parts.get(i), FIRST_PAUSE_MILLIS, null), () -> oneByOne(parts, i + 1, then));
        }
    }

    private void goOn() {
        committing = false;
        inHand = NOTHING;
        next();
    }

    private void giveUp(Batch batch) {
        var why = new SendAgain("the events could not be recorded");
        batch.works().forEach(work -> {
            work.item().fail(why);
            giveUp(work.inbox(), why);
        });
    }

    /** What waits builds on what was given up, so it is given up too, and the state is read anew. */
    private void giveUp(Inbox inbox, Throwable why) {
        ready.remove(inbox);
        inbox.listed = false;
        for (Item item : inbox.abandon()) {
            queuedEvents -= item.size();
            item.fail(why);
        }
        inboxes.remove(inbox.placeCode, inbox);
    }

    /** For {@link IntakeService}: the same, whoever asks. */
    static Item.Greet greet(Hello hello, long connection, Instant receivedAt) {
        return new Item.Greet(hello, connection, receivedAt, Promise.promise());
    }
}
