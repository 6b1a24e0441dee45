package lingdian.agent.desk;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import lingdian.agent.adapter.AdapterSettings;
import lingdian.agent.adapter.CardFollower;
import lingdian.agent.adapter.CardSink;
import lingdian.platform.Periodic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The adapters of a running agent, one after the other on a thread of their own. */
final class Adapters {
    private static final Logger LOG = LoggerFactory.getLogger(Adapters.class);
    private static final long LOOK_MILLIS = 500;

    private final List<CardFollower> followers;
    private final WorkerExecutor worker;
    private final Periodic looking;

    private Adapters(Vertx vertx, List<CardFollower> followers, String directory) {
        this.followers = followers;
        this.worker = vertx.createSharedWorkerExecutor("adapters of " + directory, 1);
        this.looking = new Periodic(vertx, "reading the cashier's files", this::look);
    }

    static Adapters start(
            Vertx vertx, List<AdapterSettings> settings, Path directory, CardSink sink, InstantSource clock) {
        List<CardFollower> followers = settings.stream()
                .map(each -> CardFollower.of(each, directory.resolve("adapter-" + each.name() + ".json"), sink, clock))
                .toList();
        var adapters = new Adapters(vertx, followers, directory.toString());
        if (!followers.isEmpty()) {
            adapters.looking.start(LOOK_MILLIS);
        }
        return adapters;
    }

    Future<Void> close() {
        looking.stop();
        return worker.<Void>executeBlocking(() -> {
                    followers.forEach(Adapters::closeQuietly);
                    return null;
                })
                .eventually(worker::close);
    }

    private Future<Void> look() {
        return worker.<Void>executeBlocking(() -> {
            if (!looking.isStopped()) {
                followers.forEach(Adapters::look);
            }
            return null;
        });
    }

    /** A file that cannot be read now, or a full disk, is tried again; the other adapters go on. */
    private static void look(CardFollower follower) {
        try {
            follower.poll();
        } catch (IOException again) {
            LOG.warn("{}: {}", follower, again.toString());
        }
    }

    private static void closeQuietly(CardFollower follower) {
        try {
            follower.close();
        } catch (IOException closed) {
            // nothing was written to it
        }
    }
}
