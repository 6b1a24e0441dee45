package lingdian.record.evidence;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import lingdian.platform.database.QueryPool;

/** Says of each statement how many rows it answered, which threads read them, and which others were under way with it. */
final class WatchedPool {
    private final QueryPool pool;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<List<String>> together = new ConcurrentLinkedQueue<>();
    private final Queue<String> underWay = new ConcurrentLinkedQueue<>();

    /** @param readers the threads that read the rows, by name */
    record Answer(String sql, int rows, Queue<String> readers) {}

    private interface Watch {
        Object seen(Method method, Object[] args, Object result);
    }

    WatchedPool(Pool real) {
        this.pool = new QueryPool(proxy(Pool.class, real, this::queries));
    }

    QueryPool pool() {
        return pool;
    }

    void forget() {
        answers.clear();
        together.clear();
    }

    List<Answer> answers() {
        return List.copyOf(answers);
    }

    /** The most statements with one of these texts in them that were under way at once. */
    long mostAtOnce(String... texts) {
        return together.stream()
                .mapToLong(some -> some.stream()
                        .filter(sql -> Stream.of(texts).anyMatch(sql::contains))
                        .count())
                .max()
                .orElse(0);
    }

    private Object queries(Method method, Object[] args, Object result) {
        return switch (result) {
            case PreparedQuery<?> query -> watched(PreparedQuery.class, query, (String) args[0]);
            case Query<?> query -> watched(Query.class, query, (String) args[0]);
            case null, default -> result;
        };
    }

    private <T> T watched(Class<T> type, Object query, String sql) {
        return proxy(type, query, (method, args, result) -> {
            if (!method.getName().equals("execute")) {
                return result;
            }
            underWay.add(sql);
            together.add(List.copyOf(underWay));
            @SuppressWarnings("unchecked")
            var rows = (Future<RowSet<Row>>) result;
            return rows.onComplete(done -> underWay.remove(sql)).map(read -> answer(sql, read));
        });
    }

    @SuppressWarnings("unchecked")
    private RowSet<Row> answer(String sql, RowSet<Row> rows) {
        var answer = new Answer(sql, rows.size(), new ConcurrentLinkedQueue<>());
        answers.add(answer);
        return proxy(RowSet.class, rows, (method, args, result) -> {
            if (method.getName().endsWith("iterator")) {
                answer.readers().add(Thread.currentThread().getName());
            }
            return result;
        });
    }

    /** The connection of a transaction is watched, too. */
    private <T> T proxy(Class<T> type, Object real, Watch watch) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.getName().equals("withTransaction")) {
                @SuppressWarnings("unchecked")
                var work = (Function<SqlConnection, Future<Object>>) args[0];
                args[0] = (Function<SqlConnection, Future<Object>>)
                        connection -> work.apply(proxy(SqlConnection.class, connection, this::queries));
            }
            try {
                return watch.seen(method, args, method.invoke(real, args));
            } catch (InvocationTargetException failure) {
                throw failure.getCause();
            }
        }));
    }
}
