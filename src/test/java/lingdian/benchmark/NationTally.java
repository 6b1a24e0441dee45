package lingdian.benchmark;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The counts and latencies of a country's generator. On its event loop. */
final class NationTally {
    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(20);
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Of logins that were due in the measured time, while their café was connected. */
    final Histogram verdicts = histogram();

    final Histogram verdictsAtRestart = histogram();
    final Histogram verdictsElsewhere = histogram();
    /** Of logins that were due while their café had lost its WebSocket. */
    final Histogram verdictsUnconnected = histogram();

    final Histogram heartbeats = histogram();
    /** By how much the generator itself was late. */
    final Histogram lateness = histogram();

    /** Of all logins since the last line. */
    private final Histogram recent = histogram();

    /** Requests that failed for a café, by status. */
    final Map<String, Integer> failed = new TreeMap<>();
    /** Requests that the balancer repeated on another node, and WebSockets that were not opened, by status. */
    final Map<String, Integer> repeated = new TreeMap<>();
    /** Denied logins, rejected events and answers against the protocol. */
    final Map<String, Integer> wrong = new TreeMap<>();

    private long from = Long.MAX_VALUE;
    private long to = Long.MAX_VALUE;
    private long restart = Long.MAX_VALUE;

    long due;
    long sent;
    long acked;
    long dueMeasured;
    long ackedMeasured;
    long loginsAcked;
    long requests;
    long mostWaiting;
    long mostUnderWay;
    private long dueBefore;
    private long ackedBefore;

    private static Histogram histogram() {
        return new Histogram(HIGHEST_MICROS, 3);
    }

    private boolean measures(long nanos) {
        return nanos >= from && nanos < to;
    }

    /** Sets the measured time. */
    void measure(long fromNanos, long toNanos) {
        from = fromNanos;
        to = toNanos;
    }

    /** Begins the minute of the restart. */
    void restarting(long nanos) {
        restart = nanos;
    }

    void due(NationCafe.Due one) {
        due += one.events();
        if (measures(one.nanos)) {
            dueMeasured += one.events();
            mostWaiting = Math.max(mostWaiting, waiting());
        }
    }

    void looked(long dueNanos, long now) {
        if (measures(dueNanos)) {
            record(lateness, now - dueNanos);
        }
    }

    void sent(NationCafe.Message message, long now) {
        sent += message.events;
        requests++;
        if (measures(now)) {
            mostUnderWay = Math.max(mostUnderWay, underWay());
        }
    }

    void answered(NationCafe.Message message, long now) {
        acked += message.events;
        loginsAcked += message.logins;
        if (measures(now)) {
            ackedMeasured += message.events;
        }
        for (NationCafe.Due one = message.first; one != null; one = one.next) {
            latency(one, now - one.nanos);
        }
    }

    private void latency(NationCafe.Due one, long nanos) {
        if (one.change) {
            record(recent, nanos);
        }
        if (!measures(one.nanos)) {
            return;
        }
        if (!one.change) {
            record(heartbeats, nanos);
        } else if (one.unconnected) {
            record(verdictsUnconnected, nanos);
        } else {
            record(verdicts, nanos);
            boolean atRestart = one.nanos >= restart && one.nanos - restart < MINUTE_NANOS;
            record(atRestart ? verdictsAtRestart : verdictsElsewhere, nanos);
        }
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos / 1_000, 0, HIGHEST_MICROS));
    }

    static void count(Map<String, Integer> counts, String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** The backlog: events that are due and were not sent. */
    long waiting() {
        return due - sent;
    }

    long underWay() {
        return sent - acked;
    }

    /** Describes the seconds since the previous line. */
    String line(double seconds) {
        String line = String.format(
                Locale.ROOT,
                "offered %,.0f and acknowledged %,.0f events/s, waiting %,d, under way %,d, verdict p99 %,.1f ms",
                (due - dueBefore) / seconds,
                (acked - ackedBefore) / seconds,
                waiting(),
                underWay(),
                recent.getTotalCount() == 0 ? 0 : recent.getValueAtPercentile(99) / 1e3);
        recent.reset();
        dueBefore = due;
        ackedBefore = acked;
        return line;
    }
}
