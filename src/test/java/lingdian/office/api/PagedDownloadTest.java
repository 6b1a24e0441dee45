package lingdian.office.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A download of which a page cannot be read ends, however the failure comes. */
class PagedDownloadTest {
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void pagesComeInTheirOrder() throws Exception {
        assertThat(download(List.of(() -> page("a", false), () -> page("b", true)))
                        .body())
                .isEqualTo("ab");
    }

    /** A later page: the status was sent already. */
    @Test
    void aPageThatThrowsBreaksTheDownloadOff() {
        assertThatThrownBy(() -> download(List.of(() -> page("a", false), PagedDownloadTest::thrown)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void aFirstPageThatThrowsIsAnsweredAsAFailure() throws Exception {
        HttpResponse<String> answer = download(List.of(PagedDownloadTest::thrown));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("Content-Disposition")).isEmpty();
    }

    private static Future<PagedDownload.Page> page(String text, boolean last) {
        return Future.succeededFuture(new PagedDownload.Page(Buffer.buffer(text), last));
    }

    private static Future<PagedDownload.Page> thrown() {
        throw new IllegalStateException("no such page");
    }

    private static HttpResponse<String> download(List<Supplier<Future<PagedDownload.Page>>> pages) throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> send(request, pages.iterator()))
                .listen(0, "127.0.0.1")
                .await(PATIENCE_SECONDS, SECONDS);
        URI address = URI.create("http://127.0.0.1:" + server.actualPort());
        return HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .get(PATIENCE_SECONDS, SECONDS);
    }

    private static void send(HttpServerRequest request, Iterator<Supplier<Future<PagedDownload.Page>>> pages) {
        PagedDownload.send(
                        request,
                        "text/plain",
                        "list.txt",
                        PagedDownload.PAGE_MILLIS_MAX,
                        () -> pages.next().get())
                .onFailure(failure -> request.response().setStatusCode(500).end());
    }
}
