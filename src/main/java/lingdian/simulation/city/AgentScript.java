package lingdian.simulation.city;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.LogoutReason;
import org.jspecify.annotations.Nullable;

/**
 * A café's agent: which events it records, by its own clock, and when it sends them.
 *
 * <p>Reports to a switched-off agent are lost; events that it records while its line is cut are sent later.
 */
final class AgentScript {
    private final int cafe;
    private final String sessionPrefix;
    private final boolean saysSent;
    private final Consumer<Act> out;
    private final ObservableRecord observable = new ObservableRecord();
    private final List<Act.Send> held = new ArrayList<>();

    private boolean running = true;
    private boolean online = true;
    /** Whether the cashier's program, which reports guests to the agent, runs. */
    private boolean cashier = true;

    private Duration behind = Duration.ZERO;
    private int stream;
    private long seq;
    private int sessions;

    AgentScript(int cafe, String sessionPrefix, boolean saysSent, Consumer<Act> out) {
        this.cafe = cafe;
        this.sessionPrefix = sessionPrefix;
        this.saysSent = saysSent;
        this.out = out;
    }

    ObservableRecord observable() {
        return observable;
    }

    boolean running() {
        return running;
    }

    /** Whether the agent is told of guests. */
    private boolean toldOfGuests() {
        return running && cashier;
    }

    /** Whether the agent can ask the service before it admits a guest. */
    boolean online() {
        return toldOfGuests() && online;
    }

    /** Seats the guest on the service's verdict, which is known beforehand to be yes. */
    void asked(Instant now, Stay stay) {
        login(now, stay, false, List.of());
    }

    /** Seats the guest on the café's own decision. */
    void admitted(Instant now, Stay stay) {
        login(now, stay, true, null);
    }

    private void login(Instant now, Stay stay, boolean admitted, @Nullable List<String> expected) {
        if (toldOfGuests()) {
            stay.session(nextSession());
            write(now, at -> login(at, stay, admitted), expected);
            observable.login(stay, effective(now));
        }
    }

    private AgentEvent.WellFormed login(Instant at, Stay stay, boolean admitted) {
        return new AgentEvent.Login(
                seq, at, stay.session(), stay.seat, Objects.requireNonNull(stay.card, "a card"), admitted);
    }

    /** Sends the login of a guest who must be denied, and who then leaves. */
    void denied(Instant now, Stay never, List<String> reasons) {
        if (toldOfGuests()) {
            never.session(nextSession());
            write(now, at -> login(at, never, false), reasons);
            observable.other(effective(now));
        }
    }

    /** Ends the session if it is open in the records. */
    void logout(Instant now, Stay stay, LogoutReason reason) {
        if (toldOfGuests() && stay.recordedOpen) {
            write(now, at -> new AgentEvent.Logout(seq, at, stay.session(), reason), null);
            observable.logout(stay, effective(now));
        }
    }

    /** @param inUse every guest at a terminal, by seat */
    void heartbeat(Instant now, SortedMap<String, Stay> inUse) {
        if (running) {
            List<String> seats = List.copyOf(inUse.keySet());
            write(now, at -> new AgentEvent.Heartbeat(seq, at, seats), null);
            observable.heartbeat(inUse, effective(now));
        }
    }

    void opened(Instant now) {
        other(now, at -> new AgentEvent.Opened(seq, at));
    }

    void closed(Instant now) {
        other(now, at -> new AgentEvent.Closed(seq, at));
    }

    void patrol(Instant now) {
        other(now, at -> new AgentEvent.Patrol(seq, at, "值班员"));
    }

    /** Switches the agent off: it records no events from now on. */
    void stop(Instant now) {
        running = false;
        out.accept(new Act.Leave(cafe, now));
    }

    void start() {
        running = true;
    }

    /** The agent was never switched on. */
    void neverStarts() {
        running = false;
    }

    /** The cashier's program fails and gives up its sessions. */
    void cashierFails(Instant now) {
        observable.recordedOpen().forEach(stay -> logout(now, stay, LogoutReason.LOST));
        cashier = false;
    }

    void cashierRuns() {
        cashier = true;
    }

    void lineCut(Instant now) {
        online = false;
        out.accept(new Act.Leave(cafe, now));
    }

    /** Sends the events recorded meanwhile. */
    void lineMended(Instant now) {
        online = true;
        held.forEach(send ->
                out.accept(new Act.Send(cafe, now, send.stream(), send.event(), send.behind(), send.expected())));
        held.clear();
    }

    /** Sets how far the agent's clock is behind from now on. */
    void setClock(Duration behindTruth) {
        behind = behindTruth;
    }

    /**
     * Reinstalls the agent without its records; returns whether those had open sessions. The next event begins the new
     * stream.
     */
    boolean installAnew() {
        stream++;
        seq = 0;
        return observable.newStream();
    }

    private void other(Instant now, Function<Instant, AgentEvent.WellFormed> event) {
        if (running) {
            write(now, event, null);
            observable.other(effective(now));
        }
    }

    private void write(Instant now, Function<Instant, AgentEvent.WellFormed> event, @Nullable List<String> expected) {
        seq++;
        var send = new Act.Send(cafe, now, stream, event.apply(now.minus(behind)), behind, expected);
        if (online) {
            out.accept(send);
        } else {
            held.add(send);
        }
    }

    /**
     * The effective time by which the service judges, according to the agent alone; the caller considers earlier
     * events.
     */
    private Instant effective(Instant now) {
        return saysSent ? now : now.minus(behind);
    }

    private String nextSession() {
        return sessionPrefix + ++sessions;
    }
}
