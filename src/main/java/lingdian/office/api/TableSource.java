package lingdian.office.api;

import io.vertx.core.Future;
import lingdian.office.export.ListTable;

/**
 * How an operation's list is answered as a table.
 *
 * @param rows counts what the list has with a request's filter, to whom it is
 */
public record TableSource(ListTable table, Counting rows) {
    /** Counts a list. Fails with a {@code Problem.Thrown}. */
    @FunctionalInterface
    public interface Counting {
        Future<Long> count(AuthorisedCall call);
    }
}
