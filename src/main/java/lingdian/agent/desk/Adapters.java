package lingdian.agent.desk;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import lingdian.agent.adapter.CardFollower;
import lingdian.agent.adapter.CardSettings;
import lingdian.agent.adapter.CardSink;
import lingdian.agent.adapter.CardSource;
import lingdian.agent.adapter.PushReceiver;
import lingdian.agent.adapter.PushSettings;
import lingdian.agent.adapter.QueryFollower;
import lingdian.platform.work.Contexts;
import lingdian.platform.work.Periodic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The adapters of a running agent, one after the other on a thread of their own. */
final class Adapters {
    private static final Logger LOG = LoggerFactory.getLogger(Adapters.class);
    private static final long LOOK_MILLIS = 500;

    private final Vertx vertx;
    private final Context own;
    private final List<CardSource> sources;
    private final Map<String, PushReceiver> pushes;
    private final CardSettings settings;
    private final CardReading reading;
    private final WorkerExecutor worker;
    private final Periodic looking;

    private Adapters(
            Vertx vertx,
            CardSettings settings,
            List<CardSource> sources,
            Map<String, PushReceiver> pushes,
            CardReading reading,
            String directory) {
        this.vertx = vertx;
        this.own = vertx.getOrCreateContext();
        this.settings = settings;
        this.sources = sources;
        this.pushes = pushes;
        this.reading = reading;
        this.worker = vertx.createSharedWorkerExecutor("adapters of " + directory, 1);
        this.looking = new Periodic(vertx, "reading what the cashier's program wrote", this::look);
    }

    /**
     * To be called by a thread that has no context yet.
     *
     * @param reading is told how far they have read
     */
    static Adapters start(
            Vertx vertx,
            CardSettings settings,
            Path directory,
            CardSink sink,
            CardReading reading,
            InstantSource clock) {
        var sources = new ArrayList<CardSource>();
        settings.files()
                .forEach(each -> sources.add(
                        CardFollower.of(each, directory.resolve("adapter-" + each.name() + ".json"), sink, clock)));
        settings.queries().forEach(each -> sources.add(QueryFollower.of(each, directory, sink, clock)));
        var pushes = new HashMap<String, PushReceiver>();
        settings.pushes().forEach(each -> pushes.put(each.name(), new PushReceiver(each, directory, sink, clock)));
        var adapters = new Adapters(vertx, settings, sources, pushes, reading, directory.toString());
        if (!sources.isEmpty()) {
            adapters.looking.start(LOOK_MILLIS);
        }
        return adapters;
    }

    /** Whether there is any file or query. */
    boolean areReading() {
        return !sources.isEmpty();
    }

    /** The settings of a push; empty if there is none of that name. */
    Optional<PushSettings> push(String name) {
        return settings.pushes().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    /** Completes when it is recorded. {@code name} is that of a push. */
    Future<PushReceiver.Outcome> take(String name, Map<String, String> members) {
        return aside(() -> Objects.requireNonNull(pushes.get(name)).take(members));
    }

    /** Records nothing; completes with what a push would lead to, with the person masked. */
    Future<Optional<String>> tried(String name, Map<String, String> members) {
        return aside(() -> CardTrial.of(Objects.requireNonNull(pushes.get(name)), members));
    }

    /**
     * On the adapters' thread, but as work of their own context: work of the caller's context would wait for itself, since
     * recording is work of that context too.
     */
    private <T> Future<T> aside(Callable<T> work) {
        Context caller = vertx.getOrCreateContext();
        return Contexts.answerOn(
                caller,
                Contexts.run(own, () -> worker.executeBlocking(work).map(done -> Objects.requireNonNull(done))));
    }

    Future<Void> close() {
        looking.stop();
        return worker.<Void>executeBlocking(() -> {
                    sources.forEach(Adapters::closeQuietly);
                    return null;
                })
                .eventually(worker::close);
    }

    private Future<Void> look() {
        return worker.<Void>executeBlocking(() -> {
            if (!looking.isStopped()) {
                lookAtAll();
            }
            return null;
        });
    }

    private void lookAtAll() {
        long number = reading.begin();
        boolean readAll = true;
        for (CardSource source : sources) {
            readAll &= look(source);
        }
        if (readAll) {
            reading.readAll(number);
        }
    }

    /** A file that cannot be read now, or a full disk, is tried again; the other adapters go on. */
    private static boolean look(CardSource source) {
        try {
            source.poll();
            return true;
        } catch (IOException again) {
            LOG.warn("{}: {}", source, again.toString());
            return false;
        }
    }

    private static void closeQuietly(CardSource source) {
        try {
            source.close();
        } catch (IOException closed) {
            // nothing was written to it
        }
    }
}
