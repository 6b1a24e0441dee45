package lingdian.agent.spool;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Maintains the state shown by {@link UplinkState}. Changed on the agent's context, read from any thread. */
final class UplinkStatus {
    private final InstantSource clock;
    private volatile UplinkState state;

    UplinkStatus(InstantSource clock, Spool spool, AnswerLog answers, List<String> setAside) {
        this.clock = clock;
        this.state = new UplinkState(
                false,
                clock.instant(),
                spool.stream(),
                spool.lastSeq(),
                answers.ackedSeq(),
                spool.lastSeq() - answers.ackedSeq(),
                answers.lastAckedAt(),
                null,
                false,
                setAside);
    }

    UplinkState state() {
        return state;
    }

    void connected() {
        with(true, null);
    }

    /** @param stopped why the service refused; null if it is only unreachable */
    void disconnected(@Nullable String stopped) {
        with(false, stopped);
    }

    void recorded(long lastSeq) {
        UplinkState was = state;
        numbers(was.stream(), lastSeq, was.ackedSeq(), was.lastAckedAt(), was.setAside());
        diskFull(false);
    }

    void acknowledged(long ackedSeq, boolean now) {
        UplinkState was = state;
        Instant at = now ? clock.instant() : was.lastAckedAt();
        numbers(was.stream(), was.lastSeq(), ackedSeq, at, was.setAside());
    }

    void renewed(UUID stream, long lastSeq, List<String> setAside) {
        numbers(stream, lastSeq, 0, state.lastAckedAt(), setAside);
    }

    void diskFull(boolean full) {
        UplinkState was = state;
        if (was.diskFull() != full) {
            state = new UplinkState(
                    was.connected(),
                    was.since(),
                    was.stream(),
                    was.lastSeq(),
                    was.ackedSeq(),
                    was.unsent(),
                    was.lastAckedAt(),
                    was.stopped(),
                    full,
                    was.setAside());
        }
    }

    private void with(boolean connected, @Nullable String stopped) {
        UplinkState was = state;
        state = new UplinkState(
                connected,
                was.connected() == connected ? was.since() : clock.instant(),
                was.stream(),
                was.lastSeq(),
                was.ackedSeq(),
                was.unsent(),
                was.lastAckedAt(),
                stopped,
                was.diskFull(),
                was.setAside());
    }

    private void numbers(
            UUID stream, long lastSeq, long ackedSeq, @Nullable Instant lastAckedAt, List<String> setAside) {
        UplinkState was = state;
        state = new UplinkState(
                was.connected(),
                was.since(),
                stream,
                lastSeq,
                ackedSeq,
                lastSeq - ackedSeq,
                lastAckedAt,
                was.stopped(),
                was.diskFull(),
                setAside);
    }
}
