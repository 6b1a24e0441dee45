package lingdian.agent.spool;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import lingdian.agent.link.AgentConnection;
import lingdian.agent.link.AgentEndpoint;
import lingdian.agent.link.AgentLink;
import lingdian.agent.link.AgentListener;
import lingdian.agent.link.AgentStream;
import lingdian.agent.link.Answer;
import lingdian.agent.link.OutgoingEvents;
import lingdian.platform.work.Contexts;
import lingdian.platform.work.Periodic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A café's numbered, durable records of one stream and their connection to the service.
 *
 * <p>An event is on disk before its caller gets an answer, and is sent to the service as soon as possible, however
 * often either side restarts meanwhile. Only {@link #close()} ends the agent: if a stream cannot continue, because its
 * records were altered or the service has different ones, they are set aside and a new stream begins. All state belongs
 * to one Vert.x context; every method may be called from any thread, and calls from one thread keep their order.
 */
public final class SpooledAgent {
    private static final Logger LOG = LoggerFactory.getLogger(SpooledAgent.class);
    private static final long RENEW_AGAIN_MILLIS = 10_000;
    private static final long TIDY_MILLIS = 3_600_000;

    private final Vertx vertx;
    private final Context context;
    private final AgentEndpoint endpoint;
    private final SpoolSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final AgentListener listener;
    private final Workers workers;
    private final SpoolDirectory directory;
    private final WebSocketClient sockets;
    private final UplinkStatus status;
    private final ServiceHours hours;
    private final KeptMessages messages;
    private final SpoolWriter writing;
    private final Reactions reactions = new Reactions();
    private Uplink uplink;
    private @Nullable Takeover takeover;
    private final Periodic tidying;
    private @Nullable Promise<Void> closing;
    private boolean renewing;

    private SpooledAgent(
            Vertx vertx,
            AgentEndpoint endpoint,
            SpoolSettings settings,
            InstantSource clock,
            RandomGenerator random,
            AgentListener listener,
            Workers workers,
            Opened opened) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.endpoint = endpoint;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.listener = listener;
        this.workers = workers;
        this.directory = opened.directory();
        this.sockets = AgentConnection.sockets(vertx, 4);
        this.status = new UplinkStatus(clock, directory.spool(), directory.answers(), opened.setAside());
        this.hours = new ServiceHours(directory, workers.answers(), clock, opened.welcome());
        this.messages = new KeptMessages(directory, workers.answers(), opened.messages());
        this.writing = new SpoolWriter(vertx, workers, directory, settings, clock, status);
        this.uplink = uplink();
        this.tidying = Periodic.of(vertx, "tidying the spool", this::tidy);
    }

    /** The state read from disk before there is an agent. */
    private record Opened(
            SpoolDirectory directory,
            List<String> setAside,
            @Nullable JsonObject welcome,
            JsonArray messages) {}

    /**
     * Opens or recovers the records in {@code directory} and begins to connect. Completes when the records are open,
     * connected or not; fails with a {@link SpoolLockedException} if another agent uses the directory.
     */
    public static Future<SpooledAgent> start(
            Vertx vertx,
            AgentEndpoint endpoint,
            Path directory,
            SpoolSettings settings,
            InstantSource clock,
            RandomGenerator random,
            AgentListener listener) {
        return start(vertx, endpoint, directory, settings, clock, random, listener, new SpoolDisk.Real());
    }

    static Future<SpooledAgent> start(
            Vertx vertx,
            AgentEndpoint endpoint,
            Path directory,
            SpoolSettings settings,
            InstantSource clock,
            RandomGenerator random,
            AgentListener listener,
            SpoolDisk disk) {
        var workers = new Workers(vertx, directory);
        Promise<SpooledAgent> started = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(nothing -> workers.records()
                        .executeBlocking(() -> open(disk, directory, settings, clock, random))
                        .map(opened -> new SpooledAgent(
                                        vertx, endpoint, settings, clock, random, listener, workers, opened)
                                .begin())
                        .onFailure(failure -> workers.close())
                        .onComplete(started));
        return started.future();
    }

    private static Opened open(
            SpoolDisk disk, Path root, SpoolSettings settings, InstantSource clock, RandomGenerator random)
            throws IOException {
        SpoolDirectory directory = SpoolDirectory.open(disk, root, settings, clock, random);
        return new Opened(directory, directory.setAside(), directory.welcome().orElse(null), directory.messages());
    }

    private SpooledAgent begin() {
        directory.renewal().ifPresent(reason -> listener.renewed(directory.spool().stream(), reason));
        tidying.start(TIDY_MILLIS);
        uplink.begin();
        return this;
    }

    /**
     * Makes the draft the next event and completes with its number once it is on disk. Fails with a
     * {@link SpoolFullException}, without recording it, if the disk has no room.
     */
    public Future<Long> record(EventDraft draft) {
        return Contexts.run(
                context,
                () -> closing == null
                        ? writing.record(draft)
                        : Future.failedFuture(new IllegalStateException("the agent is closed")));
    }

    /**
     * The service's answer to an event: the verdict or reject of a login, otherwise the acknowledgement (or a reject
     * that came first). Pending while offline; works after a restart too. Fails if the stream ended before the answer
     * came.
     */
    public Future<Answer> answer(long seq) {
        return Contexts.run(context, () -> uplink.feed().answerOf(seq));
    }

    /** The current state; may be called from any thread. */
    public UplinkState state() {
        return status.state();
    }

    /**
     * The last welcome ever received, its {@code hours} updated by later notices; {@code receivedAt} tells when, by the
     * agent's clock. Stored on disk. May be called from any thread.
     */
    public Optional<JsonObject> welcome() {
        return hours.welcome();
    }

    /** The offices' messages that are kept, oldest first, as received but for {@code read}. From any thread. */
    public List<JsonObject> messages() {
        return messages.all();
    }

    /** A person has read a message, which the service is told; false where it is not kept. */
    public Future<Boolean> read(UUID message) {
        return Contexts.run(
                context,
                () -> messages.read(message).map(receipt -> {
                    receipt.ifPresent(uplink::receipt);
                    return receipt.isPresent();
                }));
    }

    /** The chain hashes that events were acknowledged with. */
    public Proofs proofs() {
        return directory.proofs();
    }

    /**
     * Reads all stored records of the current stream in order; holds one at a time in memory. Blocking, not for an
     * event loop.
     *
     * @throws java.io.UncheckedIOException if they cannot be read
     */
    public void forEachRecord(Consumer<StoredEvent> consumer) {
        StoredEvents.forEach(directory.spool(), consumer);
    }

    /** Closes the connection with 1000, then the records. Unacknowledged events are sent after the next start. */
    public Future<Void> close() {
        return Contexts.run(context, () -> {
            if (closing != null) {
                return closing.future();
            }
            Promise<Void> closed = Promise.promise();
            closing = closed;
            tidying.stop();
            stopTakeover();
            writing.finish()
                    .compose(written -> uplink.close())
                    .compose(down -> writing.finish())
                    .compose(heard -> workers.records().executeBlocking(this::closeDirectory))
                    .eventually(sockets::close)
                    .eventually(workers::close)
                    .onComplete(closed);
            return closed.future();
        });
    }

    private @Nullable Void closeDirectory() throws IOException {
        directory.close();
        return null;
    }

    private Uplink uplink() {
        Spool spool = directory.spool();
        var reading = new BackgroundSpoolReader(vertx, workers.reading(), spool, reactions::broken);
        var made = new Uplink(
                reading,
                spool.lastSeq(),
                directory.answers().ackedSeq(),
                (hearing, outgoing) -> link(spool.stream(), hearing, outgoing),
                reactions,
                status,
                listener,
                clock);
        writing.to(made.feed());
        return made;
    }

    private AgentLink link(UUID id, AgentListener hearing, OutgoingEvents outgoing) {
        var stream = new AgentStream(id, settings.agent(), settings.terminals());
        return new AgentLink(vertx, sockets, endpoint, stream, clock, random, settings.backoff(), hearing, outgoing);
    }

    /** Sets the stream's records aside and begins a new one; if the disk fails, the old one continues for now. */
    private void renew(String reason) {
        if (renewing || closing != null) {
            return;
        }
        renewing = true;
        stopTakeover();
        long safe = uplink.feed().ackedSeq();
        uplink.close()
                .compose(closed -> writing.pause())
                .compose(quiet -> workers.records().executeBlocking(() -> {
                    directory.renew(reason, safe);
                    return directory.setAside();
                }))
                .onSuccess(setAside -> {
                    Spool spool = directory.spool();
                    status.renewed(spool.stream(), spool.lastSeq(), setAside);
                    renewing = false;
                    uplink = uplink();
                    listener.renewed(spool.stream(), reason);
                    writing.resume();
                    if (closing == null) {
                        uplink.begin();
                    }
                })
                .onFailure(failure -> {
                    LOG.warn(
                            "a new stream cannot be begun ({})",
                            failure.getClass().getSimpleName());
                    writing.resume();
                    vertx.setTimer(RENEW_AGAIN_MILLIS, id -> {
                        renewing = false;
                        renew(reason);
                    });
                });
    }

    private void stopTakeover() {
        if (takeover != null) {
            takeover.close();
            takeover = null;
        }
    }

    /**
     * Deletes records that Article 23 no longer requires: those acknowledged longer ago than the retention period, by
     * the service's clock, because this machine's clock may be wrong in either direction.
     */
    private void tidy() {
        hours.serverTime()
                .map(now -> now.minus(Duration.ofDays(settings.keepDays())))
                .ifPresent(moment -> writing.dropBefore(uplink.feed().ackedSeq(), moment));
    }

    /** Reacts to messages and failures of the connection. */
    private final class Reactions implements Uplink.Owner {
        @Override
        public Instant now() {
            return hours.now();
        }

        @Override
        public void heard(AnswerEntry entry) {
            writing.heard(entry);
        }

        @Override
        public void welcomed(JsonObject welcome) {
            hours.welcomed(welcome);
            messages.readBefore(hours.now()).forEach(uplink::receipt);
            tidy();
        }

        @Override
        public void noticed(JsonObject notice) {
            hours.noticed(notice);
            if ("message".equals(notice.getValue("notice"))) {
                messages.take(notice).onSuccess(receipt -> receipt.ifPresent(uplink::receipt));
            }
        }

        @Override
        public void broken(String reason) {
            renew(reason);
        }

        @Override
        public void superseded() {
            if (closing == null && takeover == null) {
                uplink.close();
                takeover = new Takeover(
                        vertx,
                        settings,
                        random,
                        probe -> link(StreamIds.next(random), probe.listener(), probe.nothing()),
                        () -> renew("another installation had taken over and no longer runs"));
                takeover.begin();
            }
        }
    }
}
