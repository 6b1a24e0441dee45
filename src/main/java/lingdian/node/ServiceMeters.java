package lingdian.node;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Handler;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import lingdian.feed.escalation.ContactKind;
import lingdian.feed.escalation.EscalationListener;
import lingdian.feed.export.ExportListener;
import lingdian.feed.log.FeedMeters;
import lingdian.feed.notification.Format;
import lingdian.feed.notification.NotificationListener;
import lingdian.intake.socket.AgentMeters;
import lingdian.platform.http.Problem;
import lingdian.record.retention.RetentionListener;

/** Forwards reports of sockets, retention, feed and notifications to the meters, and counts requests. */
final class ServiceMeters
        implements AgentMeters,
                RetentionListener,
                FeedMeters,
                NotificationListener,
                EscalationListener,
                ExportListener {
    private final Meters meters;
    private final InstantSource clock;

    ServiceMeters(Meters meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
    }

    /** Counts requests refused because of a limit, on any path. */
    static Handler<RoutingContext> limits(Meters meters) {
        return context -> {
            context.addEndHandler(ended -> limit(context).ifPresent(meters::limitReached));
            context.next();
        };
    }

    /**
     * The limit that a request exceeded. Body handlers only report status 413, which counts as the limit {@code body}.
     */
    private static Optional<String> limit(RoutingContext context) {
        return context.response().getStatusCode() == HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE.code()
                ? Problem.limitReached(context).or(() -> Optional.of("body"))
                : Problem.limitReached(context);
    }

    /**
     * Counts how requests end, and measures when their answers begin. Requests of monitoring are left out: there are
     * thousands of them, and they would hide the others.
     */
    static Handler<RoutingContext> requests(Meters meters) {
        return context -> {
            String path = Objects.requireNonNullElse(context.request().path(), "");
            if (!isMonitoring(path)) {
                long asked = System.nanoTime();
                context.addHeadersEndHandler(begins -> answerBegins(meters, context, asked));
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

    static boolean isMonitoring(String path) {
        return path.startsWith("/health/") || path.equals("/metrics");
    }

    /** Until the answer begins: how fast its client then reads it is not the service's time. */
    private static void answerBegins(Meters meters, RoutingContext context, long asked) {
        meters.requestTook(
                door(Objects.requireNonNullElse(context.request().path(), "")),
                template(context),
                context.request().method().name(),
                context.response().getStatusCode(),
                Duration.ofNanos(System.nanoTime() - asked));
    }

    /** The template of the path, never the path itself, which may name a café or a person's case. */
    static String template(RoutingContext context) {
        Route route = context.currentRoute();
        return route == null || route.getPath() == null ? "unmatched" : route.getPath();
    }

    /**
     * The status to count. A request that exceeds a limit counts as refused even if its status is 503, except for the
     * limit of the pool, because a slow database causes it.
     */
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

    /** Counts the API's refused and failed requests. */
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

    @Override
    public void told() {
        meters.escalated("told");
    }

    @Override
    public void exhausted() {
        meters.escalated("exhausted");
    }

    @Override
    public void sent(ContactKind kind, String outcome) {
        meters.escalationSent(kind.wire(), outcome);
    }

    @Override
    public void exported(int changes) {
        meters.exported(changes);
    }

    @Override
    public void exportFailed() {
        meters.exportFailed();
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
