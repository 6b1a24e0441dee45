package lingdian.office.api;

import static lingdian.office.api.AccountTurns.Kind.PROGRAM;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import lingdian.access.account.Access;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.feed.log.FeedRights;
import lingdian.office.api.AccountPlaces.Limits;
import lingdian.office.export.TableFormat;
import lingdian.platform.work.FairTurns;
import lingdian.platform.work.RestingTurns;

/**
 * Mounts the document's operations: path, method and who may call come from the document, so that they are defined in
 * one place.
 */
public final class Operations {
    private static final Limits STREAMS_OF_OFFICES = new Limits(16, 5, 2);
    private static final Limits STREAMS_OF_OPERATORS = new Limits(8, 3, 2);
    /** Apart, so that no officers keep an auditor from what is written of them. */
    private static final Limits STREAMS_OF_OVERSIGHT = new Limits(4, 3, 2);

    /** Actions on some forty cases. */
    private static final int LONG_BODY_BYTES = 4 * 1024;

    private final Vertx vertx;
    private final Router router;
    private final OpenAPIContract contract;
    private final Access access;
    private final RequestCheck check;
    private final RefusalLog refusals;
    private final DailyWriting writing;
    private final ReadLog reads;
    private final OwnWrites ownWrites;
    private final FeedRights rights;
    private final AccountPlaces streams =
            new AccountPlaces(STREAMS_OF_OFFICES, STREAMS_OF_OPERATORS, STREAMS_OF_OVERSIGHT);
    private final LargeAnswers answers = new LargeAnswers(Runtime.getRuntime().maxMemory());
    private final UploadLimit uploads = new UploadLimit(Runtime.getRuntime().maxMemory());
    private final BodyPlaces bodies = new BodyPlaces(Runtime.getRuntime().maxMemory());
    private final AccountTurns turns;
    private final FairTurns<AccountId> reading;
    private final FairTurns<AccountId> decoding;
    private final RestingTurns<AccountId> checking;
    private final Map<String, Served> served = new HashMap<>();
    private final ListTables tables;

    /** @param rights which of those by which requests were admitted have ended since */
    public Operations(
            Vertx vertx,
            Router router,
            OpenAPIContract contract,
            Access access,
            RequestCheck check,
            RefusalLog refusals,
            DailyWriting writing,
            ReadLog reads,
            OwnWrites ownWrites,
            FeedRights rights) {
        this.vertx = vertx;
        this.turns = new AccountTurns(vertx);
        this.reading = new FairTurns<>(vertx);
        this.decoding = new FairTurns<>(vertx);
        this.checking = new RestingTurns<>(vertx);
        this.router = router;
        this.contract = contract;
        this.access = access;
        this.check = check;
        this.refusals = refusals;
        this.writing = writing;
        this.reads = reads;
        this.ownWrites = ownWrites;
        this.rights = rights;
        this.tables = new ListTables(vertx, check, reads, turns, this::inTurn);
    }

    /** What an operation does with a request that is allowed and well formed. Fails with a {@code Problem.Thrown}. */
    @FunctionalInterface
    public interface Answering {
        Future<Reply> answer(AuthorisedCall call);
    }

    /** An operation that pages may ask too. */
    record Served(Operation operation, Predicate<Account> allowed, Answering answering) {}

    /** What has been served so far, for pages. */
    public InProcessApi inProcess() {
        return new InProcessApi(
                vertx, access, check, refusals, contract, served, turns, uploads, bodies, answers, ownWrites);
    }

    public Operations serve(String operationId, Answering answers) {
        Operation operation = operation(operationId);
        Answering answering = operation.getRequestBody() == null ? answers : counted(answers);
        Route route = permitted(operation, answering);
        if (operation.getRequestBody() != null) {
            route.handler(context -> bodies.admit(context, account(context)))
                    .handler(body(BodyPlaces.BYTES_MAX))
                    .handler(bodies::read);
        }
        route.handler(context -> answer(context, operation, answering));
        return this;
    }

    /** With the bytes of each body counted. */
    private Answering counted(Answering answering) {
        return call -> writing.admit(call.account(), call.bodyBytes()).compose(admitted -> answering.answer(call));
    }

    /** Like the above, for a list that is also answered as a file for spreadsheets, to whom accepts that first. */
    public Operations serveList(String operationId, Answering answering, TableSource source) {
        Operation operation = operation(operationId);
        tables.add(operation, answering, source);
        permitted(operation, answering)
                .handler(context -> TableFormat.accepted(context.request().getHeader(HttpHeaders.ACCEPT))
                        .ifPresentOrElse(
                                format -> table(context, operation, answering, source, format),
                                () -> answer(context, operation, answering)));
        return this;
    }

    /** The lists that are answered as files, those that are served later included. */
    public ListTables tables() {
        return tables;
    }

    private Route permitted(Operation operation, Answering answering) {
        served.put(operation.getOperationId(), new Served(operation, CallerKind.of(operation), answering));
        return route(operation).handler(access.require(CallerKind.of(operation)));
    }

    private void table(
            RoutingContext context, Operation operation, Answering answering, TableSource source, TableFormat format) {
        TableAnswer.OF_PAGES.forEach(name -> {
            context.queryParams().remove(name);
            context.request().params().remove(name);
        });
        check.check(context, operation)
                .map(request -> call(context, request, operation))
                .compose(call -> inTurn(
                        call.account(),
                        () -> TableAnswer.send(
                                vertx,
                                turns,
                                reads,
                                answering,
                                source,
                                format,
                                call,
                                standing(context),
                                context.request())))
                .onFailure(context::fail);
    }

    /** Like the above, for an answer too long for a {@link Reply}: the operation writes to the response itself. */
    @FunctionalInterface
    public interface Streaming {
        /**
         * Fails only where nothing has been sent yet.
         *
         * @param right to be checked before each page
         */
        Future<Void> answer(AuthorisedCall call, StandingRight right, HttpServerRequest request);
    }

    public Operations stream(String operationId, Streaming streaming) {
        Operation operation = operation(operationId);
        route(operation)
                .handler(access.require(CallerKind.of(operation)))
                .handler(context -> check.check(context, operation)
                        .compose(request -> inTurn(
                                account(context),
                                () -> streaming.answer(
                                        call(context, request, operation), standing(context), context.request())))
                        .onFailure(context::fail));
        return this;
    }

    /** The right by which a request was admitted, for an answer of many pages. */
    public StandingRight standing(RoutingContext context) {
        return StandingRight.of(rights, Access.right(context));
    }

    /** A stream holds a part of its answer until its client reads on. */
    private Future<Void> inTurn(Account account, Supplier<Future<Void>> stream) {
        return streams.enter(account)
                ? stream.get().onComplete(done -> streams.leave(account))
                : Future.failedFuture(Refused.limit("exports", 429, "Too many exports are running. Try again later."));
    }

    /** Mounts an endpoint that reads its requests and answers them by itself. */
    public Operations mount(String operationId, Handler<RoutingContext> endpoint) {
        Operation operation = operation(operationId);
        route(operation)
                .handler(access.require(CallerKind.of(operation)))
                .handler(context -> RequestCheck.refuseUnknown(
                                context.queryParams().names(), operation)
                        .onSuccess(known -> endpoint.handle(context))
                        .onFailure(context::fail));
        return this;
    }

    /** Handles a request that may take long, whose sender can be looked up again meanwhile. */
    @FunctionalInterface
    public interface Lasting {
        /** @param still looks the sender up again; fails with 401 or 403 where they may do it no more */
        void handle(RoutingContext context, Supplier<Future<Account>> still);
    }

    /** Like {@link #mount}, for a body of any length. */
    public Operations mountLasting(String operationId, Lasting endpoint) {
        Predicate<Account> allowed = CallerKind.of(operation(operationId));
        return mount(operationId, context -> endpoint.handle(context, () -> access.still(context, allowed)));
    }

    /** Mounts an endpoint that needs no login, and reads bodies of at most {@code bytesMax}. */
    public Operations open(String operationId, long bytesMax, Handler<RoutingContext> endpoint) {
        route(operation(operationId)).handler(body(bytesMax)).handler(endpoint);
        return this;
    }

    /**
     * Like the above, for bodies with files, of up to 12 MiB. Since they are held in memory, few are read at a time,
     * and only from permitted callers.
     */
    public Operations serveFiles(String operationId, Answering answering) {
        Operation operation = operation(operationId);
        served.put(operationId, new Served(operation, CallerKind.of(operation), answering));
        route(operation)
                .handler(access.require(CallerKind.of(operation)))
                .handler(this::admitFiles)
                .handler(body(UploadLimit.REQUEST_BYTES_MAX))
                .handler(context -> answer(context, operation, holding(context, answering)));
        return this;
    }

    /** What an operation does with a file that is its whole body. */
    @FunctionalInterface
    public interface TakingFile {
        Future<Reply> answer(AuthorisedCall call, HandedInFile file);
    }

    /** Like the above, for a body that is one file and no JSON. */
    public Operations serveFile(String operationId, TakingFile taking) {
        Operation operation = operation(operationId);
        route(operation)
                .handler(access.require(CallerKind.of(operation)))
                .handler(Operations::refuseOtherTypes)
                .handler(this::admitFiles)
                .handler(body(UploadLimit.REQUEST_BYTES_MAX))
                .handler(context ->
                        answer(context, operation, holding(context, call -> taking.answer(call, file(context, call)))));
        return this;
    }

    /** A page of another site can send a form in the name of a signed-in person, but no body of these types. */
    private static void refuseOtherTypes(RoutingContext context) {
        if (HandedInFile.isOne(context.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
            context.next();
        } else {
            context.fail(Refused.with(415, "The body must be " + HandedInFile.KINDS + "."));
        }
    }

    private HandedInFile file(RoutingContext context, AuthorisedCall call) {
        Buffer body = context.body().buffer();
        return HandedInFile.of(
                body == null ? Buffer.buffer() : body,
                context.request().getHeader(HttpHeaders.CONTENT_TYPE),
                call.query("charset"),
                reading,
                call.account().id());
    }

    /** Reads the body, after {@link Access} has paused it: nothing of a caller without a right is read. */
    private static Handler<RoutingContext> body(long bytesMax) {
        BodyHandler body = BodyHandler.create(false).setBodyLimit(bytesMax);
        return context -> {
            body.handle(context);
            if (!context.request().isEnded()) {
                context.request().resume();
            }
        };
    }

    private void admitFiles(RoutingContext context) {
        uploads.enter(account(context), context.request(), UploadLimit.REQUEST_BYTES_MAX)
                .onSuccess(upload -> {
                    var held = new HeldUpload(() -> uploads.leave(upload));
                    held.on(context);
                    context.addEndHandler(ended -> held.release());
                    context.next();
                })
                .onFailure(context::fail);
    }

    private static Answering holding(RoutingContext context, Answering answering) {
        HeldUpload held = HeldUpload.of(context);
        return call -> held.during(() -> answering.answer(call));
    }

    /** The turn ends before the answer is sent: {@link LargeAnswers} limits those that their clients read slowly. */
    private void answer(RoutingContext context, Operation operation, Answering answering) {
        AccountId account = account(context).id();
        long knownNanos = System.nanoTime();
        turns.inTurn(
                        account,
                        PROGRAM,
                        context.response()::closed,
                        () -> still(context, operation, knownNanos)
                                .compose(admitted -> reply(context, operation, answering)))
                .compose(reply -> reply.send(context))
                .onFailure(context::fail);
    }

    /** A request without a body that waited for no turn is answered by the rights that were just looked up. */
    private Future<Account> still(RoutingContext context, Operation operation, long knownNanos) {
        return isRead(context.request().method()) && isPrompt(knownNanos)
                ? Future.succeededFuture(account(context))
                : access.still(context, CallerKind.of(operation));
    }

    /** Whether what was looked up then is as of now. */
    static boolean isPrompt(long knownNanos) {
        return System.nanoTime() - knownNanos < 1_000_000_000L;
    }

    static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private Future<Reply> reply(RoutingContext context, Operation operation, Answering answering) {
        return checked(context, operation)
                .map(request -> call(context, request, operation))
                .compose(call -> answering.answer(call).map(reply -> reply.read(call.freshness())))
                .compose(reply -> reply.encoded(vertx));
    }

    /**
     * One body with files at a time: a long text takes eight times its bytes while it is decoded, and then two at most. One
     * other long body at a time, with a rest: it takes some microseconds of a processor a byte until it is found right or wrong.
     */
    private Future<ValidatedRequest> checked(RoutingContext context, Operation operation) {
        if (HeldUpload.isOf(context)) {
            return decoding.inTurn(account(context).id(), () -> check.check(context, operation));
        }
        return context.body().length() > LONG_BODY_BYTES
                ? checking.inTurn(account(context).id(), () -> check.check(context, operation))
                : check.check(context, operation);
    }

    private AuthorisedCall call(RoutingContext context, ValidatedRequest request, Operation operation) {
        HttpServerRequest http = context.request();
        return new AuthorisedCall(
                account(context),
                request,
                Map.of(),
                OwnWrites.wanted(http),
                () -> access.still(context, CallerKind.of(operation)),
                Access.isBySession(context) ? http : null);
    }

    private static Account account(RoutingContext context) {
        return Objects.requireNonNull(context.get(Account.class.getName()), "let in by Access");
    }

    private Operation operation(String operationId) {
        Operation operation = contract.operation(operationId);
        if (operation == null) {
            throw new IllegalStateException("the OpenAPI document lacks the operation " + operationId);
        }
        return operation;
    }

    private Route route(Operation operation) {
        String path = operation.getAbsoluteOpenAPIPath().replaceAll("\\{(\\w+)}", ":$1");
        return router.route(operation.getHttpMethod(), path)
                .failureHandler(context -> refusals.write(context, operation))
                .failureHandler(context -> Failures.answerLong(context, answers))
                .handler(context -> {
                    answers.on(context);
                    ownWrites.note(context.request());
                    context.next();
                });
    }
}
