package lingdian.simulation.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The counts over the whole run, and within the measured time. On the event loop alone.
 *
 * <p>Events per second are those acknowledged within the measured time. A latency belongs to the measured time if its
 * event was meant to be sent within it, however late the answer came: otherwise the slowest answers would be left out.
 */
final class LoadTally {
    final Errors errors = new Errors();
    final Latencies verdictLatency = new Latencies();
    final Latencies ackLatency = new Latencies();
    final Latencies lag = new Latencies();
    /** Verdicts since the last reading, for the line of each second. */
    final Latencies recent = new Latencies();

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** Verdicts by the minute of the measured time in which their logins were meant to be sent. */
    private final List<Latencies> minutes = new ArrayList<>();

    private long fromNanos = Long.MAX_VALUE;
    private long toNanos = Long.MAX_VALUE;

    long sent;
    long logins;
    long acknowledged;
    long verdicts;
    long rejects;
    long bytesSent;
    long bytesReceived;
    long messagesSent;
    long measuredAcknowledged;
    long measuredVerdicts;
    long measuredBytesSent;
    long measuredBytesReceived;

    /**
     * Sets the measured time and discards earlier measurements. Called once as a rehearsal, so that the measuring code
     * is compiled before the measured time begins.
     */
    void measure(long from, long to) {
        fromNanos = from;
        toNanos = to;
        verdictLatency.clear();
        minutes.clear();
        ackLatency.clear();
        lag.clear();
        measuredAcknowledged = 0;
        measuredVerdicts = 0;
        measuredBytesSent = 0;
        measuredBytesReceived = 0;
    }

    private boolean measures(long nanos) {
        return nanos >= fromNanos && nanos < toNanos;
    }

    void sent(int events, int loginsOfThem, int bytes, long now) {
        sent += events;
        logins += loginsOfThem;
        messagesSent++;
        bytesSent += bytes;
        measuredBytesSent += measures(now) ? bytes : 0;
    }

    /** How much later than meant an event was sent. */
    void lag(long meantNanos, long now) {
        if (measures(meantNanos)) {
            lag.add(now - meantNanos, 1);
        }
    }

    void received(int bytes, long now) {
        bytesReceived += bytes;
        measuredBytesReceived += measures(now) ? bytes : 0;
    }

    /** This many events that were all meant to be sent at one moment are acknowledged. */
    void acknowledged(long meantNanos, long count, long now) {
        acknowledged += count;
        measuredAcknowledged += measures(now) ? count : 0;
        if (measures(meantNanos)) {
            ackLatency.add(now - meantNanos, count);
        }
    }

    void verdict(long meantNanos, long now) {
        verdicts++;
        measuredVerdicts += measures(now) ? 1 : 0;
        recent.add(now - meantNanos, 1);
        measuredVerdict(meantNanos, now);
    }

    /** An unanswered event counts with the time that it waited in vain, and as an error. */
    void unanswered(long meantNanos, long now) {
        errors.add(Errors.Kind.UNANSWERED, "events", 1);
        if (measures(meantNanos)) {
            ackLatency.add(now - meantNanos, 1);
        }
    }

    void withoutVerdict(long meantNanos, long now) {
        errors.add(Errors.Kind.UNANSWERED, "verdicts", 1);
        measuredVerdict(meantNanos, now);
    }

    private void measuredVerdict(long meantNanos, long now) {
        if (measures(meantNanos)) {
            verdictLatency.add(now - meantNanos, 1);
            int minute = (int) ((meantNanos - fromNanos) / MINUTE_NANOS);
            while (minutes.size() <= minute) {
                minutes.add(new Latencies());
            }
            minutes.get(minute).add(now - meantNanos, 1);
        }
    }

    /** Of verdicts, by minutes of the measured time. */
    List<Latencies.Summary> minutes() {
        return minutes.stream().map(Latencies::summary).toList();
    }
}
