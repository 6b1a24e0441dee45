package lingdian.simulation;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL as the service sees it, with the tables in memory: connections that keep their order, READ COMMITTED
 * transactions, the lock on {@code head}, constraints, and commits that take time.
 *
 * <p>It has PostgreSQL's faults: a statement is refused; a connection breaks, and the server learns of it later than
 * the client; a COMMIT is done but its answer is lost, or is not done, or is done only after the client learned that
 * the connection broke.
 */
final class Database {
    /** The fate of a commit. */
    enum CommitFate {
        DONE,
        REFUSED,
        CUT_BEFORE,
        CUT_AND_DONE_LATER
    }

    private static final String BEGIN = "BEGIN";
    private static final String COMMIT = "COMMIT";
    private static final String ROLLBACK = "ROLLBACK";
    private static final String SET_LOCK = "FindingStore.LOCK";

    private final VirtualTime time;
    private final Program server;
    private final Statements statements;
    private final Faults faults;
    private final Breakage breakage;
    private final BiConsumer<Tables, Tables> whenCommitted;
    private final List<Session> sessions = new ArrayList<>();
    private final ArrayDeque<Session> waiting = new ArrayDeque<>();
    private final Map<Program, StaleVersions> known = new HashMap<>();
    private Tables committed = new Tables();
    private @Nullable Session holder;
    private long commits;
    private long connections;

    /** @param whenCommitted sees the tables before and after each commit that changed something */
    Database(
            VirtualTime time,
            Statements statements,
            Faults faults,
            Breakage breakage,
            BiConsumer<Tables, Tables> whenCommitted) {
        this.time = time;
        this.server = new Program(time, "PostgreSQL");
        this.statements = statements;
        this.faults = faults;
        this.breakage = breakage;
        this.whenCommitted = whenCommitted;
    }

    /** The next value of the sequence {@code connection_order}, for a new connection. */
    long nextConnection() {
        return ++connections;
    }

    /** The committed tables. */
    Tables committed() {
        return committed;
    }

    long commits() {
        return commits;
    }

    /** Breaks all connections; only uncommitted changes are undone. */
    void restart() {
        List.copyOf(sessions).forEach(Session::cut);
    }

    /** Connections of one program, which break when it ends. */
    Pool pool(Program client) {
        return Program.proxy(Pool.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getConnection" -> connection(client);
            case "preparedQuery" -> alone(client, (String) arguments[0]);
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> throw new UnsupportedOperationException("Pool." + method.getName());
        });
    }

    private Future<SqlConnection> connection(Program client) {
        Program.Returning<SqlConnection> answer = client.returning();
        if (faults.noConnection()) {
            answer.fail(time.delay(200, 500_000), Tables.refused("53300"));
        } else {
            var session = new Session(client);
            sessions.add(session);
            client.whenKilled(session::left);
            answer.succeed(time.delay(50, 1_000), session.connection());
        }
        return answer.future();
    }

    /** A statement that is its own transaction. */
    private PreparedQuery<RowSet<Row>> alone(Program client, String text) {
        return query(tuple -> {
            var session = new Session(client);
            sessions.add(session);
            client.whenKilled(session::left);
            return session.ask(text, tuple).onComplete(done -> session.left());
        });
    }

    private interface Execution {
        Future<RowSet<Row>> execute(Tuple parameters);
    }

    @SuppressWarnings("unchecked")
    private static PreparedQuery<RowSet<Row>> query(Execution execution) {
        return Program.proxy(PreparedQuery.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "execute" -> execution.execute(arguments == null ? Tuple.tuple() : (Tuple) arguments[0]);
            default -> throw new UnsupportedOperationException("PreparedQuery." + method.getName());
        });
    }

    private record Request(String text, Tuple parameters, Program.Returning<RowSet<Row>> answer) {}

    /** A connection, the client's end and the server's. */
    private final class Session {
        private final Program client;
        private final ArrayDeque<Request> requests = new ArrayDeque<>();
        private final List<Consumer<Tables>> writes = new ArrayList<>();
        private @Nullable Handler<@Nullable Void> whenClosed;
        private Program.@Nullable Loop closedOn;
        private @Nullable Tables working;
        private @Nullable Tables based;
        private boolean busy;
        private @Nullable Request inHand;
        private boolean inTransaction;
        private boolean failed;
        private boolean gone;
        private boolean ended;

        Session(Program client) {
            this.client = client;
        }

        SqlConnection connection() {
            return Program.proxy(SqlConnection.class, (proxy, method, arguments) -> switch (method.getName()) {
                case "preparedQuery" -> query(tuple -> ask((String) arguments[0], tuple));
                case "begin" -> ask(BEGIN, Tuple.tuple()).map(begun -> transaction());
                case "closeHandler" -> {
                    whenClosed = Program.handler(arguments[0]);
                    closedOn = client.loop();
                    yield proxy;
                }
                case "exceptionHandler" -> proxy;
                case "close" -> {
                    left();
                    yield Future.succeededFuture();
                }
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                default -> throw new UnsupportedOperationException("SqlConnection." + method.getName());
            });
        }

        private Transaction transaction() {
            return Program.proxy(Transaction.class, (proxy, method, arguments) -> switch (method.getName()) {
                case "commit" -> ask(COMMIT, Tuple.tuple()).mapEmpty();
                case "rollback" -> ask(ROLLBACK, Tuple.tuple()).mapEmpty();
                default -> throw new UnsupportedOperationException("Transaction." + method.getName());
            });
        }

        Future<RowSet<Row>> ask(String text, Tuple parameters) {
            Program.Returning<RowSet<Row>> answer = client.returning();
            if (gone) {
                answer.fail(0, ClosedConnectionException.INSTANCE);
            } else {
                requests.add(new Request(text, parameters, answer));
                time.after(time.delay(30, 400), server, this::work);
            }
            return answer.future();
        }

        /** The client has closed the connection, or has ended. */
        void left() {
            if (!gone) {
                gone = true;
                time.after(time.delay(20, 2_000), server, this::end);
            }
        }

        /** The connection breaks: the client learns it now, the server a little later. */
        void cut() {
            if (gone) {
                return;
            }
            gone = true;
            if (inHand != null) {
                inHand.answer().fail(time.delay(0, 300), ClosedConnectionException.INSTANCE);
            }
            requests.forEach(request -> request.answer().fail(time.delay(0, 300), ClosedConnectionException.INSTANCE));
            requests.clear();
            if (whenClosed != null && closedOn != null) {
                Handler<@Nullable Void> told = whenClosed;
                closedOn.later(time.delay(0, 600), () -> told.handle(null));
            }
            time.after(time.delay(20, 1_500_000), server, this::end);
        }

        /** The server ends the session, and undoes uncommitted changes. */
        private void end() {
            ended = true;
            sessions.remove(this);
            requests.clear();
            waiting.remove(this);
            undo();
        }

        private void work() {
            if (busy || requests.isEmpty() || waiting.contains(this)) {
                return;
            }
            Request request = requests.element();
            if (isLock(request) && !mayLock()) {
                waiting.add(this);
                return;
            }
            busy = true;
            inHand = requests.remove();
            long takes = request.text().equals(COMMIT) ? faults.commitMicros() : time.delay(20, 300);
            time.after(takes, server, () -> {
                busy = false;
                inHand = null;
                if (!ended) {
                    handle(request);
                    work();
                }
            });
        }

        private boolean isLock(Request request) {
            return statements.name(request.text()).equals(SET_LOCK);
        }

        private boolean mayLock() {
            if (breakage == Breakage.NO_HEAD_LOCK) {
                return true;
            }
            if (holder == null) {
                holder = this;
            }
            return holder == this;
        }

        private void handle(Request request) {
            switch (request.text()) {
                case BEGIN -> {
                    inTransaction = true;
                    answer(request, Rows.changed(0));
                }
                case COMMIT -> commit(request);
                case ROLLBACK -> {
                    undo();
                    answer(request, Rows.changed(0));
                }
                default -> statement(request);
            }
        }

        private void statement(Request request) {
            if (failed) {
                refuse(request, Tables.refused("25P02"));
            } else if (!gone && faults.statementCut()) {
                requests.addFirst(request);
                cut();
            } else if (faults.statementRefused()) {
                refuse(request, Tables.refused(faults.passingState()));
            } else {
                execute(request);
            }
        }

        private void execute(Request request) {
            try {
                Statements.Effect effect = statements.effect(request.text());
                boolean writes = isWrite(request.text());
                Rows rows = remembered(request, effect.run(writes ? toWrite() : toRead(), request.parameters()));
                if (writes) {
                    this.writes.add(tables -> effect.run(tables, request.parameters()));
                    if (!inTransaction) {
                        apply();
                    }
                }
                answer(request, rows);
            } catch (PgException refused) {
                refuse(request, refused);
            }
        }

        /**
         * For {@link Breakage#VERSION_UNCHECKED}: a client gets the versions that it read or wrote last, so that it
         * ignores concurrent writers.
         */
        private Rows remembered(Request request, Rows rows) {
            return breakage == Breakage.VERSION_UNCHECKED
                    ? known.computeIfAbsent(client, program -> new StaleVersions())
                            .answer(statements.name(request.text()), request.parameters(), rows)
                    : rows;
        }

        private boolean isWrite(String text) {
            return text.contains("INSERT INTO ") || text.startsWith("UPDATE");
        }

        private Tables toRead() {
            return working == null ? committed : working;
        }

        private Tables toWrite() {
            Tables tables = working;
            if (tables == null) {
                based = committed;
                tables = committed.copy();
                working = tables;
            }
            return tables;
        }

        private void refuse(Request request, PgException refused) {
            failed = inTransaction;
            request.answer().fail(time.delay(30, 400), refused);
        }

        private void answer(Request request, Rows rows) {
            request.answer().succeed(time.delay(30, 400), rows);
        }

        private void commit(Request request) {
            switch (gone ? CommitFate.DONE : faults.commitFate()) {
                case DONE -> done(request);
                case REFUSED -> {
                    undo();
                    request.answer().fail(time.delay(30, 400), Tables.refused(faults.passingState()));
                }
                case CUT_BEFORE -> {
                    requests.addFirst(request);
                    cut();
                }
                case CUT_AND_DONE_LATER -> {
                    requests.addFirst(request);
                    gone = true;
                    requests.clear();
                    request.answer().fail(time.delay(0, 300), ClosedConnectionException.INSTANCE);
                    time.after(time.delay(0, 900_000), server, () -> {
                        done(request);
                        end();
                    });
                }
            }
        }

        private void done(Request request) {
            try {
                if (breakage == Breakage.COMMIT_NOT_DURABLE && writes.size() > 0 && time.chance(0.05)) {
                    undo(); // but answers that it was done
                } else {
                    apply();
                    undo();
                }
                answer(request, Rows.changed(0));
            } catch (PgException refused) {
                undo();
                request.answer().fail(time.delay(30, 400), refused);
            }
        }

        /**
         * Commits the changes. If others have committed since the snapshot, the changes are applied on top of theirs.
         */
        private void apply() {
            Tables before = committed;
            Tables after = working;
            if (after == null) {
                return;
            }
            if (based != committed) {
                after = committed.copy();
                for (Consumer<Tables> write : writes) {
                    write.accept(after);
                }
            }
            committed = after;
            commits++;
            working = null;
            writes.clear();
            whenCommitted.accept(before, after);
        }

        private void undo() {
            if (breakage == Breakage.STATE_SURVIVES_ROLLBACK && working != null) {
                keepStates(Program.present(working));
            }
            working = null;
            based = null;
            writes.clear();
            inTransaction = false;
            failed = false;
            if (holder == this) {
                holder = null;
                Session next = waiting.poll();
                if (next != null) {
                    holder = next;
                    time.after(10, server, next::work);
                }
            }
        }

        private void keepStates(Tables undone) {
            Tables spoiled = committed.copy();
            undone.states.all().forEach(spoiled.states::put);
            undone.streams.all().forEach(spoiled.streams::put);
            committed = spoiled;
        }
    }
}
