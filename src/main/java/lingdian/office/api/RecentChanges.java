package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import lingdian.access.account.ScopedStore;
import lingdian.office.query.Cursor;
import lingdian.office.query.Numbered;
import lingdian.record.accesslog.Action;

/** What changed in the last seven days, or since the moment asked for ({@code from}), the newest first. */
public final class RecentChanges {
    private static final Duration SHOWN = Duration.ofDays(7);

    private final OfficeContext office;
    private final Action reading;

    /** @param reading how the access log calls it */
    public RecentChanges(OfficeContext office, Action reading) {
        this.office = office;
        this.reading = reading;
    }

    /**
     * The part of the list that is read.
     *
     * @param before only those with a smaller number
     */
    public record Part(Instant since, long before, int limit) {}

    /** Reads what this reader may see. */
    @FunctionalInterface
    public interface Source<T> {
        Future<List<Numbered<T>>> newest(SqlClient client, Part part);
    }

    public <T> Future<Reply> list(AuthorisedCall call, Source<T> source, Function<T, JsonObject> json) {
        Instant from = call.instant("from");
        Instant since = from == null ? office.clock().instant().minus(SHOWN) : from;
        Part part = new Part(since, Cursor.number(call.query("cursor")), call.limit() + 1);
        return office.scoped()
                .read(
                        call.account(),
                        client -> ScopedStore.position(client)
                                .compose(position -> source.newest(client, part)
                                        .map(found -> Numbered.page(found, call.limit())
                                                .json(one -> json.apply(one.item()), position))))
                .compose(list -> office.reads().list(call.account(), reading, list))
                .map(Reply::ok);
    }
}
