package lingdian.console.frame;

import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.util.List;
import lingdian.office.account.AccountCalls;
import lingdian.office.account.AccountChange;
import org.jspecify.annotations.Nullable;

/**
 * A line about an account that is, or was, an operator's of a café, and is new or changed.
 *
 * @param formerNames of the last days
 * @param endedAt null: it has not ended
 */
public record AccountLine(
        String name,
        List<String> formerNames,
        String change,
        OffsetDateTime at,
        @Nullable OffsetDateTime endedAt) {
    public AccountLine {
        formerNames = List.copyOf(formerNames);
    }

    /** The newest of one café, the newest first; none where the reader is not told of them. */
    public static Future<List<AccountLine>> newest(PageCall call, String placeCode, int most) {
        return call.may(AccountCalls.CHANGES)
                ? call.ask(AccountCalls.changesAt(placeCode))
                        .map(found ->
                                found.stream().limit(most).map(AccountLine::of).toList())
                : Future.succeededFuture(List.of());
    }

    private static AccountLine of(AccountChange one) {
        return new AccountLine(one.name(), one.formerNames(), one.change(), one.at(), one.endedAt());
    }

    @Override
    public String toString() {
        return "AccountLine[" + change + "]"; // people's names do not belong in logs
    }
}
