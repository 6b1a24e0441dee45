package lingdian.simulation;

import io.vertx.core.http.ServerWebSocket;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.feed.log.FeedOfNode;
import lingdian.intake.batch.Intake;
import lingdian.intake.batch.IntakeOfNode;
import lingdian.intake.socket.DoorOfNode;
import lingdian.platform.database.CommitPool;
import lingdian.platform.database.QueryPool;
import lingdian.testing.SilentListener;
import org.jspecify.annotations.Nullable;

/**
 * A service node, one program after another: the service's side of the sockets, the intake and the feed are the real
 * ones.
 */
final class Node {
    private static final int WINDOW = 64;

    private final City city;
    private final String name;
    private @Nullable Program program;
    private @Nullable DoorOfNode door;
    private @Nullable FeedOfNode feed;

    Node(City city, String name) {
        this.city = city;
        this.name = name;
    }

    @Nullable
    Program program() {
        return program;
    }

    /** The running program; null if it accepts no connections. */
    @Nullable
    Program open() {
        return door == null ? null : program;
    }

    /** Whether the node accepts readers of the feed. */
    boolean isReadable() {
        return feed != null;
    }

    void start() {
        if (program != null) {
            return;
        }
        var made = new Program(city.time(), name);
        program = made;
        made.begin(() -> start(made));
        made.begin(() -> startFeed(made));
    }

    private void start(Program made) {
        var pool = new CommitPool(city.database().pool(made));
        var listener = new Listener();
        var intake = new IntakeOfNode(
                made.vertx(),
                pool,
                SharedInputs.VAULT,
                SharedInputs.DOCUMENTS,
                made,
                city.time()::now,
                listener,
                1 + city.time().random().nextInt(2),
                city.time().random().nextBoolean() ? 4_000 : 8);
        intake.start().onComplete((started, failure) -> {
            if (failure != null) {
                made.vertx().setTimer(500, id -> start(made)); // as a supervisor would
            } else {
                Intake between =
                        city.breakage() == Breakage.NONE ? intake.intake() : BrokenIntake.of(city, intake.intake());
                var opened = new DoorOfNode(made.vertx(), between, made, WINDOW);
                listener.door = opened;
                door = opened;
            }
        });
    }

    private void startFeed(Program made) {
        var opened = new FeedOfNode(
                made.vertx(),
                new QueryPool(city.database().pool(made)),
                () -> 1_000 * city.time().nowMicros());
        opened.start().onComplete((started, failure) -> {
            if (failure != null) {
                made.vertx().setTimer(500, id -> startFeed(made));
            } else {
                feed = opened;
            }
        });
    }

    /** Tells this node that a node has committed messages. The notification may get lost. */
    void ring() {
        FeedOfNode rung = feed;
        if (rung != null && program != null && city.time().chance(0.8)) {
            program.new Loop().later(city.time().delay(100, 50_000), rung::ring);
        }
    }

    /** Handles a café's request, on an event loop. */
    void post(Post post) {
        if (door != null) {
            door.post(post.routing());
        }
    }

    /** Opens a reader's connection, on its event loop. */
    void read(FeedLine line, @Nullable String lastEventId, Set<String> codes) {
        if (feed != null && program != null) {
            feed.open(line.loop().context(), line.connection(), line.socket(), lastEventId, codes);
        } else {
            line.breakOff();
        }
    }

    void kill() {
        if (program != null) {
            program.kill();
            program = null;
            door = null;
            feed = null;
        }
    }

    /** Opens a café's connection, on its event loop. */
    void open(String placeCode, ServerWebSocket socket) {
        if (door != null && program != null) {
            door.open(
                    program.loop().context(),
                    placeCode,
                    new ConnectionNumber(city.database().nextConnection()),
                    socket);
        } else {
            socket.close((short) 1001, "not open");
        }
    }

    private static final class Listener extends SilentListener {
        private @Nullable DoorOfNode door;

        @Override
        public void superseded(PlaceCode placeCode, UUID stream) {
            if (door != null) {
                door.superseded(placeCode.value(), stream);
            }
        }
    }
}
