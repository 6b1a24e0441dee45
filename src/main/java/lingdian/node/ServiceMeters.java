package lingdian.node;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.feed.log.FeedHub;
import lingdian.feed.log.FeedMeters;
import lingdian.feed.notification.Format;
import lingdian.feed.notification.NotificationListener;
import lingdian.feed.notification.Notifications;
import lingdian.intake.batch.CommittedBatch;
import lingdian.intake.batch.IntakeListener;
import lingdian.intake.batch.IntakeNode;
import lingdian.intake.socket.AgentConnections;
import lingdian.intake.socket.AgentMeters;
import lingdian.law.judge.Change;
import lingdian.law.judge.Judgement;
import lingdian.law.judge.Reason;
import lingdian.office.figures.FiguresCounter;
import lingdian.platform.Problem;
import lingdian.record.retention.RetentionListener;

/** Passes what the parts report on to the meters, the feed and the connections. */
final class ServiceMeters implements IntakeListener, AgentMeters, RetentionListener, FeedMeters, NotificationListener {
    private final Meters meters;
    private final AgentConnections connections;
    private final InstantSource clock;
    private final Runnable feedMoved;

    /** @param feedMoved called after each commit that gave the feed something */
    ServiceMeters(Meters meters, AgentConnections connections, InstantSource clock, Runnable feedMoved) {
        this.meters = meters;
        this.clock = clock;
        this.connections = connections;
        this.feedMoved = feedMoved;
    }

    /** The gauges: what is in use now. */
    static void watch(
            Meters meters,
            FeedHub hub,
            AgentConnections connections,
            IntakeNode intake,
            FiguresCounter figures,
            Notifications notifications) {
        meters.watchNotifications(notifications::waiting, notifications::overdue);
        meters.watchFigures(figures::age);
        meters.watchCoverage(
                () -> figures.standing().heard(), () -> figures.standing().licensed());
        meters.watchDatabase(() -> figures.standing().databaseBytes());
        meters.watchFeedPosition(hub::position);
        meters.watchFeedSubscribers(hub::subscribers);
        meters.watchConnections(connections::count);
        meters.watchQueue(intake::queuedEvents);
        meters.watchSessions(intake::openSessions);
    }

    /** Counts what is refused because of a limit, on whatever path. */
    static Handler<RoutingContext> limits(Meters meters) {
        return context -> {
            context.addEndHandler(ended -> limit(context).ifPresent(meters::limitReached));
            context.next();
        };
    }

    /** The handlers of bodies know no more than that one was too large. */
    private static Optional<String> limit(RoutingContext context) {
        return context.response().getStatusCode() == HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE.code()
                ? Problem.limitReached(context).or(() -> Optional.of("body"))
                : Problem.limitReached(context);
    }

    /** Counts how requests end. Not those of who watches the service: they are answered by the thousand, and thin out the rest. */
    static Handler<RoutingContext> requests(Meters meters) {
        return context -> {
            String path = Objects.requireNonNullElse(context.request().path(), "");
            if (!path.startsWith("/health/") && !path.equals("/metrics")) {
                context.addEndHandler(ended -> {
                    if (ended.failed() && !context.response().headWritten()) {
                        meters.requestAbandoned(door(path));
                    } else {
                        meters.requestEnded(door(path), ending(context));
                    }
                });
            }
            context.next();
        };
    }

    /** Who is turned away by a limit of ours is refused, whatever the status; but for the pool's, which is the database's slowness. */
    private static int ending(RoutingContext context) {
        int status = context.response().getStatusCode();
        boolean limited = Problem.limitReached(context)
                .filter(limit -> !limit.equals("pool"))
                .isPresent();
        return limited && status == HttpResponseStatus.SERVICE_UNAVAILABLE.code()
                ? HttpResponseStatus.TOO_MANY_REQUESTS.code()
                : status;
    }

    private static String door(String path) {
        return path.startsWith("/agent/") ? "agents" : path.startsWith("/api/") ? "api" : "pages";
    }

    /** Counts what the API refuses, and where it fails. */
    static Handler<RoutingContext> refusals(Meters meters) {
        return context -> {
            context.addEndHandler(ended -> {
                if (context.response().getStatusCode() >= HttpResponseStatus.BAD_REQUEST.code()) {
                    meters.requestRefused(context.response().getStatusCode());
                }
            });
            context.next();
        };
    }

    @Override
    public void committed(CommittedBatch batch) {
        meters.batchCommitted(batch.size(), Duration.ofNanos(batch.nanos()));
        var counts = new HashMap<String, Integer>();
        batch.eventTypes().forEach(type -> counts.merge(type, 1, Integer::sum));
        counts.forEach(meters::eventCommitted);
        Instant now = clock.instant();
        batch.loginsReceivedAt().forEach(received -> meters.verdictSent(Duration.between(received, now)));
        batch.judgements().forEach(this::answered);
        found(batch.announced());
    }

    @Override
    public void found(List<Change> announced) {
        for (Change change : announced) {
            meters.violationChanged(
                    change.finding().code().name(),
                    change.finding().standing().wire(),
                    change.kind().name().toLowerCase(Locale.ROOT));
        }
        if (!announced.isEmpty()) {
            feedMoved.run();
        }
    }

    @Override
    public void commitFailed() {
        meters.batchFailed();
    }

    @Override
    public void queueFull() {
        meters.limitReached("queue");
    }

    @Override
    public void superseded(PlaceCode placeCode, UUID stream) {
        connections.superseded(placeCode, stream);
    }

    @Override
    public void closed(int code) {
        meters.connectionClosed(code);
    }

    @Override
    public void refused(int status) {
        meters.agentRefused(status);
    }

    @Override
    public void windowFull() {
        meters.windowStalled();
    }

    @Override
    public void dayDropped(long records) {
        meters.dayDropped(records);
    }

    @Override
    public void dropPutOff() {
        meters.dropPutOff();
    }

    @Override
    public void findingsDropped(long violations) {
        meters.findingsDropped(violations);
    }

    @Override
    public void delivered(Format format) {
        meters.notified(format.wire(), "delivered");
    }

    @Override
    public void failed(Format format) {
        meters.notified(format.wire(), "failed");
    }

    @Override
    public void died(Format format) {
        meters.notified(format.wire(), "dead");
    }

    @Override
    public void stopped(Format format) {
        meters.notified(format.wire(), "stopped");
    }

    private void answered(Judgement judgement) {
        switch (judgement.answer()) {
            case null -> {}
            case Judgement.Reject reject -> meters.eventRejected(reject.code());
            case Judgement.Verdict verdict -> {
                if (verdict.allow()) {
                    meters.loginAllowed();
                } else {
                    meters.loginDenied(
                            verdict.reasons().stream().map(Reason::wire).toList());
                }
            }
        }
    }

    @Override
    public void reachedReaders(Instant committedAt) {
        meters.feedDelivered(Duration.between(committedAt, clock.instant()));
    }

    @Override
    public void readerCutOff() {
        meters.feedReaderCutOff();
    }
}
