package lingdian.simulation;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketFrame;
import java.lang.reflect.Method;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket between two programs, with all faults that its messages can meet on the way.
 *
 * <p>It is worse than TCP: a single message may be lost, repeated or overtaken while the connection stays open. The
 * protocol does not rely on TCP for this, because event numbers show what is missing.
 */
final class Wire {
    private static final int QUEUE_MOST = 16;

    private final VirtualTime time;
    private final Faults faults;
    private final End agent;
    private final End service;

    private Wire(VirtualTime time, Faults faults, Program agent, Program service) {
        this.time = time;
        this.faults = faults;
        this.agent = new End(agent);
        this.service = new End(service);
        this.agent.peer = this.service;
        this.service.peer = this.agent;
        agent.whenKilled(this::breakOff);
        service.whenKilled(this::breakOff);
    }

    /** The destinations of an agent's connections. */
    interface Doors {
        /** The program that accepts the next connection; null if none does. */
        @Nullable
        Program next();

        /** Opens the service's end, on the program's event loop. */
        void open(Program program, ServerWebSocket socket);

        /** Called when a connection is open, so that a fault may break it later. */
        void opened(Wire wire);
    }

    /** A client whose sockets lead to {@code doors}. */
    static WebSocketClient client(VirtualTime time, Faults faults, Program agent, Doors doors) {
        return Program.proxy(WebSocketClient.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "webSocket" -> new Dialling(time, faults, agent, doors).socket;
            case "close" -> Future.succeededFuture();
            default -> throw new UnsupportedOperationException("WebSocketClient." + method.getName());
        });
    }

    /** Breaks the connection. Each end learns of it at its own time. */
    void breakOff() {
        agent.dropped(time.delay(0, 2_000_000));
        service.dropped(time.delay(0, 30_000_000));
    }

    /** A socket that is not connected yet; it stores the handlers that are set. */
    private static final class Dialling {
        private final ClientWebSocket socket;
        private @Nullable Handler<String> text;
        private @Nullable Handler<@Nullable Void> close;
        private @Nullable Handler<Buffer> pong;
        private @Nullable End end;

        Dialling(VirtualTime time, Faults faults, Program agent, Doors doors) {
            socket = Program.proxy(ClientWebSocket.class, (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "textMessageHandler" -> text = Program.handler(arguments[0]);
                    case "closeHandler" -> close = Program.handler(arguments[0]);
                    case "exceptionHandler" -> {}
                    case "pongHandler" -> pong = Program.handler(arguments[0]);
                    case "connect" -> {
                        return connect(time, faults, agent, doors);
                    }
                    default -> {
                        return Program.present(end).call(proxy, method, arguments);
                    }
                }
                return proxy;
            });
        }

        private Future<?> connect(VirtualTime time, Faults faults, Program agent, Doors doors) {
            Program.Returning<Object> answer = agent.returning();
            long takes = time.delay(500, 300_000);
            Program service = doors.next();
            if (service == null || faults.deals(Faults.Kind.CONNECTION_REFUSED)) {
                answer.fail(takes, new java.net.ConnectException("refused"));
                return answer.future();
            }
            var wire = new Wire(time, faults, agent, service);
            wire.agent.text = message -> Program.present(text).handle(message);
            end = wire.agent;
            wire.agent.pong = pong;
            var loop = service.new Loop();
            wire.service.loop = loop;
            wire.agent.loop = agent.loop();
            loop.later(takes, () -> {
                doors.open(service, wire.service.serverSocket());
                doors.opened(wire);
            });
            answer.decide(takes + time.delay(200, 50_000), connected -> {
                if (wire.agent.over) {
                    connected.tryFail(new java.net.ConnectException("reset"));
                } else {
                    wire.agent.closed = nothing -> Program.present(close).handle(null);
                    connected.tryComplete(socket);
                }
            });
            return answer.future();
        }
    }

    private final class End {
        private final Program program;
        private End peer = this;
        private Program.@Nullable Loop loop;
        private @Nullable Consumer<String> text;
        private @Nullable Handler<@Nullable Void> closed;
        private @Nullable Handler<@Nullable Void> drained;
        private @Nullable Handler<Buffer> pong;
        private long lastArrival;
        private int under;
        private boolean over;
        private @Nullable Short code;
        private @Nullable String reason;

        End(Program program) {
            this.program = program;
        }

        ServerWebSocket serverSocket() {
            return Program.proxy(ServerWebSocket.class, this::call);
        }

        @Nullable
        Object call(Object proxy, Method method, Object @Nullable [] arguments) {
            Object[] given = arguments == null ? new Object[0] : arguments;
            return switch (method.getName()) {
                case "writeTextMessage" -> write((String) given[0]);
                case "frameHandler" -> {
                    Handler<WebSocketFrame> frames = Program.handler(given[0]);
                    text = message -> frames.handle(WebSocketFrame.textFrame(message, true));
                    yield proxy;
                }
                case "closeHandler" -> {
                    closed = Program.handler(given[0]);
                    yield proxy;
                }
                case "drainHandler" -> {
                    drained = Program.handler(given[0]);
                    yield proxy;
                }
                case "writePing" -> ping();
                case "pongHandler", "exceptionHandler" -> proxy;
                case "close" -> {
                    Short with = given.length > 0 ? (Short) given[0] : Short.valueOf((short) 1000);
                    close(with, given.length > 1 ? (String) given[1] : null);
                    yield Future.succeededFuture();
                }
                case "isClosed" -> over;
                case "writeQueueFull" -> under > QUEUE_MOST;
                case "closeStatusCode" -> code;
                case "closeReason" -> reason;
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == given[0];
                default -> throw new UnsupportedOperationException("WebSocket." + method.getName());
            };
        }

        private Future<Void> write(String message) {
            if (over) {
                return Future.failedFuture("closed");
            }
            if (!faults.deals(Faults.Kind.FRAME_LOST)) {
                send(message);
                if (faults.deals(Faults.Kind.FRAME_REPEATED)) {
                    send(message);
                }
            }
            if (faults.deals(Faults.Kind.CONNECTION_BROKEN)) {
                time.after(time.delay(0, 100_000), program, Wire.this::breakOff);
            }
            return Future.succeededFuture();
        }

        /** The peer's program answers by itself, unless one of both frames is lost. */
        private Future<Void> ping() {
            if (over) {
                return Future.failedFuture("closed");
            }
            if (!faults.deals(Faults.Kind.FRAME_LOST)) {
                Program.present(peer.loop).later(time.delay(300, 80_000), () -> {
                    if (!peer.over) {
                        Program.present(loop).later(time.delay(300, 80_000), this::ponged);
                    }
                });
            }
            return Future.succeededFuture();
        }

        private void ponged() {
            if (!over && pong != null) {
                pong.handle(Buffer.buffer());
            }
        }

        private void send(String message) {
            long takes =
                    faults.deals(Faults.Kind.FRAME_LATE) ? time.delay(100_000, 25_000_000) : time.delay(300, 80_000);
            long arrives = time.nowMicros() + takes;
            if (!faults.deals(Faults.Kind.FRAME_REORDERED)) {
                arrives = Math.max(arrives, lastArrival + 1);
                lastArrival = arrives;
            }
            under++;
            Program.present(peer.loop).later(arrives - time.nowMicros(), () -> peer.arrived(message));
            time.at(arrives, program, this::taken);
        }

        private void taken() {
            under--;
            Handler<@Nullable Void> waiting = drained;
            if (under <= QUEUE_MOST / 2 && waiting != null && !over) {
                drained = null;
                Program.present(loop).later(0, () -> waiting.handle(null));
            }
        }

        private void arrived(String message) {
            if (!over && text != null) {
                text.accept(message);
            }
        }

        /** Sends a close frame behind the earlier messages; the other side answers it. */
        private void close(short with, @Nullable String why) {
            if (over) {
                return;
            }
            over = true;
            long arrives = Math.max(lastArrival + 1, time.nowMicros() + time.delay(300, 80_000));
            code = with;
            reason = why;
            Program.present(peer.loop).later(arrives - time.nowMicros(), () -> peer.closedByPeer(with, why));
            Program.present(loop).later(arrives - time.nowMicros() + time.delay(300, 80_000), this::tellClosed);
        }

        private void closedByPeer(short with, @Nullable String why) {
            if (!over) {
                over = true;
                code = with;
                reason = why;
                tellClosed();
            }
        }

        private void dropped(long delayMicros) {
            if (loop != null) {
                loop.later(delayMicros, () -> {
                    if (!over) {
                        over = true;
                        tellClosed();
                    }
                });
            }
        }

        private void tellClosed() {
            if (closed != null) {
                Handler<@Nullable Void> told = closed;
                closed = null;
                told.handle(null);
            }
        }
    }
}
