package lingdian.office.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import lingdian.access.account.Account;
import lingdian.platform.http.ConnectionAbort;
import lingdian.platform.http.Problem;
import lingdian.platform.work.Causes;
import lingdian.platform.work.RareLines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers failures as problems (RFC 9457): refused input by its own problem, a failing database by 503, and bugs by 500
 * and a stack trace in the log.
 */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private static final List<Integer> STATUSES = List.of(406, 413, 414, 415, 431, 500);

    /** An unknown path, or a method that the path does not support. */
    private static final List<Integer> NO_OPERATION = List.of(404, 405);

    /** What Vert.x gives a request whose body breaks off, or has parts that cannot be read. */
    private static final int BROKEN_BODY = 200;

    private static final RareLines LINES = new RareLines(System::nanoTime);
    private static final String INTERNAL = "The service has an internal error.";
    /** So many words or faults make a short answer. */
    private static final int FEW = 50;

    private Failures() {}

    /** Makes every failure of the router's routes, and every unknown path, answer with a problem. */
    public static void answerWithProblems(Router router, RefusalLog refusals) {
        STATUSES.forEach(status -> router.errorHandler(status, context -> answer(context, status)));
        NO_OPERATION.forEach(status -> router.errorHandler(
                status,
                context -> refusals.writeStray(context, status)
                        .onSuccess(written -> answer(context, status))
                        .onFailure(cause -> unavailable(context, cause).send(context))));
        router.errorHandler(400, context -> answerMalformed(context, refusals));
        router.errorHandler(BROKEN_BODY, Failures::answerBroken);
    }

    /** Anybody can send such a body, so that it must not fill the log. */
    private static void answerBroken(RoutingContext context) {
        Throwable failure = context.failure();
        LOG.debug(
                "a body broke off: {}",
                failure == null ? "" : failure.getClass().getSimpleName());
        if (!context.response().ended() && !context.response().closed()) {
            answer(context, 400);
        }
    }

    /**
     * The router itself answers a path that cannot be decoded unless this answers at once; so the refusal is logged
     * afterwards.
     */
    private static void answerMalformed(RoutingContext context, RefusalLog refusals) {
        answer(context, 400);
        refusals.writeStray(context, 400)
                .onFailure(cause -> LINES.write(
                        "refusal " + cause.getClass().getName(),
                        more -> LOG.warn("a refusal could not be logged: {}{}", cause.toString(), more)));
    }

    private static void answer(RoutingContext context, int status) {
        if (isAbandoned(context)) {
            LOG.debug("{} {}: the client left", context.request().method(), route(context));
        } else if (context.response().headWritten()) {
            ConnectionAbort.abort(context.request()); // a partial response cannot be corrected
        } else {
            context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            problem(context, status).send(context);
        }
    }

    /**
     * Answers with a problem that shows a case or very many faults, and may be as long as any answer: it is written on a worker
     * thread, and counted. Leaves others to what comes next. A failure handler, since an error handler has to answer at once; of the
     * operation's own route, whose template the meters name.
     */
    static void answerLong(RoutingContext context, LargeAnswers answers) {
        Account account = context.get(Account.class.getName());
        if (account == null
                || context.response().headWritten()
                || !(context.failure() instanceof Problem.Thrown refused)
                || refused.problem().members().values().stream().noneMatch(Failures::mayBeLong)) {
            context.next();
            return;
        }
        Problem problem = refused.problem();
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        context.vertx()
                .executeBlocking(() -> Buffer.buffer(problem.json()), false)
                .compose(body -> answers.end(context, account, () -> problem.begin(context), body))
                .onFailure(
                        failure -> (failure instanceof Problem.Thrown full ? full.problem() : Problem.of(500, INTERNAL))
                                .send(context));
    }

    private static boolean mayBeLong(Object member) {
        return member instanceof JsonObject || member instanceof JsonArray list && list.size() > FEW;
    }

    /**
     * Whether a request failed because its client left before the request was read. Any client can do that, as often as
     * it likes, so it must not fill the log. A connection of ours to another server fails alike, but then the client is
     * still there.
     */
    public static boolean isAbandoned(RoutingContext context) {
        boolean left =
                context.failure() instanceof HttpClosedException || context.failure() instanceof StreamResetException;
        return left && (context.response().closed() || !context.request().isEnded());
    }

    /** @param status the handler's own: a path that cannot be decoded leaves none in the context */
    private static Problem problem(RoutingContext context, int status) {
        Throwable failure = context.failure();
        if (failure instanceof Problem.Thrown refused) {
            return refused.problem();
        }
        if (isClient(status)) {
            return Problem.of(status, detail(status));
        }
        if (failure != null && Causes.isAway(failure)) {
            return unavailable(context, failure);
        }
        LOG.error("{} {} failed", context.request().method(), route(context), failure);
        return Problem.of(500, INTERNAL);
    }

    private static Problem unavailable(RoutingContext context, Throwable failure) {
        String cause = failure.getClass().getName();
        LINES.write(cause, more -> LOG.warn("the database failed: {}{}", cause, more));
        context.response().putHeader(HttpHeaders.RETRY_AFTER, "5");
        Problem problem = Problem.of(503, "The service cannot answer this now. Try again.");
        return Causes.isPoolUsedUp(failure) ? problem.reaching("pool") : problem;
    }

    private static boolean isClient(int status) {
        return status >= 400 && status < 500;
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "There is nothing here.";
            case 405 -> "This path does not support this method.";
            case 413 -> "The body is larger than this operation accepts.";
            case 415 -> "The body must be application/json.";
            default -> "The request is malformed.";
        };
    }

    private static String route(RoutingContext context) {
        return context.currentRoute() == null
                ? ""
                : String.valueOf(context.currentRoute().getPath());
    }
}
