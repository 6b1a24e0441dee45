package lingdian.feed.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.feed.log.PersonLookup.PersonView;
import lingdian.feed.log.PersonLookup.Subject;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.WritableHost;
import lingdian.platform.http.Problem;

/**
 * One node that serves only the feed, on a port of its own. The header {@code Test-Scope} sets the scope ({@code
 * authority/region/placeCode}; everything without it), the header {@code Test-Account} the account.
 */
final class FeedNode implements AutoCloseable {
    static final Set<String> CODES = Set.of("OVERTIME_OPERATION", "MINOR_ADMITTED", "IDENTITY_SHARED");

    static final String CHANNEL = "feed_of_test";
    final FeedHub hub;
    final Set<String> endedAccounts = ConcurrentHashMap.newKeySet();
    final Counts counts = new Counts();
    private final AtomicInteger openSockets = new AtomicInteger();
    private final Vertx vertx;
    private final QueryPool pool;
    private final HttpServer server;

    /** How many messages were written to readers, and how many readers were cut off. */
    static final class Counts implements FeedMeters {
        private final LongAdder delivered = new LongAdder();
        private final LongAdder cutOff = new LongAdder();

        long messagesDelivered() {
            return delivered.sum();
        }

        long readersCutOff() {
            return cutOff.sum();
        }

        @Override
        public void reachedReaders(Instant committedAt) {}

        @Override
        public void delivered(int messages) {
            delivered.add(messages);
        }

        @Override
        public void readerCutOff() {
            cutOff.increment();
        }
    }

    /** Uses a small send buffer, so that a subscriber that does not read is noticed soon. */
    FeedNode(DatabaseAddress database, FeedSettings settings) throws Exception {
        this(database, settings, new HttpServerOptions().setSendBufferSize(16_384));
    }

    FeedNode(DatabaseAddress database, FeedSettings settings, HttpServerOptions options) throws Exception {
        vertx = Vertx.vertx();
        pool = Databases.queryPool(vertx, database, 4);
        hub = new FeedHub(
                vertx,
                pool,
                WritableHost.of(vertx, database),
                CHANNEL,
                FeedNode::persons,
                this::ended,
                counts,
                settings);
        hub.start().await(PATIENCE_SECONDS, SECONDS);
        Router router = Router.router(vertx);
        router.route().handler(FeedNode::authenticate);
        router.route().failureHandler(FeedNode::refuse);
        new FeedEndpoint(vertx, hub, CODES, FeedNode::identity).mount(router);
        server = vertx.createHttpServer(options)
                .connectionHandler(this::count)
                .requestHandler(router)
                .listen(0, "localhost")
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private static FeedIdentity identity(RoutingContext routing) {
        return new FeedIdentity(routing.request().getHeader("Test-Account"), null);
    }

    private static void refuse(RoutingContext routing) {
        if (routing.failure() instanceof Problem.Thrown refused) {
            refused.problem().send(routing);
        } else {
            routing.next();
        }
    }

    private void count(HttpConnection connection) {
        openSockets.incrementAndGet();
        // An upgraded connection forgets its close handler, its channel does not.
        ((ConnectionBase) connection).channel().closeFuture().addListener(v -> openSockets.decrementAndGet());
    }

    int openSockets() {
        return openSockets.get();
    }

    int port() {
        return server.actualPort();
    }

    private Future<Set<String>> ended(Set<String> accounts) {
        return Future.succeededFuture(
                accounts.stream().filter(endedAccounts::contains).collect(Collectors.toSet()));
    }

    private static Future<Map<Subject, PersonView>> persons(Collection<Subject> subjects) {
        return Future.succeededFuture(subjects.stream()
                .collect(Collectors.toMap(
                        subject -> subject,
                        subject -> new PersonView("r-" + subject.loginSeq(), "111", "3604************12", "张*"))));
    }

    private static void authenticate(RoutingContext routing) {
        String header = routing.request().getHeader("Test-Scope");
        if (!"none".equals(header)) {
            String[] parts = (header == null ? "/000000/" : header).split("/", -1);
            routing.put(
                    FeedEndpoint.SCOPE,
                    new Scope(
                            Authority.orNull(orNull(parts[0])),
                            new RegionCode(parts[1]),
                            Arrays.stream(parts[2].split(","))
                                    .flatMap(code -> PlaceCode.find(code).stream())
                                    .collect(Collectors.toSet())));
        }
        routing.next();
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    @Override
    public void close() throws Exception {
        hub.stop().await(PATIENCE_SECONDS, SECONDS);
        server.close().await(PATIENCE_SECONDS, SECONDS);
        pool.close().await(PATIENCE_SECONDS, SECONDS);
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }
}
