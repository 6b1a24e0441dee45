package lingdian.intake.batch;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import lingdian.domain.PlaceCode;
import lingdian.law.judge.CafeState;
import lingdian.platform.work.Together;
import org.jspecify.annotations.Nullable;

/** The inboxes of a shard's cafés, each made with its café's committed state when it is first asked for. */
final class Inboxes {
    /** Gaps whose cafés' versions are asked for together. */
    private static final int VERSIONS_TOGETHER = 256;

    private final CafeStateReader states;
    private final Together<PlaceCode, Long> versions;
    private final Map<PlaceCode, Inbox> known = new HashMap<>();
    private final Map<PlaceCode, Future<Inbox>> loading = new HashMap<>();
    /** Of every café that this node heard from: some dozens of bytes each. */
    private final Map<PlaceCode, DailyTraffic> traffic = new HashMap<>();

    private volatile int openSessions;

    /** @param versions of the committed states of those cafés that have one */
    Inboxes(CafeStateReader states, Function<Set<PlaceCode>, Future<Map<PlaceCode, Long>>> versions) {
        this.states = states;
        this.versions = new Together<>(VERSIONS_TOGETHER, versions);
    }

    Future<Inbox> of(PlaceCode placeCode) {
        Inbox inbox = known.get(placeCode);
        if (inbox != null) {
            return Future.succeededFuture(inbox);
        }
        Future<Inbox> underWay = loading.get(placeCode);
        return underWay == null ? load(placeCode) : underWay;
    }

    /** What the café has sent today. */
    DailyTraffic traffic(PlaceCode placeCode) {
        return traffic.computeIfAbsent(placeCode, first -> new DailyTraffic());
    }

    /** The inbox where it is known already; else null. */
    @Nullable
    Inbox known(PlaceCode placeCode) {
        return known.get(placeCode);
    }

    private Future<Inbox> load(PlaceCode placeCode) {
        Future<Inbox> load = states.read(placeCode).map(state -> {
            var inbox = new Inbox(placeCode, traffic(placeCode));
            inbox.state(state);
            known.put(placeCode, inbox);
            openSessions += inbox.openSessions();
            return inbox;
        });
        loading.put(placeCode, load);
        load.onComplete(done -> loading.remove(placeCode));
        return load;
    }

    /**
     * The inbox with the state as it is committed now, perhaps by another node. It is read only if there was such a commit: whoever
     * sends gaps would have it read each time.
     */
    Future<Inbox> refreshed(PlaceCode placeCode) {
        return versions.ask(placeCode)
                .compose(version -> isCurrent(placeCode, version.orElse(0L)) ? of(placeCode) : read(placeCode));
    }

    private boolean isCurrent(PlaceCode placeCode, long version) {
        Inbox inbox = known.get(placeCode);
        CafeState state = inbox == null ? null : inbox.trustedState();
        return state != null && state.version() >= version;
    }

    private Future<Inbox> read(PlaceCode placeCode) {
        return states.read(placeCode)
                .compose(state -> of(placeCode).map(inbox -> {
                    change(inbox, one -> one.learn(state));
                    return inbox;
                }));
    }

    /** Every batch reads the states of its cafés again. */
    void doubt() {
        known.values().forEach(Inbox::doubt);
    }

    /** A state was committed here. */
    void committed(PlaceCode placeCode, CafeState state) {
        Inbox inbox = known.get(placeCode);
        if (inbox != null) {
            change(inbox, one -> one.state(state));
        }
    }

    private void change(Inbox inbox, Consumer<Inbox> change) {
        int before = inbox.openSessions();
        change.accept(inbox);
        openSessions += inbox.openSessions() - before;
    }

    /** Forgets the café's state: it is read again when the café is next asked for. */
    void forget(Inbox inbox) {
        if (known.remove(inbox.placeCode, inbox)) {
            openSessions -= inbox.openSessions();
        }
    }

    /** How many sessions are open in the cafés that are known, as of the last commit of each. From any thread. */
    int openSessions() {
        return openSessions;
    }

    boolean isLoading() {
        return !loading.isEmpty();
    }
}
