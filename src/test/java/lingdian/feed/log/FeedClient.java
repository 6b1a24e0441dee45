package lingdian.feed.log;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import lingdian.testing.Await;

/** A reader of the feed over real sockets, by Server-Sent Events or by WebSocket. */
final class FeedClient implements AutoCloseable {
    private static final Vertx VERTX = Vertx.vertx();
    private static final io.vertx.core.http.HttpClient HTTP = VERTX.createHttpClient(
            new HttpClientOptions().setDefaultHost("localhost").setKeepAlive(false),
            new PoolOptions().setHttp1MaxSize(5_000));
    private static final io.vertx.core.http.WebSocketClient WEB_SOCKETS =
            VERTX.createWebSocketClient(new io.vertx.core.http.WebSocketClientOptions().setMaxConnections(5_000));

    /** One message; a comment has neither id nor event. */
    record Message(String id, String event, JsonObject content) {
        long position() {
            return Long.parseLong(id);
        }
    }

    private final AtomicLong received = new AtomicLong();
    private final BlockingQueue<Supplier<Message>> messages = new LinkedBlockingQueue<>(); // parsed when taken
    private final BlockingQueue<String> comments = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>(); // the WebSocket's code, else 0
    private Runnable close = () -> {};
    private HttpClientResponse response;
    private String id;
    private String event;

    private FeedClient() {}

    static FeedClient sse(int port, String query) throws Exception {
        return sse(port, query, Map.of());
    }

    /** Returns once the first bytes have arrived. */
    static FeedClient sse(int port, String query, Map<String, String> headers) throws Exception {
        var client = new FeedClient();
        HttpClientRequest request = HTTP.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setPort(port)
                        .setURI(FeedEndpoint.PATH + query)
                        .setHeaders(MultiMap.caseInsensitiveMultiMap().addAll(headers)))
                .await(PATIENCE_SECONDS, SECONDS);
        var answer = request.response().onSuccess(client::receive); // before any response can arrive
        request.end();
        client.response = answer.await(PATIENCE_SECONDS, SECONDS);
        client.close = () -> request.connection().close();
        if (client.response.statusCode() == 200) {
            client.comment();
        }
        return client;
    }

    static FeedClient webSocket(int port, String query) throws Exception {
        return webSocket(port, query, Map.of());
    }

    static FeedClient webSocket(int port, String query, Map<String, String> headers) throws Exception {
        var client = new FeedClient();
        ClientWebSocket socket = WEB_SOCKETS.webSocket();
        client.receive(socket); // before any frame can arrive
        socket.connect(new WebSocketConnectOptions()
                        .setHost("localhost")
                        .setPort(port)
                        .setURI(FeedEndpoint.PATH + query)
                        .setHeaders(MultiMap.caseInsensitiveMultiMap().addAll(headers)))
                .await(PATIENCE_SECONDS, SECONDS);
        client.close = socket::close;
        return client;
    }

    private void receive(HttpClientResponse answer) {
        if (answer.statusCode() == 200) {
            answer.exceptionHandler(lost -> closed.complete(0));
            answer.endHandler(v -> closed.complete(0));
            answer.handler(RecordParser.newDelimited("\n", this::line));
        }
    }

    private void line(Buffer buffer) {
        String line = buffer.toString();
        if (line.startsWith(":")) {
            comments.add(line);
        } else if (line.startsWith("id: ")) {
            id = line.substring(4);
        } else if (line.startsWith("event: ")) {
            event = line.substring(7);
        } else if (line.startsWith("data: ")) {
            String thisId = id;
            String thisEvent = event;
            arrived(() -> new Message(thisId, thisEvent, new JsonObject(line.substring(6))));
        }
    }

    private void receive(ClientWebSocket socket) {
        socket.textMessageHandler(text -> arrived(() -> message(new JsonObject(text))));
        socket.frameHandler(frame -> {
            if (frame.isPing()) {
                comments.add("ping");
            }
        });
        socket.closeHandler(v -> closed.complete((int) socket.closeStatusCode()));
    }

    private static Message message(JsonObject json) {
        return new Message(json.getString("id"), json.getString("event"), json.getJsonObject("data"));
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.getHeader(name);
    }

    /** Waits for the next message. */
    Message next() throws InterruptedException {
        Supplier<Message> message = messages.poll(PATIENCE_SECONDS, SECONDS);
        if (message == null) {
            throw new AssertionError("no message; closed: " + closed);
        }
        return message.get();
    }

    /** Waits for the next message; empty if the service has closed the connection and all messages are taken. */
    Optional<Message> nextUnlessClosed() throws InterruptedException {
        for (int waited = 0; waited < Await.PATIENCE_MILLIS; waited += 100) {
            boolean wasClosed = closed.isDone(); // read first, so that messages before the close are seen
            Supplier<Message> message = messages.poll(wasClosed ? 0 : 100, MILLISECONDS);
            if (message != null || wasClosed) {
                return Optional.ofNullable(message).map(Supplier::get);
            }
        }
        throw new AssertionError("no message");
    }

    List<Message> next(int count) throws InterruptedException {
        var taken = new ArrayList<Message>();
        while (taken.size() < count) {
            taken.add(next());
        }
        return taken;
    }

    private void arrived(Supplier<Message> message) {
        messages.add(message);
        received.incrementAndGet();
    }

    /** The number of messages received so far. */
    long received() {
        return received.get();
    }

    /** The positions of the next messages. */
    List<Long> positions(int count) throws InterruptedException {
        return next(count).stream().map(Message::position).toList();
    }

    String comment() throws InterruptedException {
        String comment = comments.poll(PATIENCE_SECONDS, SECONDS);
        if (comment == null) {
            throw new AssertionError("no comment");
        }
        return comment;
    }

    boolean nothingWaits() {
        return messages.isEmpty();
    }

    /** Waits until the service closes the connection; returns the WebSocket's close code, else 0. */
    int closed() throws Exception {
        return closed.get(PATIENCE_SECONDS, SECONDS);
    }

    @Override
    public void close() {
        close.run();
    }
}
