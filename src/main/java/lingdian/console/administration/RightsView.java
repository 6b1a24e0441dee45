package lingdian.console.administration;

import java.util.List;
import lingdian.office.account.AccountDetail;
import org.jspecify.annotations.Nullable;

/**
 * Who may see what.
 *
 * @param part of a name that was searched for
 * @param accounts that have not ended
 * @param next the address of the next page; null for the last one
 * @param sights what there is to see or to do, and by whom
 */
record RightsView(
        String part, List<Line> accounts, @Nullable String next, List<Sight> sights) {
    private static final int WHERE_MAX = 3;

    /** @param where regions or place codes; none: everywhere */
    record Line(AccountDetail account, List<String> where) {
        Line {
            where = List.copyOf(where);
        }

        /** The column of the table above that applies to the account. */
        String column() {
            return RightsView.column(account);
        }

        String firstOfWhere() {
            return String.join(", ", where.subList(0, Math.min(WHERE_MAX, where.size())));
        }

        int more() {
            return Math.max(0, where.size() - WHERE_MAX);
        }
    }

    static String column(AccountDetail account) {
        return account.role().equals("regulator") ? account.authority() : account.role();
    }

    /** What is asked most, by the names of sights. */
    static List<String> questions() {
        return List.of("unmasking", "release", "access-log");
    }

    /** The columns that may see or do something, in order. */
    List<String> who(String sight) {
        return Sight.columns().stream()
                .filter(column -> sights.stream().anyMatch(one -> one.name().equals(sight) && one.may(column)))
                .toList();
    }

    /** What a column may see or do; or what it may not. */
    List<Sight> of(String column, boolean may) {
        return sights.stream().filter(sight -> sight.may(column) == may).toList();
    }

    RightsView {
        accounts = List.copyOf(accounts);
        sights = List.copyOf(sights);
    }
}
