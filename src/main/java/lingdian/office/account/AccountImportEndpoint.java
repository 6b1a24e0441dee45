package lingdian.office.account;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.access.account.Account;
import lingdian.access.account.AccountStore;
import lingdian.access.account.AccountStore.AccountResult;
import lingdian.access.account.WayIn;
import lingdian.access.signin.SignInService;
import lingdian.domain.AccountId;
import lingdian.office.account.AccountImport.Known;
import lingdian.office.account.AccountImport.Step;
import lingdian.office.account.AccountImportStore.Named;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.HandedInFile;
import lingdian.office.api.InTurn;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.office.table.CellFault;
import lingdian.office.table.FaultyCell;
import lingdian.office.table.RowRange;
import lingdian.office.table.RowResult;
import lingdian.office.table.RowResult.Result;
import lingdian.office.table.TableFile;
import lingdian.office.table.TableRow;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /accounts/import}: a table of people's accounts. Each row stands alone. The account of a person who never had
 * a way in is answered with an invitation to set a password, which is shown once and ends an earlier one; another gets none,
 * since an invitation is a way in.
 */
final class AccountImportEndpoint {
    private final OfficeContext office;
    private final AccountStore accounts;
    private final SignInService people;
    private final AccountImportStore store = new AccountImportStore();

    AccountImportEndpoint(OfficeContext office, AccountStore accounts, SignInService people) {
        this.office = office;
        this.accounts = accounts;
        this.people = people;
    }

    public Future<Reply> take(AuthorisedCall call, HandedInFile file) {
        return file.read(office.vertx(), (bytes, charset) -> TableFile.read(bytes, charset, AccountCells.COLUMNS))
                .compose(rows -> done(call, rows)
                        .map(results -> Reply.ok(RowResult.answer(
                                results, call.wantsCells() ? rows : List.of(), AccountCells.SIGN_IN_NAME))));
    }

    private Future<List<RowResult>> done(AuthorisedCall call, List<TableRow> rows) {
        return plan(rows)
                .map(steps -> wanted(call, steps))
                .compose(steps -> call.isDryRun()
                        ? Future.succeededFuture(
                                steps.stream().map(Step::result).toList())
                        : InTurn.each(steps, step -> call.still().compose(now -> write(call, step))));
    }

    private static List<Step> wanted(AuthorisedCall call, List<Step> steps) {
        RowRange rows = RowRange.of(call.query("firstRow"), call.query("lastRow"));
        return steps.stream().filter(step -> rows.has(step.result().row())).toList();
    }

    private Future<List<Step>> plan(List<TableRow> rows) {
        List<String> names = values(rows, AccountCells.SIGN_IN_NAME).toList();
        return store.named(office.pool(), names)
                .compose(found -> store.cafes(office.pool(), cafes(rows, found.values()))
                        .map(cafes -> AccountImport.plan(rows, known(found, cafes), office.ids())));
    }

    private static Known known(Map<String, Named> found, Set<String> cafes) {
        Map<String, Account> accounts = found.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> one.getValue().account()));
        Set<AccountId> newcomers = found.values().stream()
                .filter(Named::newcomer)
                .map(one -> one.account().id())
                .collect(Collectors.toSet());
        return new Known(accounts, newcomers, cafes);
    }

    /** Those of the table and those that its accounts have already. */
    private static List<String> cafes(List<TableRow> rows, Collection<Named> accounts) {
        Stream<String> before = accounts.stream()
                .flatMap(named -> named.account().cafes().stream())
                .map(Object::toString);
        return Stream.concat(rows.stream().flatMap(AccountCells::codes), before)
                .distinct()
                .toList();
    }

    private static Stream<String> values(List<TableRow> rows, String field) {
        return rows.stream()
                .map(row -> row.value(field))
                .filter(Objects::nonNull)
                .distinct();
    }

    private Future<RowResult> write(AuthorisedCall call, Step step) {
        Account account = step.account();
        if (account == null) {
            return Future.succeededFuture(step.result());
        }
        return written(call, step.result(), step.before(), account)
                .compose(result -> result.result() != Result.REFUSED && step.newcomer()
                        ? invited(call, result, account)
                        : Future.succeededFuture(result));
    }

    private Future<RowResult> written(
            AuthorisedCall call, RowResult planned, @Nullable Account before, Account account) {
        return switch (planned.result()) {
            case CREATED ->
                office.log()
                        .append(entry(call, Action.CREATE_ACCOUNT, account))
                        .compose(written -> accounts.create(account, new WayIn(null, null, planned.key(), null)))
                        .map(done -> orRefused(done, planned));
            case CHANGED ->
                accounts.change(
                                Objects.requireNonNull(before),
                                account,
                                (connection, changed) -> office.log()
                                        .append(
                                                connection,
                                                AccountEndpoints.named(
                                                        entry(call, Action.CHANGE_ACCOUNT, account), before, account)))
                        .map(done -> orRefused(done, planned));
            case UNCHANGED, REFUSED -> Future.succeededFuture(planned);
        };
    }

    /** Without an invitation where the person set a password, or the account ended, after the plan was made. */
    private Future<RowResult> invited(AuthorisedCall call, RowResult result, Account account) {
        Future<Void> logged = result.result() == Result.CREATED
                ? Future.succeededFuture()
                : office.log()
                        .append(entry(call, Action.CHANGE_ACCOUNT, account).with("what", "invitation"));
        return logged.compose(written -> people.inviteNewcomer(account.id()))
                .map(invitation -> invitation
                        .map(made -> result.with("invitation", AccountEndpoints.json(made)))
                        .orElse(result));
    }

    private static AccessEntry entry(AuthorisedCall call, Action action, Account account) {
        return AccountEndpoints.entry(call, action, account).with("way", "import");
    }

    /** What others did since the plan was made may refuse a row that it took. */
    private static RowResult orRefused(AccountResult done, RowResult planned) {
        return switch (done) {
            case DONE -> planned;
            case NO_ACCOUNT -> refused(planned, AccountCells.SIGN_IN_NAME, CellFault.ACCOUNT_ENDED);
            case CHANGED -> refused(planned, AccountCells.SIGN_IN_NAME, CellFault.CHANGED_MEANWHILE);
            case NO_CAFE -> refused(planned, "placeCode", CellFault.CAFE_GONE);
            case NAME_TAKEN -> refused(planned, AccountCells.SIGN_IN_NAME, CellFault.NAME_TAKEN);
        };
    }

    private static RowResult refused(RowResult planned, String field, CellFault fault) {
        return RowResult.refused(planned.row(), planned.key(), new FaultyCell(field, fault));
    }
}
