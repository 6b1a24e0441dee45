package lingdian.simulation;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client that reads the feed, at any node, from the beginning: a console, or another authority's program. It
 * remembers the last position that it has seen, and resumes from it.
 */
final class Reader {
    private static final long RETRY_MICROS = 2_000_000;

    private final City city;
    private final Program program;
    private final Set<String> codes;
    private @Nullable FeedLine line;
    private long seen;
    private long messages;
    private long slowUntil;

    /** @param codes of the findings that the reader wants; empty for all */
    Reader(City city, String name, Set<String> codes) {
        this.city = city;
        this.program = new Program(city.time(), name);
        this.codes = codes;
    }

    Program program() {
        return program;
    }

    long messages() {
        return messages;
    }

    void start() {
        connect();
    }

    private void connect() {
        List<Node> open = city.nodes().stream().filter(Node::isReadable).toList();
        if (open.isEmpty() || city.faults().deals(Faults.Kind.CONNECTION_REFUSED)) {
            city.time().after(RETRY_MICROS, program, this::connect);
            return;
        }
        Node node = open.get(city.time().random().nextInt(open.size()));
        var made = new FeedLine(city, Program.present(node.program()), this);
        line = made;
        String lastEventId = city.breakage() == Breakage.RESUME_REPEATS || seen == 0 ? null : String.valueOf(seen);
        made.loop().later(city.time().delay(500, 300_000), () -> node.read(made, lastEventId, codes));
    }

    /** Handles the loss of a connection. */
    void lost(FeedLine which) {
        if (line == which) {
            line = null;
            city.time().after(city.time().delay(0, RETRY_MICROS), program, this::connect);
        }
    }

    /** Makes the reader's program stand still for a while. */
    void slow(long micros) {
        slowUntil = city.time().nowMicros() + micros;
        city.time().at(slowUntil, program, this::take);
    }

    void breakOff() {
        if (line != null) {
            line.breakOff();
        }
    }

    /** Takes the messages that have arrived. */
    void take() {
        FeedLine from = line;
        if (from == null || city.time().nowMicros() < slowUntil) {
            return;
        }
        for (FeedLine.Written next = from.next(); next != null; next = from.next()) {
            next.answer().succeed(city.time().delay(100, 40_000), null);
            if (next.text() != null) {
                message(new JsonObject(next.text()));
            }
        }
    }

    private void message(JsonObject message) {
        long position = Long.parseLong(message.getString("id"));
        if (message.getString("event").equals("reset")) {
            city.fails(program.name() + " is told that it may have missed something, and nothing was dropped");
            return;
        }
        messages++;
        city.promises().read(this, seen, position, message);
        seen = position;
    }

    boolean wants(Map<String, @Nullable Object> row) {
        return codes.isEmpty() || codes.contains(Objects.toString(row.get("code")));
    }

    /** Whether the reader has seen all its messages. */
    boolean isCurrent() {
        return city.promises().nextFor(this, seen) == 0;
    }

    String standing() {
        return "%s has seen %s, the next for it is %s"
                .formatted(program.name(), seen, city.promises().nextFor(this, seen));
    }

    @Override
    public String toString() {
        return program.name();
    }
}
