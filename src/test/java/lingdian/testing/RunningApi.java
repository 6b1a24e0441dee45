package lingdian.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import lingdian.access.account.Access;
import lingdian.access.account.AccountStore;
import lingdian.access.account.ScopedStore;
import lingdian.access.signin.ProviderAccounts;
import lingdian.access.signin.SignInLog;
import lingdian.access.signin.SignInService;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.document.DocumentTypes;
import lingdian.domain.document.PersonToken;
import lingdian.domain.region.Regions;
import lingdian.feed.log.FeedEndpoint;
import lingdian.feed.log.FeedHub;
import lingdian.feed.log.FeedIdentity;
import lingdian.feed.log.FeedMeters;
import lingdian.feed.log.FeedSettings;
import lingdian.feed.log.PersonLookup;
import lingdian.feed.log.PersonLookup.PersonView;
import lingdian.feed.log.PersonLookup.Subject;
import lingdian.law.calendar.CalendarYear;
import lingdian.law.calendar.WorkCalendar;
import lingdian.law.course.Courses;
import lingdian.law.course.SanctionTables;
import lingdian.law.returns.ReturnForms;
import lingdian.node.Meters;
import lingdian.office.Callers;
import lingdian.office.NodeLink;
import lingdian.office.OfficeSettings;
import lingdian.office.RegulatorApi;
import lingdian.office.StoredRecord;
import lingdian.office.account.AgentKeyStore;
import lingdian.office.account.ReaderRights;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.OfficeListener;
import lingdian.office.api.OpenEndpoints;
import lingdian.office.document.DocumentTemplates;
import lingdian.office.health.NodeKnowledge;
import lingdian.office.inspection.PremisesKinds;
import lingdian.office.permission.Approvers;
import lingdian.office.registry.Registry;
import lingdian.office.registry.RegistryLog;
import lingdian.office.rules.RuleSetLog;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.DatabaseClock;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.ReaderPool;
import lingdian.platform.database.WritableHost;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.platform.settings.EscalationSettings;
import lingdian.platform.settings.ExportSettings;
import lingdian.platform.settings.MapSettings;
import lingdian.platform.settings.Settings;
import lingdian.platform.settings.SignInSettings;
import lingdian.platform.work.SystemClock;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.evidence.Checkpoints;
import lingdian.record.evidence.EvidenceExport;
import lingdian.record.evidence.KeptBundleStore;
import lingdian.record.hours.HoursStore;
import lingdian.record.release.ReleaseStore;
import lingdian.record.release.Releases;
import lingdian.vault.registry.RegistryStore;
import lingdian.vault.registry.RegistryStore.Registrar;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingException;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/** The API on a real socket and a real PostgreSQL, with a clock that the test sets. */
public final class RunningApi implements AutoCloseable {
    public static final String ADMIN = "the-admin-token-of-the-environment";
    public static final Instant NOW = Instant.parse("2026-07-10T04:00:00Z");

    private static final Regions REGIONS = Regions.load(Path.of("config", "regions.csv"));

    public final Vertx vertx = Vertx.vertx();
    public final DatabaseAddress database = TestDatabase.withSetClock();
    /** As the service should sign in: all that an office does for people passes the guards of tables. */
    private final DatabaseAddress member = TestDatabase.asMember(database);

    public final QueryPool pool = Databases.queryPool(vertx, member, 4);
    public final ReaderPool readers = Databases.readerPool(vertx, member, 4);
    public final AtomicInteger factsChanges = new AtomicInteger();
    public final List<RegistryLog.Use> uses = new CopyOnWriteArrayList<>();
    public volatile @Nullable Exception logFailure;
    public final Vault vault = vault();
    public final DatabaseClock clocks = new DatabaseClock(pool, SystemClock.MICROSECONDS);
    public final AccessLogStore log = new AccessLogStore(pool, vault, () -> NOW, UUID::randomUUID);
    public final AtomicBoolean ready = new AtomicBoolean(true);
    public final AgentKeyStore agentKeys = new AgentKeyStore(pool, () -> NOW);
    public final AccountStore accounts = new AccountStore(pool, () -> NOW, ADMIN);
    final SignInService people = new SignInService(new SignInService.Parts(
            vertx,
            pool,
            clocks,
            vault,
            () -> NOW,
            new SecureRandom(),
            signInSettings(),
            SignInLog.in(log, () -> NOW, () -> {}),
            (issuer, subject, provided) -> Future.succeededFuture(new ProviderAccounts.Decision.Refused()),
            null,
            limit -> {}));
    final FeedHub feed;
    public final Router router;
    private final Meters meters = new Meters();
    private final HttpServer server;
    private final WebClient client;

    public RunningApi() {
        feed = new FeedHub(
                vertx,
                pool,
                WritableHost.of(vertx, member),
                vault.channel("feed"),
                persons(),
                new ReaderRights(accounts, people.sessions()),
                FeedMeters.NONE,
                FeedSettings.defaults());
        var config = ConfigDirectory.find(Path.of("config"));
        var hours = new HoursStore();
        var releaseStore = new ReleaseStore();
        var checkpoints = new Checkpoints(vertx, pool, vault, () -> NOW, LocalTime.MIDNIGHT, 60_000);
        var api = new RegulatorApi(
                OfficeContext.of(
                        vertx,
                        pool,
                        new ScopedStore(readers, () -> NOW),
                        log,
                        vault,
                        () -> NOW,
                        UUID::randomUUID,
                        new SecureRandom()),
                new Callers(accounts, people, agentKeys),
                new StoredRecord(
                        hours,
                        releaseStore,
                        new Releases(pool, releaseStore, () -> NOW, UUID::randomUUID, new RuleSetLog(log)),
                        new EvidenceExport(vertx, pool, vault, () -> NOW, hours, checkpoints),
                        new KeptBundleStore(pool, vault),
                        new Registry(new RegistryStore(vault), vault, documents(), registryLog()),
                        client -> persons()),
                new OfficeSettings(
                        REGIONS,
                        config.read("premises.yaml", PremisesKinds.class),
                        WorkCalendar.of(List.of(config.read("calendar/2026.yaml", CalendarYear.class))),
                        config.read("casework.yaml", Courses.class),
                        config.read("sanctions.yaml", SanctionTables.class),
                        config.read("returns.yaml", ReturnForms.class),
                        DocumentTemplates.read(config),
                        new Settings.Office(
                                new Settings.Privacy(20, 300, 24, 0, 31, 24, 2),
                                new Settings.Notifications(16, 1_000, 24, 30, "08:30", List.of("127.0.0.1")),
                                new EscalationSettings(20, List.of(), null, null),
                                new ExportSettings(null),
                                new MapSettings(List.of(), "", 18, List.of()))),
                new NodeLink(
                        listener(),
                        meters::limitReached,
                        new OpenEndpoints(this::health, meters::scrape, null),
                        new NodeKnowledge() {
                            @Override
                            public UUID node() {
                                return new UUID(9, 9);
                            }

                            @Override
                            public Future<JsonObject> ready() {
                                return health();
                            }

                            @Override
                            public Double meter(String name) {
                                return meters.value(name);
                            }
                        },
                        new FeedEndpoint(
                                vertx,
                                feed,
                                Set.of("OVERTIME_OPERATION"),
                                routing -> new FeedIdentity(Access.right(routing), routing.get(Access.ACCOUNT_ID))),
                        FeedSettings.defaults().sending().maxOfAccount()));
        await(feed.start());
        router = Router.router(vertx);
        await(api.mountOn(router));
        server = await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        client = WebClient.create(
                vertx, new WebClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(server.actualPort()));
    }

    private OfficeListener listener() {
        return new OfficeListener() {
            @Override
            public void factsChanged() {
                factsChanges.incrementAndGet();
            }

            @Override
            public void feedMoved() {
                feed.wake();
            }
        };
    }

    private Future<JsonObject> health() {
        return Future.succeededFuture(new JsonObject().put("status", ready.get() ? "up" : "down"));
    }

    public WebClient client() {
        return client;
    }

    public int port() {
        return server.actualPort();
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.await(PATIENCE_SECONDS, SECONDS);
        } catch (TimeoutException e) {
            throw new CompletionException(e);
        }
    }

    /** A complete answer. */
    public record Answer(int status, MultiMap headers, String text) {
        public JsonObject json() {
            return new JsonObject(text);
        }

        public String contentType() {
            return headers.get("Content-Type");
        }

        /** The places of errors that a 400 answer names, in order. */
        public List<String> places() {
            var places = new ArrayList<String>();
            for (Object error : json().getJsonArray("errors", new JsonArray())) {
                JsonObject one = (JsonObject) error;
                places.add(one.containsKey("pointer") ? one.getString("pointer") : "?" + one.getString("parameter"));
            }
            return places;
        }
    }

    public Answer call(String method, String path, @Nullable String token, @Nullable JsonObject body) {
        return send(method, path, token, "application/json", body == null ? null : body.toBuffer());
    }

    public Answer send(String method, String path, @Nullable String token, String contentType, @Nullable Buffer body) {
        return send(method, path, token, contentType, body, null);
    }

    public Answer send(
            String method,
            String path,
            @Nullable String token,
            String contentType,
            @Nullable Buffer body,
            @Nullable String accept) {
        HttpRequest<Buffer> request = client.request(HttpMethod.valueOf(method), path);
        if (token != null) {
            request.putHeader("Authorization", "Bearer " + token);
        }
        if (accept != null) {
            request.putHeader("Accept", accept);
        }
        HttpResponse<Buffer> response = await(
                body == null
                        ? request.send()
                        : request.putHeader("Content-Type", contentType).sendBuffer(body));
        Buffer text = response.body();
        return new Answer(response.statusCode(), response.headers(), text == null ? "" : text.toString());
    }

    public Answer get(String path, String token) {
        return call("GET", path, token, null);
    }

    public static JsonObject cafe() {
        return new JsonObject()
                .put("name", "晨光网吧")
                .put("licence", new JsonObject().put("number", "3604810001").put("validUntil", "2030-12-31"));
    }

    public void createCafe(String placeCode) {
        createCafe(placeCode, cafe());
    }

    public void createCafe(String placeCode, JsonObject body) {
        Answer answer = call("PUT", "/api/v1/cafes/" + placeCode, ADMIN, body);
        if (answer.status() > 201) {
            throw new IllegalStateException(answer.text());
        }
    }

    public String regulator(String authority, String region) {
        return account(new JsonObject()
                .put("name", "r")
                .put("role", "regulator")
                .put("authority", authority)
                .put("region", region));
    }

    /** The token of an operator of several cafés. */
    public String owner(String... placeCodes) {
        return account(new JsonObject()
                .put("name", "o")
                .put("role", "operator")
                .put("placeCodes", new JsonArray(List.of(placeCodes))));
    }

    public String operator(String placeCode) {
        return account(new JsonObject().put("name", "o").put("role", "operator").put("placeCode", placeCode));
    }

    public String auditor() {
        return account(new JsonObject().put("name", "a").put("role", "auditor"));
    }

    public String account(JsonObject body) {
        return call("POST", "/api/v1/accounts", ADMIN, body).json().getString("token");
    }

    public void sql(String sql) {
        try (var connection = TestDatabase.superuser(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sets what time it is for the guards of tables. */
    public void setTimeOfGuards(Instant now) {
        try {
            TestDatabase.setTimeOfGuards(database, now);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds so many copies of the rows for which a condition holds, each with an id of its own. */
    public void copy(String table, String condition, int number) {
        sql("INSERT INTO %1$s OVERRIDING USER VALUE SELECT (jsonb_populate_record(NULL::%1$s,".formatted(table)
                + " to_jsonb(made) || jsonb_build_object('id', gen_random_uuid()))).* FROM " + table
                + " AS made, generate_series(1, " + number + ") WHERE " + condition);
    }

    @Nullable
    public String value(String sql) {
        try (var connection = TestDatabase.superuser(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps the uses for the test as well. */
    private RegistryLog registryLog() {
        RegistryLog written = RegistryLog.in(log, new Approvers(accounts, () -> NOW, 0));
        return new RegistryLog() {
            @Override
            public Future<Void> write(Use use) {
                uses.add(use);
                return logFailure == null ? written.write(use) : Future.failedFuture(logFailure);
            }

            @Override
            public Future<Void> renamed(SqlConnection connection, Registrar registrar, Set<PersonToken> persons) {
                return written.renamed(connection, registrar, persons);
            }

            @Override
            public Future<Void> imported(Registrar registrar, Imported counts) {
                return written.imported(registrar, counts);
            }
        };
    }

    private static SignInSettings signInSettings() {
        return ConfigDirectory.find(Path.of("config")).settings().signIn();
    }

    private static Vault vault() {
        try {
            return new Vault(
                    KeyRing.create(Files.createTempDirectory("lingdian-test").resolve("keys.json")));
        } catch (IOException | KeyRingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DocumentRules documents() {
        Path config = Path.of("config");
        return new DocumentRules(REGIONS, DocumentTypes.load(config.resolve("document-types.csv")));
    }

    private static PersonLookup persons() {
        return subjects -> {
            var found = new HashMap<Subject, PersonView>();
            subjects.forEach(subject -> found.put(subject, new PersonView("ref-1", "111", "3604************12", "张*")));
            return Future.succeededFuture(found);
        };
    }

    @Override
    public void close() {
        await(feed.stop());
        await(vertx.close());
        meters.close();
    }
}
