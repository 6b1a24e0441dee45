package lingdian.platform.database;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import lingdian.platform.database.DatabaseAddress.Host;
import lingdian.platform.work.Causes;
import lingdian.reliability.OwnPostgres;
import lingdian.testing.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A cluster whose hosts change their parts: one refuses connections, one accepts them and never answers. */
class SeveralHostsIT {
    private static final Vertx VERTX = Vertx.vertx();
    private static OwnPostgres first;
    private static OwnPostgres second;
    private static ServerSocket silent;
    private static DatabaseAddress address;

    @BeforeAll
    static void start() throws Exception {
        first = OwnPostgres.create();
        second = OwnPostgres.create();
        silent = new ServerSocket(0);
        run(first, "CREATE ROLE lingdian_service");
        run(second, "CREATE ROLE lingdian_service");
        int nobody;
        try (var closed = new ServerSocket(0)) {
            nobody = closed.getLocalPort();
        }
        address = of(
                nobody,
                silent.getLocalPort(),
                second.address().port(),
                first.address().port());
    }

    @AfterAll
    static void stop() throws Exception {
        silent.close();
        first.close();
        second.close();
        VERTX.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void theHostThatAcceptsWritesIsUsedAndLeftWhenItNoLongerDoes() throws Exception {
        accepts(second, false);
        accepts(first, true);
        QueryPool pool = Databases.queryPool(VERTX, address, 2);
        assertThat(port(pool)).isEqualTo(first.address().port());

        accepts(second, true);
        first.stop();

        Await.until(
                "the pool has left the first host",
                () -> port(pool) == second.address().port());
        pool.close().await(PATIENCE_SECONDS, SECONDS);
        first.start();
    }

    /** Who waits gets the connection when there is a new primary, not after its own patience. */
    @Test
    void whoWaitsIsAnsweredOnceAHostAcceptsWrites() throws Exception {
        accepts(first, false);
        accepts(second, false);
        QueryPool pool = Databases.queryPool(VERTX, address, 1);
        var waiting = pool.query("SELECT inet_server_port()").execute();

        accepts(first, true);

        assertThat(waiting.await(PATIENCE_SECONDS, SECONDS).iterator().next().getInteger(0))
                .isEqualTo(first.address().port());
        pool.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void aListenerFollowsTheHostThatAcceptsWrites() throws Exception {
        accepts(first, true);
        accepts(second, false);
        List<String> heard = new CopyOnWriteArrayList<>();
        var listener = new ChannelListener(
                VERTX,
                VERTX.getOrCreateContext(),
                WritableHost.of(VERTX, address),
                "news",
                () -> heard.add("begun"),
                heard::add);
        listener.start();
        Await.until("it listens", () -> heard.contains("begun"));
        tell(first, "one");
        Await.until("it heard", () -> heard.contains("one"));

        accepts(second, true);
        first.stop();
        Await.until("it listens again", () -> Collections.frequency(heard, "begun") == 2);
        tell(second, "two");

        Await.until("it heard again", () -> heard.contains("two"));
        assertThat(heard).containsExactly("begun", "one", "begun", "two");
        listener.stop().await(PATIENCE_SECONDS, SECONDS);
        first.start();
    }

    @Test
    void withoutAnySuchHostASearchEnds() throws Exception {
        accepts(first, false);
        accepts(second, false);

        assertThatThrownBy(() -> new WritableHost(VERTX, address, Duration.ofMillis(300))
                        .options()
                        .await(PATIENCE_SECONDS, SECONDS))
                .isInstanceOf(IOException.class)
                .hasMessage("no host of the database accepts writes")
                .satisfies(failure -> assertThat(Causes.isAway(failure)).isTrue());
    }

    private static DatabaseAddress of(int... ports) {
        var hosts = new ArrayList<Host>();
        for (int port : ports) {
            hosts.add(new Host("localhost", port));
        }
        DatabaseAddress one = first.address();
        return new DatabaseAddress(hosts, one.name(), one.user(), one.password(), one.tls(), one.session());
    }

    private static int port(SqlClient pool) {
        try {
            return pool.query("SELECT inet_server_port()")
                    .execute()
                    .await(PATIENCE_SECONDS, SECONDS)
                    .iterator()
                    .next()
                    .getInteger(0);
        } catch (Exception away) {
            return 0;
        }
    }

    private static void accepts(OwnPostgres host, boolean writes) throws Exception {
        run(host, "ALTER DATABASE " + host.address().name() + " SET default_transaction_read_only = " + !writes);
    }

    private static void tell(OwnPostgres host, String news) throws Exception {
        run(host, "NOTIFY news, '" + news + "'");
    }

    private static void run(OwnPostgres host, String sql) throws Exception {
        try (Connection connection = host.superuser();
                var statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            statement.execute(sql);
        }
    }
}
