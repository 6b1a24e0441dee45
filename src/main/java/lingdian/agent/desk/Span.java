package lingdian.agent.desk;

import java.time.Instant;

/** A permitted interval as a café knows it: it includes its opening instant and excludes its closing instant. */
record Span(Instant opens, Instant closes) {
    Span {
        if (!opens.isBefore(closes)) {
            throw new IllegalArgumentException("an interval must close after it opens");
        }
    }
}
