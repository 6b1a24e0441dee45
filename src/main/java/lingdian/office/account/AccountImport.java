package lingdian.office.account;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.domain.PlaceCode;
import lingdian.office.table.CellFault;
import lingdian.office.table.FaultyCell;
import lingdian.office.table.RowResult;
import lingdian.office.table.RowResult.Result;
import lingdian.office.table.TableRow;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/** What each row of a table of people's accounts would do. Pure: a dry run is this, and nothing more. */
final class AccountImport {
    private final Known known;
    private final Supplier<UUID> ids;
    private final Map<String, Integer> rows = new HashMap<>();

    private AccountImport(Known known, Supplier<UUID> ids) {
        this.known = known;
        this.ids = ids;
    }

    /**
     * What is known of what the table names.
     *
     * @param accounts by sign-in name
     * @param newcomers those of the accounts whose person never had a way in
     * @param cafes place codes of cafés that exist
     */
    record Known(Map<String, Account> accounts, Set<AccountId> newcomers, Set<String> cafes) {}

    /**
     * @param before as it is; null: there is none, or the row is refused
     * @param account as the row wants it; null: the row is refused
     * @param newcomer whether its person never had a way in
     */
    record Step(
            RowResult result,
            @Nullable Account before,
            @Nullable Account account,
            boolean newcomer) {}

    static List<Step> plan(List<TableRow> rows, Known known, Supplier<UUID> ids) {
        var plan = new AccountImport(known, ids);
        return rows.stream().map(plan::step).toList();
    }

    private Step step(TableRow row) {
        String name = AccountCells.signInName(row).orElse(null);
        if (name == null) {
            return refused(row, null, new FaultyCell(AccountCells.SIGN_IN_NAME, CellFault.SIGN_IN_NAME));
        }
        Integer earlier = rows.putIfAbsent(name, row.number());
        if (earlier != null) {
            return refused(row, name, new FaultyCell(AccountCells.SIGN_IN_NAME, CellFault.TWICE, earlier));
        }
        try {
            return step(row, name, Optional.ofNullable(known.accounts().get(name)));
        } catch (FaultyCell faulty) {
            return refused(row, name, faulty);
        }
    }

    private Step step(TableRow row, String name, Optional<Account> before) {
        JsonObject body = AccountCells.over(before.map(AccountEndpoints::json).orElseGet(JsonObject::new), row);
        if (before.isEmpty()) {
            needed(row, "name");
            needed(row, "role");
        }
        Account account = account(before.map(Account::id).orElseGet(() -> new AccountId(ids.get())), body);
        for (PlaceCode cafe : account.cafes()) {
            if (!known.cafes().contains(cafe.value())) {
                throw new FaultyCell(AccountCells.columnOfCafes(row), CellFault.NO_CAFE, cafe);
            }
        }
        Result result =
                before.isEmpty() ? Result.CREATED : before.get().equals(account) ? Result.UNCHANGED : Result.CHANGED;
        boolean newcomer = before.isEmpty() || known.newcomers().contains(account.id());
        return new Step(RowResult.of(row.number(), name, result), before.orElse(null), account, newcomer);
    }

    /** What the role needs and the row lacks is the cell's fault. */
    private static Account account(AccountId id, JsonObject body) {
        try {
            return AccountEndpoints.account(id, body);
        } catch (Problem.Thrown lacking) {
            String field = Refused.pointers(lacking.problem()).getFirst().substring(1);
            throw new FaultyCell(field, CellFault.FOR_ROLE, body.getString("role"));
        }
    }

    private static void needed(TableRow row, String field) {
        if (row.value(field) == null) {
            throw new FaultyCell(field, CellFault.NEW, "account");
        }
    }

    private static Step refused(TableRow row, @Nullable String name, FaultyCell fault) {
        return new Step(RowResult.refused(row.number(), name, fault), null, null, false);
    }
}
