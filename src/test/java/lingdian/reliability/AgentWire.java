package lingdian.reliability;

import static lingdian.testing.Await.PATIENCE_SECONDS;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** One agent's WebSocket on the JDK's client, which shares no code with the service. Texts are passed on as sent. */
final class AgentWire {
    static final int BROKEN = 1006;

    private static final long LISTENER_SECONDS = 2;

    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final IntConsumer whenEnded;
    private WebSocket socket;

    /** The connection ended, with or without a close code. */
    static final class Ended extends IOException {
        private static final long serialVersionUID = 1L;

        private final int code;

        Ended(int code) {
            super("closed with " + code);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    private AgentWire(Runnable whenEnded) {
        this.whenEnded = code -> {
            if (ended.complete(code)) {
                whenEnded.run();
            }
        };
    }

    /** @param heard called with every received text, in order, by one thread at a time */
    static AgentWire connect(HttpClient client, URI server, String key, Consumer<String> heard, Runnable ended)
            throws Ended {
        var wire = new AgentWire(ended);
        try {
            wire.socket = client.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + key)
                    .subprotocols("lingdian.agent.v1")
                    .connectTimeout(Duration.ofSeconds(PATIENCE_SECONDS))
                    .buildAsync(URI.create("ws://" + server.getAuthority() + "/agent/v1"), wire.new Listener(heard))
                    .join();
            return wire;
        } catch (CompletionException notConnected) {
            throw new Ended(BROKEN);
        }
    }

    void send(String text) throws Ended {
        try {
            socket.sendText(text, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | IllegalStateException broken) {
            failed();
            throw new Ended(code());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Ended(BROKEN);
        }
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    /**
     * Checks whether the connection still exists. If a connection is reset while the client writes, the client may
     * close it without telling its listener, and only the next message fails.
     */
    void probe() {
        socket.sendPing(ByteBuffer.allocate(0)).whenComplete((sent, failure) -> {
            if (failure instanceof IOException) {
                failed();
            }
        });
    }

    /**
     * Reports a failed write after a delay, since the listener may still be handling texts that came before the end.
     */
    private void failed() {
        CompletableFuture.delayedExecutor(LISTENER_SECONDS, TimeUnit.SECONDS).execute(() -> whenEnded.accept(BROKEN));
    }

    /** The code with which the connection ended. Waits until all texts that arrived before have been handled. */
    int code() {
        try {
            return ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException never) {
            throw new AssertionError("the connection neither works nor ends", never);
        }
    }

    void abort() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final Consumer<String> heard;
        private final StringBuilder text = new StringBuilder();

        Listener(Consumer<String> heard) {
            this.heard = heard;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                heard.accept(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            whenEnded.accept(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            whenEnded.accept(BROKEN);
        }
    }
}
