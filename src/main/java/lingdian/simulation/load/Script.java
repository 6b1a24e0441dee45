package lingdian.simulation.load;

import java.util.Arrays;
import java.util.List;

/**
 * One café's endless sequence of events: it opens and fills its terminals, then repeats the mix, and on request logs
 * every guest out and closes. So the stream is that of an honest café at any moment.
 */
public final class Script {
    private static final int PERSONS_PER_TERMINAL_AT_LEAST = 5;
    private static final long FREE = -1;

    private final EventBytes events;
    private final List<Mix.Kind> round;
    private final long firstPerson;
    private final long persons;
    private final long[] sessions;
    private Stage stage = Stage.CLOSED;
    private int place;
    private int turn;
    private int filled;
    private int emptied;
    private long logins;

    private enum Stage {
        CLOSED,
        FILLING,
        GOING_ROUND,
        EMPTYING,
        OVER
    }

    /**
     * @param cafe the café's number; cafés begin at different places of the mix, so that they never all log in at once
     * @param persons how many different people come to a café, at least {@link #personsAtLeast}
     */
    Script(EventBytes events, Mix mix, int cafe, int terminals, long persons) {
        this.events = events;
        this.round = mix.round();
        this.place = cafe % round.size();
        this.persons = persons;
        this.firstPerson = cafe * persons;
        this.sessions = new long[terminals];
        Arrays.fill(sessions, FREE);
        // If the mix begins with a login, its terminal must still be free.
        this.filled = round.get(place) == Mix.Kind.LOGIN ? 1 : 0;
    }

    /** The least number of different people in a café: each returns only long after having left. */
    public static long personsAtLeast(int terminals) {
        return (long) terminals * PERSONS_PER_TERMINAL_AT_LEAST;
    }

    /** How many events come before the mix begins or, after {@link #finish}, before the end. */
    int left() {
        return switch (stage) {
            case CLOSED -> 1 + sessions.length - filled;
            case FILLING -> sessions.length - filled;
            case GOING_ROUND, OVER -> 0;
            case EMPTYING ->
                1
                        + (int) Arrays.stream(sessions)
                                .skip(emptied)
                                .filter(session -> session != FREE)
                                .count();
        };
    }

    /** Whether it was told to finish. */
    boolean isEnding() {
        return stage == Stage.EMPTYING || stage == Stage.OVER;
    }

    /** From now on guests only log out. */
    void finish() {
        stage = stage == Stage.CLOSED ? Stage.OVER : Stage.EMPTYING;
    }

    /** Writes the next event; returns whether it is a login. */
    boolean next(OutgoingMessage to, long seq, byte[] at) {
        return switch (stage) {
            case CLOSED -> open(to, seq, at);
            case FILLING -> fill(to, seq, at);
            case GOING_ROUND -> goRound(to, seq, at);
            case EMPTYING -> empty(to, seq, at);
            case OVER -> throw new IllegalStateException("the café has closed");
        };
    }

    private boolean open(OutgoingMessage to, long seq, byte[] at) {
        events.opened(to, seq, at);
        stage = filled < sessions.length ? Stage.FILLING : Stage.GOING_ROUND;
        return false;
    }

    private boolean fill(OutgoingMessage to, long seq, byte[] at) {
        login(to, seq, at, filled++);
        stage = filled < sessions.length ? Stage.FILLING : Stage.GOING_ROUND;
        return true;
    }

    private boolean goRound(OutgoingMessage to, long seq, byte[] at) {
        Mix.Kind kind = round.get(place);
        place = place + 1 < round.size() ? place + 1 : 0;
        switch (kind) {
            case LOGOUT -> logout(to, seq, at, turn);
            case LOGIN -> {
                login(to, seq, at, turn);
                turn = turn + 1 < sessions.length ? turn + 1 : 0;
            }
            case HEARTBEAT -> events.heartbeat(to, seq, at);
        }
        return kind == Mix.Kind.LOGIN;
    }

    private boolean empty(OutgoingMessage to, long seq, byte[] at) {
        while (emptied < sessions.length && sessions[emptied] == FREE) {
            emptied++;
        }
        if (emptied < sessions.length) {
            logout(to, seq, at, emptied);
        } else {
            events.closed(to, seq, at);
            stage = Stage.OVER;
        }
        return false;
    }

    private void login(OutgoingMessage to, long seq, byte[] at, int terminal) {
        sessions[terminal] = logins;
        events.login(to, seq, at, logins, terminal, firstPerson + logins % persons);
        logins++;
    }

    private void logout(OutgoingMessage to, long seq, byte[] at, int terminal) {
        events.logout(to, seq, at, sessions[terminal]);
        sessions[terminal] = FREE;
    }
}
