package lingdian.office.api;

import static lingdian.office.api.AccountTurns.Kind.PAGE;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import lingdian.access.account.Access;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.SignedInAccount;
import lingdian.domain.AccountId;
import lingdian.platform.http.Problem;
import lingdian.platform.work.RestingTurns;
import lingdian.platform.work.SizedWork;
import org.jspecify.annotations.Nullable;

/**
 * The API for pages of this program: the operations that programs call over HTTP, with the same check against the
 * document, the same rights and the same access log.
 *
 * <p>One place decides who may see what: a page has no other way to a violation, and shows nothing that the API would
 * refuse.
 */
public final class InProcessApi {
    private final Vertx vertx;
    private final RestingTurns<AccountId> pages;
    private final Access access;
    private final RequestCheck check;
    private final RefusalLog refusals;
    private final OpenAPIContract contract;
    private final Map<String, Operations.Served> served;
    private final AccountTurns turns;
    private final UploadLimit uploads;
    private final BodyPlaces bodies;
    private final LargeAnswers answers;
    private final OwnWrites ownWrites;

    InProcessApi(
            Vertx vertx,
            Access access,
            RequestCheck check,
            RefusalLog refusals,
            OpenAPIContract contract,
            Map<String, Operations.Served> served,
            AccountTurns turns,
            UploadLimit uploads,
            BodyPlaces bodies,
            LargeAnswers answers,
            OwnWrites ownWrites) {
        this.vertx = vertx;
        this.pages = new RestingTurns<>(vertx);
        this.access = access;
        this.check = check;
        this.refusals = refusals;
        this.contract = contract;
        this.served = Map.copyOf(served);
        this.turns = turns;
        this.uploads = uploads;
        this.bodies = bodies;
        this.answers = answers;
        this.ownWrites = ownWrites;
    }

    /** The limit of requests with files, over the API and over forms. */
    public UploadLimit uploads() {
        return uploads;
    }

    /** The forms that are being read, with the API's bodies. */
    public BodyPlaces bodies() {
        return bodies;
    }

    /** What makes a change appear in the lists of the browser that made it. */
    public OwnWrites ownWrites() {
        return ownWrites;
    }

    /** The limit of long answers, over the API and over pages. */
    public LargeAnswers answers() {
        return answers;
    }

    /** The account whose session a request has, asked before its form is read and can be checked. */
    public Future<Optional<Account>> inSession(HttpServerRequest request) {
        return access.inSession(request);
    }

    /**
     * The account that is signed in; empty where no account is. Fails with a problem if a form does not come from a
     * page of this service. An account that must still set up its second factor
     * ({@link lingdian.access.signin.Session#mustEnrol}) may ask for nothing.
     */
    public Future<Optional<SignedInAccount>> signedIn(HttpServerRequest request) {
        return access.sitting(request)
                .recover(failure -> status(failure) == 403
                        ? refusals.writeForm(request).compose(written -> Future.failedFuture(failure))
                        : Future.failedFuture(failure));
    }

    /** Whether the role of an account may call an operation at all: what a page need not offer to whom. */
    public boolean may(Account account, ApiOperation<?> asked) {
        return CallerKind.of(documented(asked)).test(account);
    }

    /** Whether a kind of caller may call an operation, as the document says. */
    public boolean may(CallerKind who, ApiOperation<?> asked) {
        return CallerKind.mayCall(who, documented(asked));
    }

    private Operation documented(ApiOperation<?> asked) {
        Operation operation = contract.operation(asked.id());
        if (operation == null) {
            throw new IllegalArgumentException("no operation " + asked.id());
        }
        return operation;
    }

    /**
     * Makes a page. A long one is made on a worker thread, one at a time and with a rest as long, since verdicts need the same
     * processors; until it is, it counts as a long answer does, so that no account has many of them wait.
     *
     * @param size about how many characters it shows
     */
    public <T> Future<T> page(Account account, HttpServerRequest request, long size, Supplier<T> making) {
        return SizedWork.isLarge(size)
                ? answers.during(
                        account, size, () -> pages.inTurn(account.id(), () -> unlessLeft(request, size, making)))
                : unlessLeft(request, size, making);
    }

    private <T> Future<T> unlessLeft(HttpServerRequest request, long size, Supplier<T> making) {
        return request.response().closed()
                ? Future.failedFuture(new HttpClosedException("the client left before its turn"))
                : SizedWork.run(vertx, size, making);
    }

    /**
     * Asks, and completes with what the API answers; fails with the {@link Problem.Thrown} that it would answer with.
     *
     * @param size is told about how many characters the answer has
     */
    public <A> Future<A> ask(
            SignedInAccount signedIn, HttpServerRequest request, ApiRequest<A> asked, LongConsumer size) {
        Operations.Served operation = known(asked.operation().id());
        return answer(signedIn, request, operation, asked)
                .recover(failure -> refusals.writeAsked(
                                signedIn.account(), request, operation.operation(), asked.path(), status(failure))
                        .compose(written -> Future.failedFuture(failure)))
                .map(read -> {
                    size.accept(read.size());
                    return read.answer();
                });
    }

    /** @param size about how many characters it was read from */
    private record Read<A>(A answer, long size) {}

    /** An account has few answers at once, those that wait to be read included. */
    private <A> Future<Read<A>> answer(
            SignedInAccount signedIn, HttpServerRequest request, Operations.Served operation, ApiRequest<A> asked) {
        Account account = signedIn.account();
        if (signedIn.session().mustEnrol() || !operation.allowed().test(account)) {
            return Future.failedFuture(Refused.role(account.role()));
        }
        long knownNanos = System.nanoTime();
        return turns.inTurn(
                account.id(),
                PAGE,
                request.response()::closed,
                () -> answer(account, request, operation, asked, knownNanos)
                        .compose(reply -> read(account, request, reply, asked.operation())));
    }

    /** Reads a long answer as a long page is made: on a worker thread, one at a time and with a rest as long. */
    private <A> Future<Read<A>> read(
            Account account, HttpServerRequest request, Reply reply, ApiOperation<A> operation) {
        long size = reply.size();
        Supplier<Read<A>> reading = () -> new Read<>(operation.reading().apply(reply.value()), size);
        return SizedWork.isLarge(size)
                ? pages.inTurn(account.id(), () -> unlessLeft(request, size, reading))
                : SizedWork.run(vertx, size, reading);
    }

    /** A form may make thousands of changes, each by what the account is at that moment. */
    private Future<Reply> answer(
            Account found, HttpServerRequest page, Operations.Served operation, ApiRequest<?> asked, long knownNanos) {
        Supplier<Future<Account>> present = () -> access.still(page, operation.allowed());
        boolean isRead = Operations.isRead(operation.operation().getHttpMethod());
        return (isRead && Operations.isPrompt(knownNanos) ? Future.succeededFuture(found) : present.get())
                .compose(account -> RequestCheck.refuseUnknown(asked.query().keySet(), operation.operation())
                        .compose(known ->
                                check.check(new InProcessRequest(asked, operation.operation()), operation.operation()))
                        .compose(request -> operation
                                .answering()
                                .answer(new AuthorisedCall(
                                        account, request, asked.narrowing(), OwnWrites.wanted(page), present, page))));
    }

    private Operations.Served known(String operationId) {
        Operations.Served operation = served.get(operationId);
        if (operation == null) {
            throw new IllegalArgumentException("no operation " + operationId + " answers with JSON");
        }
        return operation;
    }

    private static int status(@Nullable Throwable failure) {
        return failure instanceof Problem.Thrown refused ? refused.problem().status() : 0;
    }
}
