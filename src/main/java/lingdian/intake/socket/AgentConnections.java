package lingdian.intake.socket;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.CloseCode;
import lingdian.record.message.OfficeMessage;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of this node. Of a café's that were welcomed, the one that was opened last holds it, to whatever
 * node.
 *
 * <p>Opened, not greeted: a hello on a connection that the agent has left already can be read late, on another event
 * loop or by another node, and would otherwise close the connection that the agent now uses.
 *
 * <p>Thread-safe: connections live on several event loops, and the intake and the key endpoints call from theirs.
 */
public final class AgentConnections {
    private final Set<AgentSocket> open = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<PlaceCode, Integer> countByCafe = new ConcurrentHashMap<>();
    private final ConcurrentMap<PlaceCode, AgentSocket> holderByCafe = new ConcurrentHashMap<>();
    private final BiConsumer<PlaceCode, ConnectionNumber> heldHere;
    private volatile Consumer<PlaceCode> changed = placeCode -> {};

    /** The connections of a single node. */
    public AgentConnections() {
        this((placeCode, number) -> {});
    }

    /**
     * @param heldHere gets the place code of each café that was welcomed here and its connection, to tell other nodes
     */
    public AgentConnections(BiConsumer<PlaceCode, ConnectionNumber> heldHere) {
        this.heldHere = heldHere;
    }

    /** @param listener gets each café whose agent came or went, from any thread */
    public void onChange(Consumer<PlaceCode> listener) {
        changed = listener;
    }

    /** The cafés whose agents are connected here and were welcomed. */
    public Set<PlaceCode> cafes() {
        return Set.copyOf(holderByCafe.keySet());
    }

    /** Whether an agent of the café is connected here and was welcomed. */
    public boolean connected(PlaceCode placeCode) {
        return holderByCafe.containsKey(placeCode);
    }

    /** Sends a message to the café's connection, where it is here. */
    void tell(PlaceCode placeCode, OfficeMessage message) {
        AgentSocket holder = holderByCafe.get(placeCode);
        if (holder != null) {
            holder.tell(message);
        }
    }

    /** How many cafés are connected here. */
    public int count() {
        return holderByCafe.size();
    }

    /** A newer stream of the café has superseded {@code stream}: closes what still carries it, with 4410. */
    public void superseded(PlaceCode placeCode, UUID stream) {
        AgentSocket holder = holderByCafe.get(placeCode);
        if (holder != null) {
            holder.superseded(stream);
        }
    }

    /** This connection of the café was welcomed by another node: closes an older one that holds it here, with 4408. */
    public void heldElsewhere(PlaceCode placeCode, ConnectionNumber number) {
        AgentSocket holder = holderByCafe.get(placeCode);
        if (holder != null && number.isNewerThan(holder.number())) {
            holder.close(CloseCode.CONNECTED_AGAIN, AgentSocket.CONNECTED_AGAIN);
        }
    }

    /** Agent keys were ended: closes the connections that use them, with 4401. */
    void keysEnded(Set<UUID> keyIds) {
        for (AgentSocket socket : open) {
            if (keyIds.contains(socket.keyId())) {
                socket.close(CloseCode.KEY_ENDED, "the agent key was ended");
            }
        }
    }

    /** Takes one of the café's places for a connection; false where all are taken. */
    boolean reserve(PlaceCode placeCode, int max) {
        int count = countByCafe.merge(placeCode, 1, Integer::sum);
        if (count > max) {
            unreserve(placeCode);
            return false;
        }
        return true;
    }

    void unreserve(PlaceCode placeCode) {
        countByCafe.computeIfPresent(placeCode, (code, count) -> count > 1 ? count - 1 : null);
    }

    void add(AgentSocket socket) {
        open.add(socket);
    }

    void remove(AgentSocket socket) {
        open.remove(socket);
        leave(socket);
    }

    /** It no longer holds its café, although its connection may take a moment to end. */
    void leave(AgentSocket socket) {
        holderByCafe.computeIfPresent(socket.placeCode(), (code, holder) -> holder == socket ? null : holder);
        changed.accept(socket.placeCode());
    }

    /** Whether a newer connection holds the café. */
    boolean isOvertaken(AgentSocket socket) {
        AgentSocket holder = holderByCafe.get(socket.placeCode());
        return holder != null && holder.number().isNewerThan(socket.number());
    }

    /**
     * Lets {@code socket} hold its café, unless a newer one holds it. Returns the connection that must close: the
     * other, itself, or none.
     */
    @Nullable
    AgentSocket claim(AgentSocket socket) {
        var goes = new ArrayList<AgentSocket>(1);
        holderByCafe.compute(socket.placeCode(), (code, held) -> {
            if (held != null && held.number().isNewerThan(socket.number())) {
                goes.add(socket);
                return held;
            }
            if (held != null) {
                goes.add(held);
            }
            return socket;
        });
        if (!goes.contains(socket)) {
            heldHere.accept(socket.placeCode(), socket.number());
            changed.accept(socket.placeCode());
        }
        return goes.isEmpty() ? null : goes.get(0);
    }

    List<AgentSocket> all() {
        return List.copyOf(open);
    }
}
