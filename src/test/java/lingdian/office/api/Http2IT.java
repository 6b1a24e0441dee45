package lingdian.office.api;

import static lingdian.testing.RunningApi.ADMIN;
import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import lingdian.testing.RunningApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy in front may speak HTTP/2: every kind of request is served as over HTTP/1.1. */
class Http2IT {
    private static RunningApi api;
    private static WebClient client;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        client = WebClient.create(
                api.vertx,
                new WebClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setDefaultHost("127.0.0.1")
                        .setDefaultPort(api.port()));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000, 100_000})
    void aBodyIsRead(int length) {
        for (int i = 0; i < 20; i++) {
            JsonObject account =
                    new JsonObject().put("name", "审计").put("role", "auditor").put("unknown", "x".repeat(length));

            assertThat(post(account.toBuffer()).statusCode()).isEqualTo(201);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{"})
    void aMalformedBodyIsRefused(String body) {
        assertThat(post(Buffer.buffer(body)).statusCode()).isEqualTo(400);
    }

    private static HttpResponse<Buffer> post(Buffer body) {
        HttpResponse<Buffer> response = await(client.post("/api/v1/accounts")
                .putHeader("Authorization", "Bearer " + ADMIN)
                .putHeader("Content-Type", "application/json")
                .sendBuffer(body));
        assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
        return response;
    }
}
