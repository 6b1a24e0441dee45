package lingdian.office.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import lingdian.record.evidence.VerifyPage;
import lingdian.testing.Http;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The meters, which tell how much is found and denied: open unless a token is set. And what is always open. */
class OpenEndpointsTest {
    private static final String TOKEN = "token-of-the-monitoring";

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    private Http server(@Nullable String token) throws Exception {
        var router = Router.router(vertx);
        new OpenEndpoints(() -> Future.succeededFuture(new JsonObject().put("status", "up")), () -> "meters", token)
                .mountOn(router);
        int port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await(PATIENCE_SECONDS, SECONDS)
                .actualPort();
        return Http.to(URI.create("http://127.0.0.1:" + port));
    }

    @Test
    void withoutATokenInTheEnvironmentTheyAreOpen() throws Exception {
        assertThat(server(null).get("/metrics").body()).isEqualTo("meters");
        assertThat(server(" ").get("/metrics").body()).isEqualTo("meters");
    }

    /** Whoever was handed a bundle needs a page that did not come with it. */
    @Test
    void thePageThatChecksBundlesIsAFileForEverybody() throws Exception {
        Http.Answer page = server(TOKEN).get("/verify.html");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).isEqualTo(VerifyPage.html());
        assertThat(page.header("Content-Disposition")).startsWith("attachment;").contains("verify.html");
        assertThat(page.header("Content-Security-Policy")).startsWith("sandbox;");
    }

    @Test
    void withOneTheyNeedIt() throws Exception {
        Http server = server(TOKEN + "\n");
        Http.Answer refused = server.get("/metrics");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(refused.body()).isEmpty();
        assertThat(server.as("another").get("/metrics").status()).isEqualTo(401);
        assertThat(server.as(TOKEN).get("/metrics").body()).isEqualTo("meters");
        assertThat(server.get("/health/live").status()).isEqualTo(200);
    }
}
