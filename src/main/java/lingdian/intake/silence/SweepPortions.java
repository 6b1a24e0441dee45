package lingdian.intake.silence;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import lingdian.intake.commit.Transactions;
import lingdian.law.judge.Change;
import lingdian.platform.database.CommitPool;

/**
 * Looks at the cafés that are due in portions, each in a transaction of its own.
 *
 * @param found is told of what the feed got, after the commit
 */
record SweepPortions(CommitPool pool, Consumer<List<Change>> found) {
    /** Cafés that one transaction claims at most. */
    static final int AT_ONCE = 500;

    /** The result of one transaction. */
    record Swept(int looked, List<Change> announced) {
        static final Swept NOTHING = new Swept(0, List.of());
    }

    /** Repeats {@code portion} until one looks at fewer cafés than it may. */
    Future<Void> all(Function<SqlConnection, Future<Swept>> portion) {
        return Transactions.run(pool, portion::apply).compose(swept -> {
            if (!swept.announced().isEmpty()) {
                found.accept(swept.announced());
            }
            return swept.looked() == AT_ONCE ? all(portion) : Future.succeededFuture();
        });
    }
}
