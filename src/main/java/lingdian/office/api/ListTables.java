package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.openapi.contract.Operation;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import lingdian.access.account.Account;
import lingdian.access.account.Freshness;
import lingdian.access.account.Refused;
import lingdian.office.api.Operations.Answering;
import lingdian.office.export.TableFormat;

/**
 * Lists as files, each by its name instead of its path: for a link, which is opened without a token. Checks, rights, limits and
 * entries in the access log are those of the list.
 */
public final class ListTables {
    private final Vertx vertx;
    private final RequestCheck check;
    private final ReadLog reads;
    private final AccountTurns readings;
    private final Turns turns;
    private final Map<String, Listed> lists = new TreeMap<>();

    ListTables(Vertx vertx, RequestCheck check, ReadLog reads, AccountTurns readings, Turns turns) {
        this.vertx = vertx;
        this.readings = readings;
        this.check = check;
        this.reads = reads;
        this.turns = turns;
    }

    /** Limits how many files are sent at once. */
    interface Turns {
        Future<Void> inTurn(Account account, Supplier<Future<Void>> stream);
    }

    private record Listed(Operation operation, Answering answering, TableSource source) {}

    /** Lists of one thing, whose path names it, are left out. */
    void add(Operation operation, Answering answering, TableSource source) {
        if (operation.getAbsoluteOpenAPIPath().indexOf('{') < 0) {
            lists.put(source.table().name(), new Listed(operation, answering, source));
        }
    }

    /** Whether there is a list of this name that the account may see. */
    public boolean knows(Account account, String list) {
        Listed listed = lists.get(list);
        return listed != null && CallerKind.of(listed.operation()).test(account);
    }

    /** A list with a filter that was found right, as an account sees it. */
    @FunctionalInterface
    public interface Checked {
        /**
         * Fails only if nothing has been sent yet.
         *
         * @param right by which the list is read
         */
        Future<Void> send(TableFormat format, StandingRight right, HttpServerRequest request);
    }

    /** Fails if the list has no such filter, or the account may not see it. */
    public Future<Checked> checked(Account account, String list, Map<String, String> filter) {
        return call(account, list, filter).map(call -> {
            Listed listed = listed(list);
            return (format, right, request) -> turns.inTurn(
                    account,
                    () -> TableAnswer.send(
                            vertx, readings, reads, listed.answering(), listed.source(), format, call, right, request));
        });
    }

    private Future<AuthorisedCall> call(Account account, String list, Map<String, String> asked) {
        if (!knows(account, list)) {
            return Future.failedFuture(Refused.unknown());
        }
        Operation operation = listed(list).operation();
        var filter = new TreeMap<>(asked);
        filter.keySet().removeAll(TableAnswer.OF_PAGES);
        var request =
                new ApiRequest<>(ApiOperation.unread(operation.getOperationId()), Map.of(), filter, null, Map.of());
        return RequestCheck.refuseUnknown(filter.keySet(), operation)
                .compose(known -> check.check(new InProcessRequest(request, operation), operation))
                .map(checked -> new AuthorisedCall(account, checked, new Freshness(0)));
    }

    private Listed listed(String list) {
        return Objects.requireNonNull(lists.get(list));
    }
}
