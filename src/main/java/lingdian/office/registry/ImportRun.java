package lingdian.office.registry;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import lingdian.access.account.Refused;
import lingdian.office.api.Reply;
import lingdian.platform.http.Problem;
import lingdian.vault.registry.RegistryStore.Registrar;

/**
 * One running import: reads while there is room, commits, reports.
 *
 * <p>While lines are being committed the request is paused, so back-pressure reaches the sender and memory holds one
 * commit's lines. The report is short enough to be written without waiting for its reader: many clients send their
 * whole body before they read a byte. Lines committed before a failure stay, and sending the list again is harmless.
 */
final class ImportRun {
    static final int LINES_A_COMMIT = 1_000;
    static final long LINES_MAX = 2_000_000;
    private static final String NDJSON = "application/x-ndjson";
    private static final int PROGRESS_LINES = 5_000;

    private final Vertx vertx;
    private final RoutingContext routing;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final PersonImport persons;
    private final Registrar registrar;
    private final PersonLines lines = new PersonLines();
    private final ImportReport report = new ImportReport();
    private final Promise<Void> done = Promise.promise();
    private final Function<Supplier<Future<Void>>, Future<Void>> turns;
    private final Supplier<Future<Void>> still;
    private final LongPredicate mayTake;
    private final long lineMillis;
    private final boolean progress;
    private long toldAt;
    private Future<Void> commit = Future.succeededFuture();
    private boolean ended;
    private boolean over;
    private long deadline;
    private boolean lineCame = true;

    /**
     * @param turns does a commit when others had their turn, and a rest from it
     * @param still fails where the sender may not import any more
     * @param mayTake whether the sender may register so many more lines today
     * @param lineMillis how long the next line may take
     */
    ImportRun(
            Vertx vertx,
            RoutingContext routing,
            PersonImport persons,
            Registrar registrar,
            Function<Supplier<Future<Void>>, Future<Void>> turns,
            Supplier<Future<Void>> still,
            LongPredicate mayTake,
            long lineMillis) {
        this.turns = turns;
        this.still = still;
        this.mayTake = mayTake;
        this.lineMillis = lineMillis;
        this.vertx = vertx;
        this.routing = routing;
        this.request = routing.request();
        this.response = routing.response();
        this.persons = persons;
        this.registrar = registrar;
        this.progress =
                Objects.toString(request.getHeader(HttpHeaders.ACCEPT), "").contains(NDJSON);
    }

    /** Completes when the whole response is written; fails with a {@link Problem.Thrown} or the database's failure. */
    Future<Void> run() {
        request.handler(this::more);
        request.endHandler(end -> {
            ended = true;
            vertx.cancelTimer(deadline);
            lines.end();
            goOn();
        });
        request.exceptionHandler(broken -> fail(Refused.with(400, "The body ended early.")));
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            response.writeContinue();
        }
        listen();
        return done.future().onComplete(over -> vertx.cancelTimer(deadline));
    }

    /** Bytes that make no line, such as blank ones, do not count: who sends them now and then would hold a place without end. */
    private void listen() {
        if (lineCame) {
            lineCame = false;
            deadline =
                    vertx.setTimer(lineMillis, late -> fail(Refused.with(408, "The body did not continue in time.")));
        }
        request.resume();
    }

    private void more(Buffer piece) {
        if (over) {
            return;
        }
        request.pause();
        int before = lines.waiting();
        lines.add(piece);
        if (lines.waiting() > before) {
            lineCame = true;
            vertx.cancelTimer(deadline);
        }
        if (lines.number() > LINES_MAX) {
            fail(Refused.limit("import-lines", 413, "An import has at most " + LINES_MAX + " lines."));
        } else {
            goOn();
        }
    }

    private void goOn() {
        if (over || !commit.isComplete()) {
            return;
        }
        if (lines.waiting() >= LINES_A_COMMIT || ended && lines.waiting() > 0) {
            commit();
        } else if (ended) {
            finish();
        } else {
            listen();
        }
    }

    private void commit() {
        if (!mayTake.test(Math.min(lines.waiting(), LINES_A_COMMIT))) {
            fail(Refused.limit(
                    "daily-import-lines",
                    429,
                    "An account may import " + ImportEndpoint.LINES_A_DAY + " lines in a day. Go on tomorrow."));
            return;
        }
        commit = turns.apply(
                () -> still.get().compose(may -> persons.register(lines.take(LINES_A_COMMIT), registrar, report)));
        commit.onSuccess(committed -> goOnAfterCommit()).onFailure(this::fail);
    }

    private void goOnAfterCommit() {
        if (!over) {
            tell();
            goOn();
        }
    }

    /** The response begins with the first progress; an earlier failure has a status of its own. */
    private void tell() {
        long committed = report.counts().getLong("lines");
        if (!progress || committed - toldAt < PROGRESS_LINES) {
            return;
        }
        toldAt = committed;
        begin();
        report.untold().forEach(refusal -> write("refused", refusal));
        write("progress", report.counts());
    }

    private void finish() {
        over = true;
        persons.end(registrar, report).onSuccess(logged -> answer()).onFailure(this::refuse);
    }

    private void answer() {
        if (report.isWithholding()) {
            LookUpLimit.note(routing);
        }
        if (progress) {
            begin();
            report.untold().forEach(refusal -> write("refused", refusal));
            response.end(line("done", report.counts()));
        } else {
            Reply.ok(report.whole()).send(routing).onFailure(routing::fail);
        }
        done.complete();
    }

    /** Waits for lines that are being committed, so that what is logged is what stays. */
    private void fail(Throwable cause) {
        if (over) {
            return;
        }
        over = true;
        commit.transform(committed -> persons.end(registrar, report)).onComplete(logged -> refuse(cause));
    }

    /** Once the response has begun, its status cannot be changed, so its last line reports the failure. */
    private void refuse(Throwable cause) {
        if (!response.headWritten()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            done.fail(cause instanceof Problem.Thrown refused ? counted(refused.problem()) : cause);
        } else {
            Problem problem = cause instanceof Problem.Thrown refused
                    ? refused.problem()
                    : Problem.of(503, "The service cannot continue the import now. Send it again.");
            response.end(line(
                    "failed", report.counts().put("status", problem.status()).put("detail", problem.detail())));
            done.complete();
        }
    }

    private Problem.Thrown counted(Problem problem) {
        return problem.with("lines", report.counts().getLong("lines")).thrown();
    }

    private void begin() {
        if (!response.headWritten()) {
            response.setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, NDJSON)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }

    private void write(String type, JsonObject what) {
        response.write(line(type, what));
    }

    private static Buffer line(String type, JsonObject what) {
        var line = new JsonObject().put("type", type);
        return line.mergeIn(what).toBuffer().appendByte((byte) '\n');
    }
}
