package lingdian.simulation;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.WebSocketClient;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One operating system process of the simulated city: a Vert.x whose event loops, timers and workers are entries in
 * {@link VirtualTime}, and a clock that may be wrong.
 *
 * <p>The code under test takes {@code Vertx} and {@code Context} by their interfaces, so it runs here as it is. Each
 * context keeps its order, as an event loop does; between contexts any order may come. A killed program does nothing
 * more, and its work stays unfinished.
 */
final class Program implements InstantSource {
    private static final long HOP_MICROS_MAX = 60;

    private final VirtualTime time;
    private final String name;
    private final Vertx vertx;
    private final Set<Long> timers = new HashSet<>();
    private final List<Runnable> whenKilled = new ArrayList<>();
    private @Nullable Supplier<WebSocketClient> sockets;
    private @Nullable Loop current;
    private boolean running = true;
    private long timersYet;
    private Duration wrongBy = Duration.ZERO;

    Program(VirtualTime time, String name) {
        this.time = time;
        this.name = name;
        this.vertx = proxy(Vertx.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getOrCreateContext" -> loop().context;
            case "setTimer" -> timer((Long) arguments[0], false, handler(arguments[1]));
            case "setPeriodic" -> timer((Long) arguments[0], true, handler(arguments[1]));
            case "cancelTimer" -> timers.remove((Long) arguments[0]);
            case "createSharedWorkerExecutor" -> worker();
            case "createWebSocketClient" -> present(sockets).get();
            case "deployVerticle" -> deploy((VerticleBase) arguments[0]);
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            case "toString" -> name;
            default -> throw new UnsupportedOperationException("Vertx." + method.getName());
        });
    }

    Vertx vertx() {
        return vertx;
    }

    VirtualTime time() {
        return time;
    }

    String name() {
        return name;
    }

    boolean isRunning() {
        return running;
    }

    /** Sets how its WebSocket clients are made. */
    void sockets(Supplier<WebSocketClient> made) {
        sockets = made;
    }

    /** Ends the program at once, without closing anything. */
    void kill() {
        if (running) {
            running = false;
            whenKilled.forEach(Runnable::run);
        }
    }

    void whenKilled(Runnable action) {
        whenKilled.add(action);
    }

    @Override
    public Instant instant() {
        return time.now().plus(wrongBy);
    }

    void clockIsWrongBy(Duration difference) {
        wrongBy = difference;
    }

    /** Runs an action that was scheduled in {@link VirtualTime}. */
    void run(Runnable action) {
        action.run();
    }

    /** Runs an action from outside the program, on a new event loop. */
    void begin(Runnable action) {
        new Loop().later(0, action);
    }

    /** Returns a result to the caller as Vert.x does: on the caller's context, after the tasks queued there. */
    <T> Returning<T> returning() {
        return new Returning<>(loop());
    }

    /** A result on its way back. */
    final class Returning<T> {
        private final Loop to;
        private final Promise<T> promise = Promise.promise();

        private Returning(Loop to) {
            this.to = to;
        }

        Future<T> future() {
            return promise.future();
        }

        void succeed(long delayMicros, T result) {
            to.later(delayMicros, () -> promise.tryComplete(result));
        }

        /** Lets {@code decision} determine the result at the time of its arrival. */
        void decide(long delayMicros, Consumer<Promise<T>> decision) {
            to.later(delayMicros, () -> decision.accept(promise));
        }

        void fail(long delayMicros, Throwable cause) {
            to.later(delayMicros, () -> promise.tryFail(cause));
        }
    }

    /** The event loop on which handlers that are set now will be called. */
    Loop loop() {
        return current == null ? new Loop() : current;
    }

    /** An event loop's context, which runs its tasks one after another. */
    final class Loop {
        private final Context context = proxy(Context.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "runOnContext" -> {
                Handler<@Nullable Void> action = handler(arguments[0]);
                later(0, () -> action.handle(null));
                yield null;
            }
            case "owner" -> vertx;
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> throw new UnsupportedOperationException("Context." + method.getName());
        });
        private long lastMicros;

        Context context() {
            return context;
        }

        void later(long delayMicros, Runnable action) {
            long hop = time.random().nextLong(HOP_MICROS_MAX);
            if (delayMicros == 0) {
                lastMicros = Math.max(lastMicros, time.nowMicros() + hop);
                time.at(lastMicros, Program.this, () -> here(action));
            } else {
                time.after(delayMicros, Program.this, () -> later(0, action));
            }
        }

        private void here(Runnable action) {
            Loop before = current;
            current = this;
            try {
                action.run();
            } finally {
                current = before;
            }
        }
    }

    private long timer(long millis, boolean again, Handler<Long> handler) {
        long id = ++timersYet;
        timers.add(id);
        arm(loop(), id, millis, again, handler);
        return id;
    }

    private void arm(Loop on, long id, long millis, boolean again, Handler<Long> handler) {
        on.later(millis * 1_000, () -> {
            if (again ? timers.contains(id) : timers.remove(id)) {
                handler.handle(id);
                if (again) {
                    arm(on, id, millis, true, handler);
                }
            }
        });
    }

    /** Deploys a verticle without {@code start()}, whose inherited implementation needs a real Vert.x context. */
    private Future<String> deploy(VerticleBase verticle) {
        verticle.init(vertx, new Loop().context);
        return Future.succeededFuture(name);
    }

    private WorkerExecutor worker() {
        var thread = new Loop();
        return proxy(WorkerExecutor.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "executeBlocking" -> blocking(thread, (Callable<?>) arguments[0]);
            case "close" -> Future.succeededFuture();
            default -> throw new UnsupportedOperationException("WorkerExecutor." + method.getName());
        });
    }

    private <T> Future<T> blocking(Loop thread, Callable<T> action) {
        Returning<T> result = returning();
        thread.later(0, () -> {
            try {
                T done = action.call();
                result.succeed(time.delay(20, 3_000), done);
            } catch (Exception failed) {
                result.fail(time.delay(20, 3_000), failed);
            }
        });
        return result.future();
    }

    @SuppressWarnings("unchecked")
    static <T> Handler<T> handler(Object argument) {
        return (Handler<T>) argument;
    }

    /** An object that implements only the methods of an interface that {@code calls} handles. */
    static <T> T proxy(Class<T> type, InvocationHandler calls) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
    }

    static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("missing");
        }
        return value;
    }
}
