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
import lingdian.platform.CommitPool;
import lingdian.platform.QueryPool;
import lingdian.testing.SilentListener;
import org.jspecify.annotations.Nullable;

/** A service node: the real sockets' half, the real intake and the real feed, one program after another. */
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

    /** The program, where it takes connections. */
    @Nullable
    Program open() {
        return door == null ? null : program;
    }

    /** Whether it takes readers of the feed. */
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
                Ground.VAULT,
                Ground.DOCUMENTS,
                made,
                listener,
                1 + city.time().random().nextInt(2),
                city.time().random().nextBoolean() ? 4_000 : 8);
        intake.start().onComplete((started, failure) -> {
            if (failure != null) {
                made.vertx().setTimer(500, id -> start(made)); // as its supervisor does
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

    /** A node committed something; what is told of that may get lost. */
    void ring() {
        FeedOfNode rung = feed;
        if (rung != null && program != null && city.time().chance(0.8)) {
            program.new Loop().later(city.time().delay(100, 50_000), rung::ring);
        }
    }

    /** A request of a café, on an event loop. */
    void post(Post post) {
        if (door != null) {
            door.post(post.routing());
        }
    }

    /** A connection of a reader, on the event loop that it belongs to. */
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

    /** A connection of a café, on the event loop that it belongs to. */
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
