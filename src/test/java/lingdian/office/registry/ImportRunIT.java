package lingdian.office.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.WebClient;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.domain.AccountId;
import lingdian.domain.RegionCode;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.document.DocumentTypes;
import lingdian.domain.region.Regions;
import lingdian.office.permission.Approvers;
import lingdian.platform.http.Problem;
import lingdian.testing.Await;
import lingdian.testing.RunningApi;
import lingdian.vault.registry.RegistryStore;
import lingdian.vault.registry.RegistryStore.Registrar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An import whose sender is slow, with a shorter deadline than the service's. */
class ImportRunIT {
    private static final long LINE_MILLIS = 300;

    private final Promise<Void> over = Promise.promise();
    private final AtomicLong today = new AtomicLong(ImportRun.LINES_A_COMMIT);
    private final AtomicInteger turns = new AtomicInteger();
    private RunningApi api;
    private HttpServer server;

    @BeforeEach
    void start() {
        api = new RunningApi();
        var limit = new LookUpLimit(1, () -> RunningApi.NOW);
        var registry = new Registry(
                new RegistryStore(api.vault),
                api.vault,
                new DocumentRules(
                        Regions.load(Path.of("config", "regions.csv")),
                        DocumentTypes.load(Path.of("config").resolve("document-types.csv"))),
                RegistryLog.in(api.log, new Approvers(api.accounts, () -> RunningApi.NOW, 0)));
        var persons = new PersonImport(api.vertx, api.pool, registry, () -> RunningApi.NOW, limit);
        var registrar = new Registrar(new AccountId(UUID.randomUUID()), new RegionCode("360481"));
        Router router = Router.router(api.vertx);
        router.route()
                .handler(routing -> new ImportRun(
                                api.vertx,
                                routing,
                                persons,
                                registrar,
                                commit -> {
                                    turns.incrementAndGet();
                                    return commit.get();
                                },
                                Future::succeededFuture,
                                many -> today.addAndGet(-many) >= 0,
                                LINE_MILLIS)
                        .run()
                        .onComplete(over));
        server = await(api.vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        await(server.close());
        api.close();
    }

    /** Entries stay, so lists without end would fill the disk. */
    @Test
    void linesBeyondTheDaysAreRefused() throws Exception {
        String lines = IntStream.rangeClosed(1, ImportRun.LINES_A_COMMIT + 1)
                .mapToObj("""
                        {"document":{"type":"990","number":"P-%d"}}
                        """::formatted)
                .collect(Collectors.joining());
        WebClient.create(api.vertx).post(server.actualPort(), "127.0.0.1", "/").sendBuffer(Buffer.buffer(lines));

        Await.until("it is refused", () -> over.future().isComplete());

        assertThat(over.future().cause()).isInstanceOfSatisfying(Problem.Thrown.class, refused -> {
            assertThat(refused.problem().limit()).isEqualTo("daily-import-lines");
            assertThat(new JsonObject(refused.problem().json()).getLong("lines"))
                    .as("the ones before are dealt with")
                    .isEqualTo(ImportRun.LINES_A_COMMIT);
            assertThat(turns).as("each commit waits for its turn").hasValue(1);
        });
    }

    /** It would keep one of few places without end. */
    @Test
    void whoSendsBlanksNowAndThenIsRefused() throws Exception {
        try (var socket = new Socket("127.0.0.1", server.actualPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(US_ASCII));
            Await.until("the import is over", () -> {
                out.write("3\r\n \n \r\n".getBytes(US_ASCII));
                return over.future().isComplete();
            });
        }

        assertThat(over.future().cause())
                .isInstanceOfSatisfying(
                        Problem.Thrown.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(408));
    }
}
