package lingdian.simulation.load;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import lingdian.domain.ChinaTime;

/**
 * Messages of a country's cafés, made of the same templates as those of {@code simulate load}. On one event loop.
 *
 * <p>A café's seats are taken in turns: its first guests have the sessions 0, 1, 2 … at the terminals of these numbers, and each
 * change of a guest ends the oldest session and begins the next one at the terminal that became free.
 */
public final class NationEvents {
    /** So many different people: more would come a second time. */
    public static final long PERSONS = GuestDocuments.RESIDENTS;

    private static final String RUN = "n";

    private final WireTime time = new WireTime(InstantSource.system());
    private final OutgoingMessage message = new OutgoingMessage();
    private final EventBytes[] bySize;
    private final int[] taken;
    private byte[] at = {};
    private boolean batch;
    private boolean any;

    /** @param taken how many seats are taken in a café of each size */
    public NationEvents(int[] taken) {
        var guests = new GuestDocuments(LocalDate.now(ChinaTime.ZONE), 0);
        this.taken = taken.clone();
        this.bySize = Arrays.stream(taken)
                .mapToObj(seats -> new EventBytes(RUN, guests, seats))
                .toArray(EventBytes[]::new);
    }

    /** The beginning of every session's id, before nine digits. */
    public static String sessionPrefix() {
        return RUN + "-";
    }

    /** @param inBatch whether it is a message of a WebSocket; else lines */
    public void begin(boolean inBatch) {
        batch = inBatch;
        any = false;
        at = time.now();
        message.clear();
        if (batch) {
            bySize[0].beginBatch(message, at);
        }
    }

    /** One event: all seats that are taken. */
    public void heartbeat(int size, long seq) {
        separate();
        bySize[size].heartbeat(message, seq, at);
    }

    /**
     * Two events: the guest who came first leaves, and another one asks to be let in.
     *
     * @param changes how many there were in this café before
     */
    public void change(int size, long seq, long changes, long person) {
        separate();
        bySize[size].logout(message, seq, at, changes);
        separate();
        int terminal = (int) (changes % taken[size]);
        bySize[size].login(message, seq + 1, at, taken[size] + changes, terminal, person);
    }

    private void separate() {
        if (any) {
            message.put(batch ? ',' : '\n');
        }
        any = true;
    }

    public String end() {
        if (batch) {
            bySize[0].endBatch(message);
        }
        return message.text();
    }
}
