package lingdian.simulation;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A reader's WebSocket with the behaviour of TCP. Messages keep their order, may be late, wait while the reader takes
 * none, and are lost with the connection.
 */
final class FeedLine {
    private final City city;
    private final Program service;
    private final Program.Loop loop;
    private final Reader reader;
    private final ArrayDeque<Written> arrived = new ArrayDeque<>();
    private @Nullable Handler<@Nullable Void> closed;
    private long lastArrival;
    private boolean over;

    /** @param text the message; null for a ping */
    record Written(@Nullable String text, Program.Returning<@Nullable Void> answer) {}

    FeedLine(City city, Program service, Reader reader) {
        this.city = city;
        this.service = service;
        this.loop = service.new Loop();
        this.reader = reader;
        service.whenKilled(this::breakOff);
    }

    Program.Loop loop() {
        return loop;
    }

    ServerWebSocket socket() {
        return Program.proxy(ServerWebSocket.class, this::call);
    }

    HttpConnection connection() {
        return Program.proxy(HttpConnection.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("close")) {
                throw new UnsupportedOperationException("HttpConnection." + method.getName());
            }
            breakOff();
            return Future.succeededFuture();
        });
    }

    private @Nullable Object call(Object proxy, Method method, Object @Nullable [] arguments) {
        Object[] given = arguments == null ? new Object[0] : arguments;
        return switch (method.getName()) {
            case "writeFrame" -> write((WebSocketFrame) given[0]);
            case "writeTextMessage" -> write((String) given[0]);
            case "writePing" -> write((String) null);
            case "closeHandler" -> {
                closed = Program.handler(given[0]);
                yield proxy;
            }
            case "frameHandler", "exceptionHandler" -> proxy;
            case "isClosed" -> over;
            case "close" -> {
                breakOff();
                yield Future.succeededFuture();
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == given[0];
            default -> throw new UnsupportedOperationException("ServerWebSocket." + method.getName());
        };
    }

    private Future<@Nullable Void> write(WebSocketFrame frame) {
        if (frame.isClose()) {
            city.faults().count(Faults.Blow.READER_CUT_OFF);
            return Future.succeededFuture(); // it stays behind the messages that the reader does not take
        }
        return write(frame.textData());
    }

    private Future<@Nullable Void> write(@Nullable String text) {
        if (over) {
            return Future.failedFuture("closed");
        }
        if (city.faults().deals(Faults.Kind.CONNECTION_BROKEN)) {
            city.time().after(city.time().delay(0, 100_000), service, this::breakOff);
        }
        var written = new Written(text, service.returning());
        lastArrival =
                Math.max(lastArrival + 1, city.time().nowMicros() + city.time().delay(300, 80_000));
        city.time().at(lastArrival, reader.program(), () -> arrive(written));
        return written.answer().future();
    }

    private void arrive(Written written) {
        if (over) {
            written.answer().fail(0, new java.io.IOException("closed"));
        } else {
            arrived.add(written);
            reader.take();
        }
    }

    /** The message that the reader takes next; null if there is none. */
    @Nullable
    Written next() {
        return arrived.poll();
    }

    /** Breaks the connection. Each end learns of it at its own time. */
    void breakOff() {
        if (over) {
            return;
        }
        over = true;
        arrived.forEach(written -> written.answer().fail(0, new java.io.IOException("closed")));
        arrived.clear();
        loop.later(city.time().delay(0, 30_000_000), this::tellClosed);
        city.time().after(city.time().delay(0, 2_000_000), reader.program(), () -> reader.lost(this));
    }

    private void tellClosed() {
        Handler<@Nullable Void> told = closed;
        if (told != null) {
            closed = null;
            told.handle(null);
        }
    }
}
